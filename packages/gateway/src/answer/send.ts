/**
 * Answers that the gateway makes itself.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import { answerHeaders, type HeaderLine, layerHeaders, ownAnswer } from '@marque/core'
import type { Exchange, GatewayResponse } from '../exchange/exchange.ts'
import type { Fault } from './faults.ts'

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
  if (fault.closes === true && exchange.response instanceof ServerResponse)
    about.push(['connection', 'close'])
  const lines =
    engine === null
      ? answerHeaders(exchange.decision, about)
      : answerHeaders(layerHeaders(engine, facts, context, moment), about)
  send(exchange, status, lines, body)
}

function send(
  exchange: Exchange,
  status: number,
  lines: readonly HeaderLine[],
  body: string,
): void {
  const { response, facts } = exchange
  exchange.status = status
  writeHead(response, status, lines)
  if (facts.method === 'HEAD' || body === '') response.end()
  else response.end(body)
}

/** Writes status and lines, doubled names included. HTTP/2 has no reason phrase and wants lower case. */
export function writeHead(
  response: GatewayResponse,
  status: number,
  lines: readonly HeaderLine[],
  reason?: string,
): void {
  if (response instanceof ServerResponse) {
    const flat: string[] = []
    for (const [name, value] of lines) flat.push(name, value)
    if (reason === undefined || reason === '') response.writeHead(status, flat)
    else response.writeHead(status, reason, flat)
    return
  }
  const fields: { [name: string]: string | string[] } = Object.create(null) as {
    [name: string]: string | string[]
  }
  for (const [name, value] of lines) {
    const lower = name.toLowerCase()
    const before = fields[lower]
    fields[lower] = before === undefined ? value : [before, value].flat()
  }
  response.writeHead(status, fields)
}
