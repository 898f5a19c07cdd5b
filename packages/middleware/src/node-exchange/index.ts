/**
 * Requests and responses of `node:http` and `node:http2`: facts, response headers, own responses.
 *
 * @module
 */
export { connectMiddleware, sendOwnResponse } from './connect-middleware.ts'
export { endStream } from './end-stream.ts'
export { decisionOf, enforceNodeRequest, type NodeExchange } from './enforce-node-request.ts'
export type { NodeRequest } from './node-request.ts'
export type { NodeResponse } from './response-headers.ts'
