/**
 * Handling of a WebSocket handshake (D25): the same steps as a request, then a tunnel.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { Identity } from '../auth/index.ts'
import type { RateLimitResult } from '../rate-limit/index.ts'
import { relayWebSocket } from '../relay/index.ts'
import { FAULTS, sendFault } from '../reply/index.ts'
import {
  type Exchange,
  type GatewayRequest,
  requestTarget,
  reservedPath,
} from '../request/index.ts'
import {
  type ClientHandshake,
  http1Handshake,
  http2Handshake,
  openTunnel,
} from '../websocket/index.ts'
import { authorize } from './authorize.ts'
import { createExchange } from './create-exchange.ts'
import { handleRequest, selectUpstream } from './handle-request.ts'
import type { PipelineDeps } from './pipeline-deps.ts'
import { fail, isMisdirected } from './refuse.ts'

/** Handles a WebSocket handshake over HTTP/1.1. */
export function handleUpgrade(
  deps: PipelineDeps,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  openWebSocket(deps, request, http1Handshake(request, socket, head))
}

/** Handles CONNECT over HTTP/2: a WebSocket handshake (RFC 8441); any other CONNECT is refused. */
export function handleConnect(
  deps: PipelineDeps,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): void {
  if (request.headers[':protocol'] === 'websocket')
    openWebSocket(deps, request, http2Handshake(request, response))
  else handleRequest(deps, request, response)
}

function openWebSocket(
  deps: PipelineDeps,
  request: GatewayRequest,
  handshake: ClientHandshake,
): void {
  const exchange = createExchange(deps, request, handshake.response)
  handshake.onClose(() => deps.observer.finished(exchange))
  const { decision, facts } = exchange
  if (isMisdirected(deps, exchange)) {
    fail(deps, exchange, FAULTS.misdirected)
    return
  }
  if (reservedPath(requestTarget(facts), decision.reason === 'path-ambiguous') !== null) {
    fail(deps, exchange, FAULTS.unrouted)
    return
  }
  authorize(deps, exchange, (identity, limit) =>
    forward(deps, exchange, handshake, identity, limit),
  )
}

function forward(
  deps: PipelineDeps,
  exchange: Exchange,
  handshake: ClientHandshake,
  identity: Identity,
  limit: RateLimitResult,
): void {
  const upstream = selectUpstream(deps, exchange)
  if (upstream === null) return
  const statement = deps.writeStatement?.(exchange, upstream.name)
  const upstreamHeaders = [...handshake.upstreamHeaders, ...identity.upstreamHeaders]
  if (statement !== undefined) upstreamHeaders.push(statement)
  relayWebSocket(exchange, upstream, {
    hiddenHeaders: deps.hiddenHeaders,
    clientTimeout: deps.clientTimeout,
    upstreamHeaders,
    addedHeaders: limit.headers,
    onFault: (fault, error) => deps.observer.failed(exchange, fault, error),
    onWithheld: () => deps.observer.withheld?.(exchange),
    onUpgrade(status, lines, peer) {
      const client = handshake.accept(lines, peer)
      if (client === null || client instanceof Error) {
        peer.destroy()
        if (client === null) return
        deps.observer.failed(exchange, FAULTS.broken, client)
        sendFault(exchange, FAULTS.broken)
        return
      }
      exchange.status = exchange.request.httpVersionMajor === 2 ? 200 : status
      openTunnel(deps.streams, exchange, client, peer)
    },
  })
}
