/**
 * Responses that the gateway writes itself.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import { answerHeaders, type HeaderLine, layerHeaders, ownAnswer, withReport } from '@marque/core'
import type { Exchange, GatewayRequest, GatewayResponse } from '../request/index.ts'
import { discardFurtherRequests, isDraining } from '../server/index.ts'
import type { Fault } from './faults.ts'

/** Milliseconds. */
const LINGER = 2_000

/** Sends the response that the decision itself determines: to a preflight, or to a refused request. */
export function sendDecision(exchange: Exchange): void {
  const { engine, decision, facts, moment, requestId } = exchange
  const own = ownAnswer(engine, decision, facts, requestId, moment)
  if (own === null)
    throw new TypeError('the decision forwards the request and has no response of its own')
  send(exchange, own.status, [...own.headers, ['x-request-id', requestId]], own.body)
}

/**
 * Sends an error of the gateway as a problem document (RFC 9457), with the CORS headers that let a page read it which may read the resource (D21).
 *
 * @param more Further header lines, such as `retry-after` and `www-authenticate`.
 */
export function sendFault(
  exchange: Exchange,
  fault: Fault,
  more: readonly HeaderLine[] = [],
): void {
  const { engine, facts, context, moment, requestId } = exchange
  const { status, kind, title } = fault
  const body = JSON.stringify({ type: `urn:marque:gateway:${kind}`, title, status, requestId })
  const own: HeaderLine[] = [
    ['content-type', 'application/problem+json'],
    ['content-length', String(Buffer.byteLength(body))],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ['x-request-id', requestId],
    ...more,
  ]
  const lines =
    engine === null
      ? answerHeaders(exchange.decision, own)
      : answerHeaders(layerHeaders(engine, facts, context, moment), own)
  send(exchange, status, lines, body, fault.closes === true)
}

function send(
  exchange: Exchange,
  status: number,
  own: readonly HeaderLine[],
  body: string,
  closes = false,
): void {
  const { request, response, facts } = exchange
  const lines = withReport(facts, exchange.decision, [...own])
  exchange.status = status
  if (response instanceof ServerResponse) {
    // A client that sent `Expect: 100-continue` may or may not send the body now, so the start of the next request is ambiguous (RFC 9110, 10.1.1).
    const isBodyPending = !request.complete && request.headers.expect !== undefined
    if (closes || isBodyPending) {
      response.shouldKeepAlive = false
      discardFurtherRequests(request.socket)
    }
    const mayStillSend = !request.complete && !request.readableEnded
    if (closes && mayStillSend && facts.method !== 'HEAD') {
      writeHead(response, status, lines)
      response.write(body)
      discardBriefly(request, () => response.end())
      return
    }
  }
  writeHead(response, status, lines)
  if (facts.method === 'HEAD' || body === '') response.end()
  else response.end(body)
}

/** Reads and discards the body for a while: closing while the client sends would reset the connection before it reads the response. */
function discardBriefly(request: GatewayRequest, done: () => void): void {
  const timer = setTimeout(done, LINGER).unref()
  const finish = (): void => {
    clearTimeout(timer)
    done()
  }
  request.once('end', finish)
  request.once('close', finish)
  request.resume()
}

/** Writes status and header lines, repeated names included. HTTP/2 has no reason phrase and requires lower-case names. */
export function writeHead(
  response: GatewayResponse,
  status: number,
  lines: readonly HeaderLine[],
): void {
  if (response instanceof ServerResponse) {
    if (isDraining(response.socket)) response.shouldKeepAlive = false
    const flat: string[] = []
    for (const [name, value] of lines) flat.push(name, value)
    response.writeHead(status, flat)
    return
  }
  const fields = Object.create(null) as { [name: string]: string | string[] }
  for (const [name, value] of lines) {
    const lower = name.toLowerCase()
    const earlier = fields[lower]
    if (earlier === undefined) fields[lower] = value
    else if (lower === 'set-cookie') fields[lower] = [earlier, value].flat()
    // Several lines are equivalent to one (RFC 9110, 5.3), and over HTTP/2 Node refuses several lines of many fields.
    else fields[lower] = `${earlier}, ${value}`
  }
  response.writeHead(status, fields)
}
