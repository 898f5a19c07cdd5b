/**
 * One case on the engine: what a page comes to, and where that is not what the case expects.
 *
 * A page meets the layer twice: a preflight may go first, and only if it passes the request follows. Both times the browser has a word
 * of its own, by the letter of Fetch: an answer that does not allow credentials is refused where the page sends them.
 *
 * @module
 */
import { answerHeaders, type Decision, decide, type Moment, type RequestFacts } from '@marque/core'
import { type BrowserVerdict, browseAs, STANDARD } from '@marque/core/browsers'
import { explain } from '@marque/core/explain'
import type { Expectation, PageCase, PreflightOutcome } from './case-file.ts'
import { type Covered, placeOfGrant } from './coverage.ts'
import type { TestGround } from './ground.ts'
import { pageOf, requestOf, urlOfCase } from './page.ts'

/** What a case came to. */
export interface Outcome {
  readonly preflight: PreflightOutcome
  /** The request reaches the application. */
  readonly reach: boolean
  /** Script reads the answer. */
  readonly read: boolean
  readonly reason: NonNullable<Expectation['reason']>
  readonly resource: string | null
}

/** One thing that a case expects and did not get. */
export interface Difference {
  readonly key: keyof Expectation
  readonly expected: string | boolean | null
  readonly got: string | boolean | null
}

/** A case that was run. */
export interface CaseRun extends Covered {
  readonly case: PageCase
  /** When it happened, epoch milliseconds. */
  readonly now: number
  readonly got: Outcome
  /** Empty where the case passes. In the order in which a page meets them. */
  readonly differences: readonly Difference[]
  /** What settled it, in one sentence. */
  readonly because: string
  /** The request that settled it: the preflight, where that did not pass. */
  readonly settledBy: RequestFacts
}

/**
 * Runs one case.
 *
 * @param now When it happens, unless it says so itself; epoch milliseconds.
 * @throws {TypeError} The case has no url on this ground, which `judgeCases` reports before.
 */
export function runCase(ground: TestGround, one: PageCase, now: number): CaseRun {
  const url = urlOfCase(one, ground)
  if (url === undefined) throw new TypeError(`the case \`${one.name}\` has no url`)
  const moment = { now: one.now ?? now }
  const run = askPage(ground, one, url, moment)
  return {
    case: one,
    origin: one.origin,
    now: moment.now,
    differences: differencesOf(one.expect, run.got),
    ...run,
  }
}

type Answered = Pick<CaseRun, 'got' | 'because' | 'settledBy' | 'allowedBy'>

function askPage(ground: TestGround, one: PageCase, url: string, moment: Moment): Answered {
  const ask = (request: RequestFacts): Asked => {
    const decision = decide(ground.engine, request, one.context, moment)
    return { request, decision }
  }
  const page = pageOf(one, url)
  const answers: Asked[] = []
  const verdict =
    page &&
    browseAs(STANDARD, page, (request) => {
      const answer = ask(request)
      answers.push(answer)
      const { decision } = answer
      const status = decision.status ?? (decision.kind === 'websocket' ? 101 : 200)
      return { status, headers: answerHeaders(decision, []) }
    })
  const [first, second] = answers
  // Without a page, and for the API's own pages, there is nothing that a browser asks or checks.
  if (verdict === null || first === undefined) {
    return asDecided(ask(requestOf(one, url)), 'not-needed')
  }
  if (verdict.preflightPasses === false) return stopped(first, verdict)
  const last = second ?? first
  const preflight = verdict.preflight ? first.decision.reason : 'not-needed'
  const kept = last.decision.kind === 'actual' && last.decision.read && !verdict.read
  return kept ? keptFromScript(last, preflight, verdict) : asDecided(last, preflight)
}

/** One request of a page, and the layer's answer. */
interface Asked {
  readonly request: RequestFacts
  readonly decision: Decision
}

function asDecided({ request, decision }: Asked, preflight: PreflightOutcome): Answered {
  const { reach, read, reason, resource, detail } = decision
  return {
    got: { preflight, reach, read, reason, resource },
    because: detail,
    settledBy: request,
    allowedBy: reach ? decision : null,
  }
}

/** The preflight does not pass, and the request is never sent: whatever would come of it, the page gets nothing. */
function stopped({ request, decision }: Asked, verdict: BrowserVerdict): Answered {
  const isByBrowser = decision.status === 204
  // A layer that grants has named the method and the headers; what is left to refuse is credentials.
  const reason = isByBrowser ? 'credentials-not-granted' : decision.reason
  return {
    got: { preflight: reason, reach: false, read: false, reason, resource: decision.resource },
    because: isByBrowser ? said(verdict) : decision.detail,
    settledBy: request,
    allowedBy: null,
  }
}

/** The layer lets script read, and the browser does not: the page sends credentials, and the answer does not allow them. */
function keptFromScript(
  asked: Asked,
  preflight: PreflightOutcome,
  verdict: BrowserVerdict,
): Answered {
  const answered = asDecided(asked, preflight)
  return {
    ...answered,
    got: { ...answered.got, read: false, reason: 'credentials-not-granted' },
    because: said(verdict),
  }
}

function said({ notes }: BrowserVerdict): string {
  return notes[0]?.text ?? 'the browser refuses the answer'
}

function differencesOf(expect: Expectation, got: Outcome): readonly Difference[] {
  const differences: Difference[] = []
  for (const key of ['preflight', 'reach', 'read', 'reason', 'resource'] as const) {
    const expected = expect[key]
    if (expected === undefined || expected === got[key]) continue
    if (key === 'preflight' && expected === 'granted' && got.preflight === 'granted-any') continue
    differences.push({ key, expected, got: got[key] })
  }
  return differences
}

/**
 * The step of the engine that settled a case, naming the grant: more than the sentence of {@link CaseRun.because}. For cases that fail;
 * it costs more than running them.
 *
 * @returns null where there is nothing to add.
 */
export function settlingStep(ground: TestGround, run: CaseRun): string | null {
  const { case: one, settledBy, now, got } = run
  const { decision, steps } = explain(ground.engine, settledBy, one.context, { now })
  const { reason, resource, grant, exception } = decision
  // What the browser refused, the engine did not fail.
  if (reason !== got.reason) return null
  if (resource !== null && (grant !== null || exception !== null)) {
    const { line, column } = placeOfGrant(ground, resource, grant, exception)
    const name =
      exception === null ? `grant ${grant} of \`${resource}\`` : `exception \`${exception}\``
    return `${name} decides, ${ground.policy.file}:${line}:${column}`
  }
  const failing = steps.find(({ outcome }) => outcome === 'fail')
  return failing === undefined ? null : `${failing.text} (${failing.rule})`
}
