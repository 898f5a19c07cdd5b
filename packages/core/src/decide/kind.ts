/**
 * The kind of a request, and the method that it is judged by (D6).
 *
 * @module
 */
import { holdsToken, type RequestFields } from '../headers/request-fields.ts'
import type { RequestFacts } from '../request.ts'
import type { Kind } from './decision.ts'

/** @param own The origin is the request's own. */
export function kindOf(request: RequestFacts, fields: RequestFields, own: boolean): Kind {
  if (fields.origins === 0) return 'not-cors'
  if (own) return 'same-origin'
  if (request.method === 'OPTIONS' && fields.requestMethods > 0) return 'preflight'
  return isWebSocket(request, fields) ? 'websocket' : 'actual'
}

function isWebSocket({ method, headers }: RequestFacts, fields: RequestFields): boolean {
  if (method === 'CONNECT') return fields.protocolWebSocket // RFC 8441
  if (method !== 'GET' || !fields.upgrade) return false
  return holdsToken(headers, 'upgrade', 'websocket') && holdsToken(headers, 'connection', 'upgrade')
}

/** The method that resources and grants are asked for: several requested methods are none, a WebSocket's is GET. */
export function judgedMethod(kind: Kind, method: string, fields: RequestFields): string {
  if (kind === 'preflight') return fields.requestMethods === 1 ? fields.requestMethod : ''
  return method === 'CONNECT' && fields.protocolWebSocket ? 'GET' : method
}
