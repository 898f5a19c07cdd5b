/**
 * Forwarding of a WebSocket handshake (RFC 6455, 4): HTTP/1.1 to the upstream, whatever the client uses.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import { type HeaderLine, isPolicyResponseHeader } from '@marque/core'
import { type Exchange, requestTarget } from '../request/index.ts'
import type { Upstream } from '../upstream/index.ts'
import { Attempts } from './attempts.ts'
import { upstreamRequestHeaders } from './request-headers.ts'
import { responseHeaders } from './response-headers.ts'
import { type ResponseOptions, ResponseRelay } from './response-relay.ts'

export interface WebSocketRelayOptions extends ResponseOptions {
  /** Header lines of the gateway for the upstream. */
  readonly upstreamHeaders: readonly HeaderLine[]
  /**
   * Called when the upstream accepts the handshake.
   *
   * @param lines Of the 101 response, filtered.
   * @param peer The connection to the upstream.
   */
  readonly onUpgrade: (status: number, lines: readonly HeaderLine[], peer: Duplex) => void
}

/** Sends the handshake. Any other response of the upstream is forwarded to the client. */
export function relayWebSocket(
  exchange: Exchange,
  upstream: Upstream,
  options: WebSocketRelayOptions,
): void {
  const message = {
    path: requestTarget(exchange.facts),
    method: 'GET',
    headers: upstreamRequestHeaders(exchange, options.upstreamHeaders),
    upgrade: 'websocket',
  } as const
  const attempts = new Attempts(upstream, message, null)
  const relay = new ResponseRelay(exchange, options, attempts)
  attempts.send({
    onRequestStart: (controller) => relay.onRequestStart(controller),
    onRequestUpgrade(controller, status, _headers, peer) {
      const raw: unknown = controller.rawHeaders
      const lines = responseHeaders(raw as readonly Buffer[], options.hiddenHeaders, status)
      // undici no longer handles errors of this socket, and nothing else does yet.
      peer.on('error', () => peer.destroy())
      const forwarded = lines.filter(([name]) => !isDroppedFromUpgrade(name.toLowerCase()))
      options.onUpgrade(status, forwarded, peer)
    },
    onResponseStart: (controller, status) => relay.onResponseStart(controller, status),
    onResponseData: (controller, chunk) => relay.onResponseData(controller, chunk),
    onResponseEnd: (controller) => relay.onResponseEnd(controller),
    onResponseError: (controller, error) => relay.onResponseError(controller, error),
  })
}

/** A 101 response carries no `Access-Control-*` (D25). */
function isDroppedFromUpgrade(lower: string): boolean {
  return isPolicyResponseHeader(lower) || lower === 'content-length' || lower.startsWith('marque-')
}
