/**
 * A Fetch handler with the policy around it.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Enforcer, Verdict } from '../enforce/index.ts'
import { enforceNodeRequest } from '../node-exchange/index.ts'
import { evaluateFetch } from './evaluate-fetch.ts'
import { fetchFacts, withoutInternalHeaders } from './fetch-request.ts'
import { ownResponse, withPolicyHeaders } from './fetch-response.ts'
import { underlyingNodeExchange } from './underlying-node-exchange.ts'

const DECISIONS = new WeakMap<Request, Decision>()

/** The decision for a request that was evaluated. */
export function decisionOf(request: Request): Decision | undefined {
  return DECISIONS.get(request)
}

export interface HandlerSettings<Incoming extends Request> {
  readonly enforcer: Enforcer<Incoming>
  /** The second argument that the server passes to the handler. */
  readonly environment: unknown
  readonly onError: ((error: unknown) => Response | Promise<Response>) | undefined
}

/**
 * Evaluates the request, calls the handler if the request goes on, and sets the policy's headers on the result: the handler's response, that of `onError`,
 * or a bare 500.
 */
export async function enforceHandler<Incoming extends Request>(
  { enforcer, environment, onError }: HandlerSettings<Incoming>,
  request: Incoming,
  handler: (request: Incoming) => Response | Promise<Response>,
): Promise<Response> {
  const node = underlyingNodeExchange(request, environment)
  const facts = node === undefined ? fetchFacts(request, enforcer.scheme) : null
  let verdict: Verdict | null = null
  const finish = (response: Response): Response => {
    // On Node the underlying response is intercepted.
    if (facts === null) return withUnreadBody(response)
    return withPolicyHeaders(verdict ?? enforcer.deny(facts), response)
  }
  try {
    verdict = await (node === undefined
      ? evaluateFetch(enforcer, facts ?? fetchFacts(request, enforcer.scheme), request, request)
      : enforceNodeRequest(enforcer, node, request))
    const own = ownResponse(verdict, request.method)
    if (own !== null) return own
    const stripped = facts === null ? request : (withoutInternalHeaders(request, facts) as Incoming)
    DECISIONS.set(stripped, verdict.decision)
    return finish(await handler(stripped))
  } catch (error) {
    return finish(await errorResponse(error, onError))
  }
}

/** @throws {TypeError} The body was read already. */
function withUnreadBody(response: Response): Response {
  if (response.bodyUsed) throw new TypeError('the body of the response was read already')
  return response
}

/** A response in any case, so that the page sees an HTTP error instead of a CORS error. */
async function errorResponse(
  error: unknown,
  onError: HandlerSettings<Request>['onError'],
): Promise<Response> {
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
