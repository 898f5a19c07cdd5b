/**
 * What a page may be told of why its own origin was denied: the answer of `POST /.well-known/marque/explain`.
 *
 * @module
 */
import { answerHeaders } from '../answer/answer-headers.ts'
import { problem } from '../answer/problem.ts'
import { decide } from '../decide/decide.ts'
import type { Decision } from '../decide/decision.ts'
import type { Engine } from '../decide/plan.ts'
import type { Reason } from '../decide/reasons.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'
import { browseAs } from './browse.ts'
import { STANDARD } from './engines.ts'
import type { PageRequest } from './explanation.ts'

/** An origin learns only about itself (D19): no date, no tenant, no other origin, no name of a resource or a set. */
export interface PublicExplanation {
  readonly format: 'marque-explanation/1'
  /** The one that asks; nobody is told of another. */
  readonly origin: string
  /** Whether the request would come to the application; null where it depends on who is logged in. */
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
  const asked: Asked[] = []
  const { preflight, preflightPasses } = browseAs(STANDARD, page, (request) => {
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
  const { decision } = last
  const { reason, title, help, contact } = problem(engine, decision, last.request)
  const isOpen = decision.reason === 'condition-unmet'
  return {
    format: 'marque-explanation/1',
    origin: page.origin,
    reach: isOpen ? null : decision.kind !== 'preflight' && decision.reach,
    read: isOpen ? null : decision.kind !== 'preflight' && decision.read,
    reason,
    title,
    help,
    contact,
    preflight: { needed: preflight, passes: preflightPasses },
  }
}

function judge(engine: Engine, { origin, method, url }: PageRequest, moment: Moment): Asked {
  const headers: readonly HeaderLine[] = [['Origin', origin]]
  const request = { method, url, headers }
  return { request, decision: decide(engine, request, NOBODY, moment) }
}
