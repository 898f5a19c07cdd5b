/**
 * Answers that the gateway makes itself.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import { answerHeaders, type HeaderLine, layerHeaders, ownAnswer } from '@marque/core'
import type { Exchange, GatewayRequest, GatewayResponse } from '../exchange/exchange.ts'
import { isDraining } from '../listen/draining.ts'
import { endRequests } from '../listen/last-request.ts'
import type { Fault } from './faults.ts'

/** Milliseconds. */
const LINGER = 2_000

/** Sends what the decision itself answers: a preflight, a refusal. */
export function sendDecision(exchange: Exchange): void {
  const { engine, decision, facts, requestId } = exchange
  const own = ownAnswer(engine, decision, facts, requestId)
  if (own === null) throw new TypeError('the request goes on, so the gateway has no answer to it')
  send(exchange, own.status, [...own.headers, ['x-request-id', requestId]], own.body)
}

/**
 * Sends an error of the gateway's own, with the headers that let a page which may read answers read this one (D21).
 *
 * @param more Such as `retry-after` and `www-authenticate`.
 */
export function sendFault(
  exchange: Exchange,
  fault: Fault,
  more: readonly HeaderLine[] = [],
): void {
  const { engine, facts, context, moment, requestId } = exchange
  const { status, kind, title } = fault
  const body = JSON.stringify({ type: `urn:marque:gateway:${kind}`, title, status, requestId })
  const about: HeaderLine[] = [
    ['content-type', 'application/problem+json'],
    ['content-length', String(Buffer.byteLength(body))],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ['x-request-id', requestId],
    ...more,
  ]
  const lines =
    engine === null
      ? answerHeaders(exchange.decision, about)
      : answerHeaders(layerHeaders(engine, facts, context, moment), about)
  send(exchange, status, lines, body, fault.closes === true)
}

function send(
  exchange: Exchange,
  status: number,
  lines: readonly HeaderLine[],
  body: string,
  closes = false,
): void {
  const { request, response, facts } = exchange
  exchange.status = status
  if (response instanceof ServerResponse) {
    // A client that waits to be asked for its body sends it or does not: what comes next cannot be told (RFC 9110, 10.1.1).
    const isUnread = !request.complete && request.headers.expect !== undefined
    if (closes || isUnread) {
      response.shouldKeepAlive = false
      endRequests(request.socket)
    }
    const mayCome = !request.complete && !request.readableEnded
    if (closes && mayCome && facts.method !== 'HEAD') {
      writeHead(response, status, lines)
      response.write(body)
      lingerFor(request, () => response.end())
      return
    }
  }
  writeHead(response, status, lines)
  if (facts.method === 'HEAD' || body === '') response.end()
  else response.end(body)
}

/** A connection that is cut while the client sends loses the answer: what still comes is read for a while and thrown away. */
function lingerFor(request: GatewayRequest, done: () => void): void {
  const timer = setTimeout(done, LINGER).unref()
  const end = (): void => {
    clearTimeout(timer)
    done()
  }
  request.once('end', end)
  request.once('close', end)
  request.resume()
}

/** Writes status and lines, doubled names included. HTTP/2 has no reason phrase and wants lower case. */
export function writeHead(
  response: GatewayResponse,
  status: number,
  lines: readonly HeaderLine[],
  reason?: string,
): void {
  if (response instanceof ServerResponse) {
    if (isDraining(response.socket)) response.shouldKeepAlive = false
    const flat: string[] = []
    for (const [name, value] of lines) flat.push(name, value)
    if (reason === undefined || reason === '') response.writeHead(status, flat)
    else response.writeHead(status, reason, flat)
    return
  }
  const fields = Object.create(null) as { [name: string]: string | string[] }
  for (const [name, value] of lines) {
    const lower = name.toLowerCase()
    const before = fields[lower]
    if (before === undefined) fields[lower] = value
    else if (lower === 'set-cookie') fields[lower] = [before, value].flat()
    // Several lines mean the same as one (RFC 9110, 5.3), and Node refuses several of many names over HTTP/2.
    else fields[lower] = `${before}, ${value}`
  }
  response.writeHead(status, fields)
}
