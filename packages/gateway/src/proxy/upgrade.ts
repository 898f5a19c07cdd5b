/**
 * WebSockets (D25): the handshake judged as any request, then bytes in both directions until the grant ends.
 *
 * @module
 */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { HeaderLine } from '@marque/core'
import { FAULTS, type Fault } from '../answer/faults.ts'
import { sendFault } from '../answer/send.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { targetOf } from '../exchange/facts.ts'
import { begin, fail, identifyAnd, routeOf } from '../serve/handle.ts'
import type { Stages } from '../serve/stages.ts'
import { answerLinesOf } from './answer-lines.ts'
import { faultOf } from './fault-of.ts'
import { followFrames } from './frames.ts'
import { upstreamLines } from './upstream-lines.ts'
import type { Upstream } from './upstreams.ts'

/** Takes a handshake of HTTP/1.1. */
export function upgrade(
  stages: Stages,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.on('error', () => socket.destroy())
  // Refusals are written by Node's own answer, so that they look like all others.
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Socket)
  response.once('finish', () => socket.end())
  const exchange = begin(stages, request, response)
  socket.once('close', () => stages.observe.finished(exchange))
  if (targetOf(exchange.facts).startsWith('/.well-known/marque/')) {
    fail(stages, exchange, FAULTS.unrouted)
    return
  }
  identifyAnd(stages, exchange, (identity) => {
    const name = routeOf(stages, exchange)
    const upstream = name === null ? undefined : stages.upstreams.get(name)
    if (upstream === undefined) {
      fail(stages, exchange, FAULTS.unrouted)
      return
    }
    exchange.upstream = upstream.name
    stages.observe.decided(exchange)
    const statement = stages.state?.(exchange, upstream.name)
    const more = statement === undefined ? identity.more : [...identity.more, statement]
    connect(stages, exchange, upstream, { socket, head, response, more })
  })
}

interface Handshake {
  readonly socket: Duplex
  readonly head: Buffer
  readonly response: ServerResponse
  readonly more: readonly HeaderLine[]
}

function connect(
  stages: Stages,
  exchange: Exchange,
  upstream: Upstream,
  handshake: Handshake,
): void {
  const { socket, head, response, more } = handshake
  const failed = (fault: Fault, error: Error): void => {
    stages.observe.failed(exchange, fault, error)
    if (socket.destroyed) return
    sendFault(exchange, fault)
  }
  upstream.pick().dispatch(
    {
      path: targetOf(exchange.facts),
      method: 'GET',
      headers: upstreamLines(exchange, more),
      upgrade: 'websocket',
    },
    {
      onRequestStart(controller) {
        socket.once('close', () => controller.abort(new Error('the client left')))
      },
      onRequestUpgrade(controller, status, _headers, peer) {
        if (socket.destroyed) return void peer.destroy()
        exchange.status = status
        const raw = controller?.rawHeaders as unknown as readonly Buffer[]
        response.detachSocket(socket as Socket)
        socket.write(switching(answerLinesOf(raw, stages.hidden)))
        if (head.length > 0) peer.write(head)
        relay(stages, exchange, socket, peer)
      },
      // The application would not: its answer is passed on, without a body, and the connection ends.
      onResponseStart(controller, status) {
        if (status < 200) return
        controller.abort(new Error('not upgraded'))
        if (!socket.destroyed)
          sendFault(exchange, {
            ...FAULTS.broken,
            title: `the application answered ${status} and opened no WebSocket`,
          })
      },
      onResponseData: () => undefined,
      onResponseEnd: () => undefined,
      onResponseError(_controller, error) {
        if (error.message !== 'not upgraded') failed(faultOf(error), error)
      },
    },
  )
}

/** A 101 carries no `Access-Control-*` (D25). */
function switching(lines: readonly HeaderLine[]): string {
  let text = 'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n'
  for (const [name, value] of lines) {
    const lower = name.toLowerCase()
    if (
      lower.startsWith('access-control-') ||
      lower === 'timing-allow-origin' ||
      lower === 'content-length'
    )
      continue
    text += `${name}: ${value}\r\n`
  }
  return `${text}\r\n`
}

/** Bytes in both directions. The client is told of the end of its grant between two frames, with 1008. */
function relay(stages: Stages, exchange: Exchange, socket: Duplex, peer: Duplex): void {
  const frames = followFrames()
  const unwatch = stages.lifetimes.watch(exchange, () => frames.endBetween(socket, peer))
  const over = (): void => {
    unwatch()
    socket.destroy()
    peer.destroy()
  }
  peer.on('error', over)
  peer.on('close', over)
  socket.on('close', over)
  socket.pipe(peer)
  peer.pipe(frames.stream).pipe(socket)
}
