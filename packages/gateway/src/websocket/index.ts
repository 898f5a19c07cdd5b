/**
 * The client side of WebSockets (D25): handshakes over HTTP/1.1 and HTTP/2, and the tunnel that closes with the grant.
 *
 * @module
 */
export { type ClientHandshake, http1Handshake } from './http1-handshake.ts'
export { http2Handshake } from './http2-handshake.ts'
export { openTunnel } from './tunnel.ts'
