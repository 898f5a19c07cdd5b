/**
 * A WebSocket asked of the upstream: by a handshake of HTTP/1.1, however the client asked.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import { type HeaderLine, isPolicyResponseHeader } from '@marque/core'
import { FAULTS } from '../answer/faults.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { targetOf } from '../exchange/facts.ts'
import { ownPath } from '../exchange/own-path.ts'
import { fail, identifyAnd, routeOf } from '../serve/handle.ts'
import type { Stages } from '../serve/stages.ts'
import { answerLinesOf } from './answer-lines.ts'
import { Answering } from './answering.ts'
import { Attempts } from './attempts.ts'
import { tunnel } from './tunnel.ts'
import { upstreamLines } from './upstream-lines.ts'

/** How the client is spoken to. */
export interface Handshake {
  /** Lines for the upstream that the client did not send. */
  readonly more: readonly HeaderLine[]
  /**
   * Tells the client that the WebSocket is open.
   *
   * @param lines Of the upstream's 101.
   * @param peer The upstream's side, for bytes that came right behind the handshake.
   * @returns The client's side; null where the upstream's answer is none or the client is gone.
   */
  accept(lines: readonly HeaderLine[], peer: Duplex): Duplex | null
}

/** Judges, identifies, and opens it. Whatever else the upstream answers goes to the client as it is. */
export function openWebSocket(stages: Stages, exchange: Exchange, handshake: Handshake): void {
  const { decision, facts } = exchange
  if (ownPath(targetOf(facts), decision.reason === 'path-ambiguous') !== null) {
    fail(stages, exchange, FAULTS.unrouted)
    return
  }
  identifyAnd(stages, exchange, (identity, limited) => {
    const name = routeOf(stages, exchange)
    const upstream = name === null ? undefined : stages.upstreams.get(name)
    if (upstream === undefined) {
      fail(stages, exchange, FAULTS.unrouted)
      return
    }
    exchange.upstream = upstream.name
    stages.observe.decided(exchange)
    const statement = stages.state?.(exchange, upstream.name)
    const more = [...handshake.more, ...identity.more]
    if (statement !== undefined) more.push(statement)
    const attempts = new Attempts(
      upstream,
      {
        path: targetOf(exchange.facts),
        method: 'GET',
        headers: upstreamLines(exchange, more),
        upgrade: 'websocket',
      },
      null,
    )
    const answering = new Answering(
      exchange,
      {
        hidden: stages.hidden,
        added: limited.lines,
        patience: stages.patience,
        onFault: (fault, error) => stages.observe.failed(exchange, fault, error),
      },
      attempts,
    )
    attempts.send({
      onRequestStart: (controller) => answering.onRequestStart(controller),
      onRequestUpgrade(controller, status, _headers, peer) {
        const raw: unknown = controller.rawHeaders
        const lines = answerLinesOf(raw as readonly Buffer[], stages.hidden, status)
        // undici hears of errors no more, and nobody else does yet.
        peer.on('error', () => peer.destroy())
        const passed = lines.filter(([one]) => !isOurs(one.toLowerCase()))
        const client = handshake.accept(passed, peer)
        if (client === null) {
          peer.destroy()
          return
        }
        exchange.status = exchange.request.httpVersionMajor === 2 ? 200 : status
        tunnel(stages.lifetimes, exchange, client, peer)
      },
      onResponseStart: (controller, status) => answering.onResponseStart(controller, status),
      onResponseData: (controller, chunk) => answering.onResponseData(controller, chunk),
      onResponseEnd: (controller) => answering.onResponseEnd(controller),
      onResponseError: (controller, error) => answering.onResponseError(controller, error),
    })
  })
}

/** A 101 carries no `Access-Control-*` (D25). */
function isOurs(lower: string): boolean {
  return isPolicyResponseHeader(lower) || lower === 'content-length'
}
