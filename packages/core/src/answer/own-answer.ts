/**
 * The responses that a layer makes itself: to preflights, and refusals.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { Engine } from '../prepared/index.ts'
import type { HeaderLine, Moment, RequestFacts } from '../request.ts'
import { answerHeaders } from './answer-headers.ts'
import { problem } from './problem.ts'

/** A response that the layer makes itself. */
export interface OwnAnswer {
  readonly status: 204 | 400 | 403
  /** All headers but those that the layer adds to every response (`date`, a request id); lower-case names. */
  readonly headers: readonly HeaderLine[]
  /** Empty for 204. */
  readonly body: string
}

/**
 * The response to a request that does not reach the application; null for one that does.
 *
 * A granted preflight gets 204 without body and without Content-Length (D18). A refusal has a problem document (RFC 9457), which reveals to an origin only
 * what concerns itself (D19), and is never stored. For HEAD the layer must leave the body out.
 *
 * @param engine Null where no policy is loaded.
 * @param requestId For `requestId` in the problem document, which has none where it is empty.
 * @param moment Of the decision. With it, the help names what is not granted, and what the origin may send instead.
 */
export function ownAnswer(
  engine: Engine | null,
  decision: Decision,
  request: RequestFacts,
  requestId: string,
  moment?: Moment,
): OwnAnswer | null {
  const { status } = decision
  if (status === null) return null
  if (status === 204) return { status, headers: answerHeaders(decision, []), body: '' }
  const { requestId: _, ...document } = problem(engine, decision, request, moment)
  const body = JSON.stringify(requestId === '' ? document : { ...document, requestId })
  const about: readonly HeaderLine[] = [
    ['content-type', 'application/problem+json'],
    ['content-length', String(lengthOf(body))],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ]
  return { status, headers: answerHeaders(decision, about), body }
}

/** The number of bytes in UTF-8. */
function lengthOf(text: string): number {
  return new TextEncoder().encode(text).length
}
