/**
 * A judgement around a Fetch handler.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Enforcer, Judgement } from '../enforce/enforcer.ts'
import { admit } from '../node-exchange/admit.ts'
import { fetchFacts } from './fetch-facts.ts'
import { withoutTravelling } from './forget.ts'
import { nodeBehind } from './node-behind.ts'
import { ownResponse, withHeaders } from './respond.ts'

const DECISIONS = new WeakMap<Request, Decision>()

/** The decision for a request that was judged. */
export function decisionOf(request: Request): Decision | undefined {
  return DECISIONS.get(request)
}

/** What stands around the handler. */
export interface Around<Incoming extends Request> {
  readonly enforcer: Enforcer<Incoming>
  /** What the server passes beside the request. */
  readonly beside: unknown
  readonly onError: ((error: unknown) => Response | Promise<Response>) | undefined
}

/**
 * Judges, calls the handler where the request goes on, and puts the headers on whatever comes of it: its answer, the answer to its error, or a bare 500.
 */
export async function enforceAround<Incoming extends Request>(
  { enforcer, beside, onError }: Around<Incoming>,
  request: Incoming,
  handler: (request: Incoming) => Response | Promise<Response>,
): Promise<Response> {
  const node = nodeBehind(request, beside)
  const facts = node === undefined ? fetchFacts(request, enforcer.scheme) : null
  let judgement: Judgement | null = null
  const dress = (response: Response): Response => {
    // Behind Node the answer itself was taken over.
    if (facts === null) return whole(response)
    return withHeaders(judgement ?? enforcer.nothing(facts), response)
  }
  try {
    judgement = await (node === undefined
      ? enforcer.judge(facts ?? fetchFacts(request, enforcer.scheme), request)
      : admit(enforcer, node, request))
    const own = ownResponse(judgement, request.method)
    if (own !== null) return own
    const seen = facts === null ? request : (withoutTravelling(request, facts) as Incoming)
    DECISIONS.set(seen, judgement.decision)
    return dress(await handler(seen))
  } catch (error) {
    return dress(await answerTo(error, onError))
  }
}

/** @throws {TypeError} The body was read already. */
function whole(response: Response): Response {
  if (response.bodyUsed) throw new TypeError('the body of the answer was read already')
  return response
}

/** An answer whatever happens: a page reads an error then, and not "CORS". */
async function answerTo(error: unknown, onError: Around<Request>['onError']): Promise<Response> {
  if (onError === undefined) console.error(error)
  else {
    try {
      return await onError(error)
    } catch (second) {
      console.error(second)
    }
  }
  return new Response(null, { status: 500 })
}
