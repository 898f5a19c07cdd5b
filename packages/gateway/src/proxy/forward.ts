/**
 * The request passed on, and the answer brought back.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import type { HeaderLine } from '@marque/core'
import type { Dispatcher } from 'undici'
import { FAULTS, type Fault } from '../answer/faults.ts'
import { sendFault } from '../answer/send.ts'
import type { Exchange, GatewayRequest } from '../exchange/exchange.ts'
import { targetOf } from '../exchange/facts.ts'
import { Answering, type AnsweringOptions } from './answering.ts'
import { Attempts } from './attempts.ts'
import { relayBody } from './request-body.ts'
import { upstreamLines } from './upstream-lines.ts'
import type { Upstream } from './upstreams.ts'

export interface ForwardOptions extends AnsweringOptions {
  readonly bodyBytes: number
  /** Lines of the gateway's own for the upstream: the statement, the client certificate. */
  readonly more: readonly HeaderLine[]
}

/** Passes the request on. Returns at once; the answer, or an error of the gateway's own, is sent in any case. */
export function forward(exchange: Exchange, upstream: Upstream, options: ForwardOptions): void {
  const path = targetOf(exchange.facts)
  const refusal = refusalOf(exchange, path, options.bodyBytes)
  if (refusal !== null) {
    options.onFault(refusal, null)
    sendFault(exchange, refusal)
    return
  }
  const body = hasBody(exchange) ? relayBody(exchange.request, options.bodyBytes) : null
  if (body !== null) invite(exchange)
  const message: Dispatcher.DispatchOptions = {
    path,
    method: exchange.facts.method as Dispatcher.HttpMethod,
    headers: upstreamLines(exchange, options.more),
    body: body?.stream ?? null,
  }
  const attempts = new Attempts(upstream, message, body)
  attempts.send(new Answering(exchange, options, attempts))
}

/** What is not passed on. A length that was told is believed, so that nobody sends in vain. */
function refusalOf({ request, facts }: Exchange, path: string, limit: number): Fault | null {
  if (path.startsWith('*') && (path !== '*' || facts.method !== 'OPTIONS')) return FAULTS.unsendable
  const expected = expectationOf(request)
  if (expected !== undefined && !/100-continue/i.test(expected)) return FAULTS.expectation
  const coding = request.headers['transfer-encoding']
  // A coding besides chunked would reach the application without its name; HTTP/1.0 knows none (RFC 9112, 6.1).
  if (
    coding !== undefined &&
    (coding.toLowerCase() !== 'chunked' || request.httpVersionMinor === 0)
  )
    return FAULTS.framing
  const told = request.headers['content-length']
  return told !== undefined && Number(told) > limit ? FAULTS.tooLarge : null
}

function hasBody({ request }: Exchange): boolean {
  const told = request.headers['content-length']
  if (told !== undefined) return told !== '0'
  if (request.headers['transfer-encoding'] !== undefined) return true
  // Over HTTP/2 a body need not be announced.
  return (
    'stream' in request &&
    !(request.stream as { readonly endAfterHeaders?: boolean }).endAfterHeaders
  )
}

/** A client that waits to be asked for its body is asked when it is known that the body is wanted. */
function invite({ request, response }: Exchange): void {
  if (expectationOf(request) === undefined) return
  if (response instanceof ServerResponse) response.writeContinue()
  else response.writeContinue()
}

/** RFC 9110, 10.1.1: a client of HTTP/1.0 expects nothing. */
function expectationOf({ headers, httpVersion }: GatewayRequest): string | undefined {
  return httpVersion === '1.0' ? undefined : headers.expect
}
