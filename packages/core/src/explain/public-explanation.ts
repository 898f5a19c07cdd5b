/**
 * What a page may be told of why its own origin was denied: the answer of `POST /.well-known/marque/explain`.
 *
 * @module
 */
import { answerHeaders } from '../answer/answer-headers.ts'
import { problem } from '../answer/problem.ts'
import type { BrowserVerdict, PageRequest } from '../browsers/index.ts'
import { browseAs, STANDARD } from '../browsers/index.ts'
import { decide } from '../decide/decide.ts'
import type { Decision } from '../decide/decision.ts'
import type { Engine } from '../decide/plan.ts'
import type { Reason } from '../decide/reasons.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'

/** An origin learns only about itself (D19): no date, no tenant, no other origin, no name of a resource or a set. */
export interface PublicExplanation {
  readonly format: 'marque-explanation/1'
  /** The one that asks; nobody is told of another. */
  readonly origin: string
  /**
   * Whether the request would come to the application; null where it depends on who is logged in, or on whether the browser has a cookie to send: `include`
   * does not say, and no page knows.
   */
  readonly reach: boolean | null
  /** Whether script would read the answer; null where it depends on who is logged in. */
  readonly read: boolean | null
  /** Of the preflight where it is that which fails, else of the request. */
  readonly reason: Reason
  readonly title: string
  readonly help: string
  /** Whom to ask. */
  readonly contact: string | null
  /** Whether the browser asks first, and whether that passes; `passes` is null where it does not ask. */
  readonly preflight: { readonly needed: boolean; readonly passes: boolean | null }
}

interface Asked {
  readonly request: RequestFacts
  readonly decision: Decision
}

/** What comes of a page's request. */
interface Outcome extends Asked {
  readonly verdict: Pick<BrowserVerdict, 'preflight' | 'preflightPasses'>
  readonly reach: boolean
  /** Where the browser asks, its own check counts too. */
  readonly read: boolean
}

const NOBODY: Context = Object.freeze({})

/**
 * Explains a page's request to the page itself.
 *
 * @param page Its `origin` is that of the request for the explanation, never one that the page names.
 */
export function explainToPage(
  engine: Engine,
  page: PageRequest,
  moment: Moment,
): PublicExplanation {
  const outcome = outcomeOf(engine, page, moment, true)
  const bare = page.credentials ? outcomeOf(engine, page, moment, false) : outcome
  const { decision, request, verdict, read } = outcome
  // The policy would let it be read, and a page that asked with credentials may not: the answer does not grant them.
  const isWithheld = page.credentials && decision.read && !read
  const said = isWithheld ? ({ ...decision, reason: 'credentials-not-granted' } as const) : decision
  const { reason, title, help, contact } = problem(engine, said, request)
  const isOpen = decision.reason === 'condition-unmet'
  return {
    format: 'marque-explanation/1',
    origin: page.origin,
    reach: isOpen || outcome.reach !== bare.reach ? null : outcome.reach,
    read: isOpen ? null : read,
    reason,
    title,
    help,
    contact,
    preflight: { needed: verdict.preflight, passes: verdict.preflightPasses },
  }
}

/** @param carries Whether the browser has a cookie for the API, where the page asks with credentials. */
function outcomeOf(engine: Engine, page: PageRequest, moment: Moment, carries: boolean): Outcome {
  const asked: Asked[] = []
  const verdict = browseAs(STANDARD, page, ({ headers, ...rest }) => {
    const request = { ...rest, headers: carries ? headers : withoutCookie(headers) }
    const decision = decide(engine, request, NOBODY, moment)
    asked.push({ request, decision })
    return {
      status: decision.status ?? 200,
      headers: answerHeaders(decision, []),
      reason: decision.reason,
    }
  })
  // What is never sent (a forbidden method) is judged as it was meant.
  const last = asked.at(-1) ?? judge(engine, page, moment)
  const { kind, reach, read } = last.decision
  const isPreflight = kind === 'preflight'
  return {
    ...last,
    verdict,
    reach: !isPreflight && reach,
    // No browser checks the answer to a WebSocket (D25).
    read: !isPreflight && read && (asked.length === 0 || kind === 'websocket' || verdict.read),
  }
}

function withoutCookie(headers: readonly HeaderLine[]): readonly HeaderLine[] {
  return headers.filter(([name]) => name !== 'Cookie')
}

function judge(engine: Engine, { origin, method, url }: PageRequest, moment: Moment): Asked {
  const headers: readonly HeaderLine[] = [['Origin', origin]]
  const request = { method, url, headers }
  return { request, decision: decide(engine, request, NOBODY, moment) }
}
