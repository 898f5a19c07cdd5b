/**
 * Running of one test case on the engine.
 *
 * A request of a page may reach the layer twice: as a preflight, and only where that passes as the request itself. Each time the browser
 * checks the answer as Fetch says: where the page sends credentials, an answer that does not allow them is refused.
 *
 * @module
 */
import { answerHeaders, type Decision, decide, type Moment, type RequestFacts } from '@marque/core'
import { type BrowserVerdict, browseAs, STANDARD } from '@marque/core/browsers'
import { explain } from '@marque/core/explain'
import { preflightHeaders } from '../requests/index.ts'
import { pageRequestOf, requestOf, urlOfCase } from './case-request.ts'
import { type Covered, positionOfGrant } from './coverage.ts'
import { NO_PERMISSIONS, type Permissions, permissionsOf } from './permissions.ts'
import type { PreparedPolicy } from './prepare-policy.ts'
import type { Expectation, PreflightOutcome, TestCase } from './test-file.ts'

/** The outcome of a case. */
export interface Outcome extends Permissions {
  readonly preflight: PreflightOutcome
  /** Whether the request reaches the application. */
  readonly reach: boolean
  /** Whether script reads the answer. */
  readonly read: boolean
  readonly reason: NonNullable<Expectation['reason']>
  readonly resource: string | null
}

/** One key of `expect` with another outcome. */
export interface Difference {
  readonly key: keyof Expectation
  readonly expected: ExpectedValue
  readonly got: ExpectedValue
}

/** The value of a key of `expect`; a list is sorted. */
export type ExpectedValue = string | boolean | null | readonly string[]

/** A case and its outcome. */
export interface CaseRun extends Covered {
  readonly case: TestCase
  /** The time of the request, epoch milliseconds. */
  readonly now: number
  readonly got: Outcome
  /** Empty where the case passes. The preflight comes first. */
  readonly differences: readonly Difference[]
  /** Why the outcome is so, in one sentence. */
  readonly because: string
  /** The request that decided the outcome: the preflight, where that did not pass. */
  readonly decidedBy: RequestFacts
}

/**
 * Runs one case.
 *
 * @param now The time of the request where the case has no `now` of its own; epoch milliseconds.
 * @throws {TypeError} The URL of the case has no host, which `checkTestFile` reports before.
 */
export function runCase(prepared: PreparedPolicy, one: TestCase, now: number): CaseRun {
  const url = urlOfCase(one, prepared)
  if (url === undefined) throw new TypeError(`the URL of the case \`${one.name}\` has no host`)
  const moment = { now: one.now ?? now }
  const result = runAt(prepared, one, url, moment)
  return {
    case: one,
    origin: one.origin,
    now: moment.now,
    differences: differencesOf(one.expect, result.got),
    ...result,
  }
}

type Result = Pick<CaseRun, 'got' | 'because' | 'decidedBy' | 'allowedBy'>

function runAt(prepared: PreparedPolicy, one: TestCase, url: string, moment: Moment): Result {
  const evaluate = (request: RequestFacts): Evaluated => {
    const decision = decide(prepared.engine, request, one.context, moment)
    return { request, decision }
  }
  const page = pageRequestOf(one, url)
  const evaluated: Evaluated[] = []
  const verdict =
    page &&
    browseAs(STANDARD, page, (request) => {
      const one = evaluate(request)
      evaluated.push(one)
      const { decision } = one
      const status = decision.status ?? (/^wss?:/i.test(page.url) ? 101 : 200)
      return { status, headers: answerHeaders(decision, []) }
    })
  const [first, second] = evaluated
  if (verdict !== null && verdict.blocked !== null) {
    return blockedByBrowser(evaluate(requestOf(one, url)), verdict)
  }
  // For requests without a page, and for same-origin ones, a browser neither sends a preflight nor checks the answer.
  if (verdict === null || first === undefined) {
    return resultOf(evaluate(requestOf(one, url)), 'not-needed', NO_PERMISSIONS)
  }
  if (verdict.preflightPasses === false) return failedPreflight(first, verdict)
  const last = second ?? first
  const preflight = verdict.preflight ? first.decision.reason : 'not-needed'
  const { kind, read } = last.decision
  const isRefusedByBrowser = (kind === 'actual' || kind === 'same-origin') && read && !verdict.read
  const asked = verdict.preflight ? first : evaluate(preflightFor(one, url))
  const permissions = permissionsOf(last.decision, asked.decision, verdict.read)
  return isRefusedByBrowser
    ? refusedByBrowser(last, preflight, verdict, permissions)
    : resultOf(last, preflight, permissions)
}

/** The preflight for the method of a request that needs none. */
function preflightFor({ origin, method }: TestCase, url: string): RequestFacts {
  return { method: 'OPTIONS', url, headers: preflightHeaders(origin ?? '', method, []) }
}

/** One request of a page, and its decision. */
interface Evaluated {
  readonly request: RequestFacts
  readonly decision: Decision
}

function resultOf(
  { request, decision }: Evaluated,
  preflight: PreflightOutcome,
  permissions: Permissions,
): Result {
  const { reach, read, reason, resource, detail } = decision
  return {
    got: { preflight, reach, read, reason, resource, ...permissions },
    because: detail,
    decidedBy: request,
    allowedBy: reach ? decision : null,
  }
}

/** The browser sends nothing, whatever the policy decides: mixed content, or a method that script may not use. The reason is the policy's all the same. */
function blockedByBrowser({ request, decision }: Evaluated, verdict: BrowserVerdict): Result {
  const { reason, resource } = decision
  return {
    got: {
      preflight: 'not-needed',
      reach: false,
      read: false,
      reason,
      resource,
      ...NO_PERMISSIONS,
    },
    because: `the browser sends nothing: ${noteOf(verdict)}`,
    decidedBy: request,
    allowedBy: null,
  }
}

/** The preflight does not pass, so the request is not sent. */
function failedPreflight({ request, decision }: Evaluated, verdict: BrowserVerdict): Result {
  const isByBrowser = decision.status === 204 || decision.kind === 'same-origin'
  const reason = isByBrowser ? reasonOfRefusal(decision) : decision.reason
  const { resource } = decision
  return {
    got: { preflight: reason, reach: false, read: false, reason, resource, ...NO_PERMISSIONS },
    because: isByBrowser ? noteOf(verdict) : decision.detail,
    decidedBy: request,
    allowedBy: null,
  }
}

/** The layer allows reading, and the browser refuses the answer. */
function refusedByBrowser(
  evaluated: Evaluated,
  preflight: PreflightOutcome,
  verdict: BrowserVerdict,
  permissions: Permissions,
): Result {
  const result = resultOf(evaluated, preflight, permissions)
  return {
    ...result,
    got: { ...result.got, read: false, reason: reasonOfRefusal(evaluated.decision) },
    because: noteOf(verdict),
  }
}

/**
 * A granted response lists method and headers, so a browser can only refuse it for credentials. A request that the policy takes for its
 * own, at a URL of another origin than the page, has no CORS headers in its response, and its reason stays.
 */
function reasonOfRefusal({ kind, reason }: Decision): Decision['reason'] {
  return kind === 'same-origin' ? reason : 'credentials-not-granted'
}

function noteOf({ notes }: BrowserVerdict): string {
  return notes[0]?.text ?? 'the browser refuses the answer'
}

const EXPECTED_KEYS = [
  'preflight',
  'reach',
  'read',
  'reason',
  'resource',
  'exposeHeaders',
  'requestHeaders',
  'credentials',
] as const

function isSameValue(expected: ExpectedValue, got: ExpectedValue): boolean {
  return typeof expected === 'object' && expected !== null
    ? String(expected) === String(got)
    : expected === got
}

function differencesOf(expect: Expectation, got: Outcome): readonly Difference[] {
  const differences: Difference[] = []
  for (const key of EXPECTED_KEYS) {
    const expected = expect[key]
    if (expected === undefined || isSameValue(expected, got[key])) continue
    if (key === 'preflight' && expected === 'granted' && got.preflight === 'granted-any') continue
    differences.push({ key, expected, got: got[key] })
  }
  return differences
}

/**
 * The step of the evaluation that decided the outcome, with the grant and its position: more than {@link CaseRun.because}. Meant for
 * failing cases; it costs more than running them.
 *
 * @returns null where a browser refused the answer.
 */
export function decidingStep(prepared: PreparedPolicy, run: CaseRun): string | null {
  const { case: one, decidedBy, now, got } = run
  const { decision, steps } = explain(prepared.engine, decidedBy, one.context, { now })
  const { reason, resource, grant, exception } = decision
  if (reason !== got.reason || (decision.reach && !got.reach)) return null
  if (resource !== null && (grant !== null || exception !== null)) {
    const { line, column } = positionOfGrant(prepared, resource, grant, exception)
    const name =
      exception === null ? `grant ${grant} of \`${resource}\`` : `exception \`${exception}\``
    return `${name} decides, ${prepared.loaded.file}:${line}:${column}`
  }
  const failing = steps.find(({ outcome }) => outcome === 'fail')
  return failing === undefined ? null : `${failing.text} (${failing.rule})`
}
