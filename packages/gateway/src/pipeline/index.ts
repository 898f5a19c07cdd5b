/**
 * The request pipeline: composes the folders below into the handling of requests and WebSockets.
 *
 * @module
 */
export { handleRequest } from './handle-request.ts'
export { handleConnect, handleUpgrade } from './handle-websocket.ts'
export type { PipelineDeps } from './pipeline-deps.ts'
