/**
 * Every path, answered by route handlers under the policy that the request names: `x-vector: file#number`. Behind the custom server, which judges by itself,
 * nothing is judged here.
 *
 * @module
 */
import { routeFor } from '../../vectors.js'

export const dynamic = 'force-dynamic'

const answer = (method) => (request, context) => {
  const { handlers } = routeFor(request.headers.get('x-vector'))
  return handlers[method](request, context)
}

export const GET = answer('GET')
export const HEAD = answer('HEAD')
export const POST = answer('POST')
export const PUT = answer('PUT')
export const PATCH = answer('PATCH')
export const DELETE = answer('DELETE')
export const OPTIONS = answer('OPTIONS')
