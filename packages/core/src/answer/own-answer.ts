/**
 * What a layer answers by itself: a preflight, and what it refuses.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { Engine } from '../prepared/index.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import { answerHeaders } from './answer-headers.ts'
import { type Problem, problem } from './problem.ts'

/** An answer without the application. */
export interface OwnAnswer {
  readonly status: 204 | 400 | 403
  /** Complete but for what the layer adds to all it sends (`date`, a request id); lower-case names. */
  readonly headers: readonly HeaderLine[]
  /** Empty for 204. */
  readonly body: string
}

/**
 * The answer to a request that does not go on; null where it goes on.
 *
 * A granted preflight is 204 without body and without Content-Length (D18). A refusal has a problem document (RFC 9457), which tells an origin only
 * about itself (D19) and is never stored. An answer to HEAD has the headers of that document and no body: the layer leaves it out.
 *
 * @param engine Null where no policy is loaded.
 * @param requestId The layer's own, for `requestId` in the problem.
 */
export function ownAnswer(
  engine: Engine | null,
  decision: Decision,
  request: RequestFacts,
  requestId: string,
): OwnAnswer | null {
  const { status } = decision
  if (status === null) return null
  if (status === 204) return { status, headers: answerHeaders(decision, []), body: '' }
  const body = JSON.stringify({
    ...problem(engine, decision, request),
    requestId,
  } satisfies Problem)
  const about: readonly HeaderLine[] = [
    ['content-type', 'application/problem+json'],
    ['content-length', String(lengthOf(body))],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ]
  return { status, headers: answerHeaders(decision, about), body }
}

/** In bytes of UTF-8. */
function lengthOf(text: string): number {
  return new TextEncoder().encode(text).length
}
