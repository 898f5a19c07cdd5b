/**
 * Node's own request and response behind a Fetch request, if the server exposes them. A `Request` has been through the platform's URL parser and its header
 * lines are joined; Node's request is what was received.
 *
 * @module
 */
import type { NodeExchange, NodeRequest, NodeResponse } from '../node-exchange/index.ts'

/**
 * Finds them where common servers put them: `@hono/node-server` passes `{ incoming, outgoing }` as the second argument; srvx (h3, Nitro) has them in
 * `request.runtime.node`.
 *
 * @returns `undefined` on every other runtime.
 */
export function underlyingNodeExchange(
  request: object,
  environment: unknown,
): NodeExchange | undefined {
  const { incoming, outgoing } = fieldsOf(environment)
  const found = toExchange(incoming, outgoing)
  if (found !== undefined) return found
  const { runtime } = fieldsOf(request)
  const { req, res } = fieldsOf(fieldsOf(runtime).node)
  return toExchange(req, res)
}

function toExchange(request: unknown, response: unknown): NodeExchange | undefined {
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
