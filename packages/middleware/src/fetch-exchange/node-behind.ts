/**
 * Node's own request and answer behind a Fetch request, where the server shows them. A `Request` has been through the platform's URL parser and its lines are
 * joined; what stands behind it is what came.
 *
 * @module
 */
import type { NodeExchange } from '../node-exchange/admit.ts'
import type { NodeResponse } from '../node-exchange/answer-lines.ts'
import type { NodeRequest } from '../node-exchange/node-facts.ts'

/**
 * Finds them in the ways of the servers that people use: `@hono/node-server` passes `{ incoming, outgoing }` beside the request; srvx (h3, Nitro) has them
 * in `request.runtime.node`.
 *
 * @returns `undefined` on every other runtime, and where the answer has been sent.
 */
export function nodeBehind(request: object, beside: unknown): NodeExchange | undefined {
  const { incoming, outgoing } = fieldsOf(beside)
  const found = exchangeOf(incoming, outgoing)
  if (found !== undefined) return found
  const { runtime } = fieldsOf(request)
  const { req, res } = fieldsOf(fieldsOf(runtime).node)
  return exchangeOf(req, res)
}

function exchangeOf(request: unknown, response: unknown): NodeExchange | undefined {
  const isNode =
    Array.isArray(fieldsOf(request).rawHeaders) &&
    typeof fieldsOf(response).writeHead === 'function'
  return isNode
    ? { request: request as NodeRequest, response: response as NodeResponse }
    : undefined
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null
    ? (value as { readonly [name: string]: unknown })
    : {}
}
