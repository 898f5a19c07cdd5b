/**
 * HTTP over raw sockets, for what client libraries repair, refuse or hide.
 *
 * @module
 */

export { type Connection, openConnection } from './connection.ts'
export { exchange, exchangeHead, requestBytes, sendRaw } from './exchange.ts'
export { type Http2Session, openHttp2Session } from './http2-session.ts'
export { closeServer, listen, portOf } from './listen.ts'
export {
  type CompleteResponse,
  completeResponse,
  parseResponse,
  type Response,
  type ResponseHead,
  responseHead,
  statusOf,
  valuesOf,
} from './response.ts'
