/**
 * Middleware as Connect defined it, for everything that takes `(request, response, next)`.
 *
 * @module
 */
import type { Enforcer, OwnResponse, Verdict } from '../enforce/index.ts'
import { enforceNodeRequest } from './enforce-node-request.ts'
import type { NodeRequest } from './node-request.ts'
import type { NodeResponse } from './response-headers.ts'

/**
 * Evaluates a request and passes it on, or responds to it.
 *
 * @param onVerdict Called before either happens.
 */
export function connectMiddleware<Request extends NodeRequest>(
  enforcer: Enforcer<Request>,
  onVerdict: (request: Request, verdict: Verdict) => void,
): (request: Request, response: NodeResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    const proceed = (verdict: Verdict): void => {
      onVerdict(request, verdict)
      if (verdict.ownResponse === null) next()
      else sendOwnResponse(response, verdict.ownResponse, request.method ?? 'GET')
    }
    let verdict: Verdict | Promise<Verdict>
    try {
      verdict = enforceNodeRequest(enforcer, { request, response }, request)
    } catch (error) {
      return next(error)
    }
    // An exception thrown by `next` is the application's: it must not reject this promise.
    if (verdict instanceof Promise) verdict.then((known) => process.nextTick(proceed, known), next)
    else proceed(verdict)
  }
}

/** Sends the middleware's own response. The body of a refused request is not read. */
export function sendOwnResponse(
  response: NodeResponse,
  { status, headers, body }: OwnResponse,
  method: string,
): void {
  // Other middleware may have responded already, or the client has disconnected.
  if (response.headersSent || response.writableEnded) return
  response.statusCode = status
  for (const [name, value] of headers) response.setHeader(name, value)
  if (method === 'HEAD' || body === '') response.end()
  else response.end(body)
}
