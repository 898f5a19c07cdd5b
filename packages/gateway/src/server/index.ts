/**
 * Listening sockets: HTTP/1.1, HTTP/2 and TLS, hardened against ambiguous framing, pipelining and slow clients; graceful shutdown.
 *
 * @module
 */
export { closeServer, trackConnections } from './close-server.ts'
export { discardFurtherRequests, isDraining } from './connection-state.ts'
export { type Listener, listen, type ServerHandlers } from './listener.ts'
export { answerUnreadable } from './unreadable-requests.ts'
