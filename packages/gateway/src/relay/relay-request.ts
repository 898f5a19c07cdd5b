/**
 * Forwarding of a request.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import type { HeaderLine } from '@marque/core'
import type { Dispatcher } from 'undici'
import { FAULTS, type Fault, sendFault } from '../reply/index.ts'
import { type Exchange, type GatewayRequest, requestTarget } from '../request/index.ts'
import type { Upstream } from '../upstream/index.ts'
import { Attempts } from './attempts.ts'
import { relayBody } from './request-body.ts'
import { upstreamRequestHeaders } from './request-headers.ts'
import { type ResponseOptions, ResponseRelay } from './response-relay.ts'

export interface RelayOptions extends ResponseOptions {
  readonly maxBodyBytes: number
  /** Header lines of the gateway for the upstream: the statement, the client certificate. */
  readonly upstreamHeaders: readonly HeaderLine[]
}

/** Forwards the request. Returns at once; the response of the upstream, or an error of the gateway, is sent in any case. */
export function relayRequest(exchange: Exchange, upstream: Upstream, options: RelayOptions): void {
  const path = requestTarget(exchange.facts)
  const refusal = refusalOf(exchange, path, options.maxBodyBytes)
  if (refusal !== null) {
    options.onFault(refusal, null)
    sendFault(exchange, refusal)
    return
  }
  const body = hasBody(exchange) ? relayBody(exchange.request, options.maxBodyBytes) : null
  if (body !== null) sendContinue(exchange)
  const message: Dispatcher.DispatchOptions = {
    path,
    method: exchange.facts.method as Dispatcher.HttpMethod,
    headers: upstreamRequestHeaders(exchange, options.upstreamHeaders),
    body: body?.stream ?? null,
  }
  const attempts = new Attempts(upstream, message, body)
  attempts.send(new ResponseRelay(exchange, options, attempts))
}

/** Why the request cannot be forwarded. A declared length is checked before the body is read. */
function refusalOf({ request, facts }: Exchange, path: string, limit: number): Fault | null {
  if (path.startsWith('*') && (path !== '*' || facts.method !== 'OPTIONS')) return FAULTS.unsendable
  const expectation = expectationOf(request)
  if (expectation !== undefined && !/100-continue/i.test(expectation)) return FAULTS.expectation
  const coding = request.headers['transfer-encoding']
  // The name of a coding other than chunked would not reach the application; HTTP/1.0 has no codings (RFC 9112, 6.1).
  if (
    coding !== undefined &&
    (coding.toLowerCase() !== 'chunked' || request.httpVersionMinor === 0)
  )
    return FAULTS.framing
  const length = request.headers['content-length']
  return length !== undefined && Number(length) > limit ? FAULTS.tooLarge : null
}

function hasBody({ request }: Exchange): boolean {
  const length = request.headers['content-length']
  if (length !== undefined) return length !== '0'
  if (request.headers['transfer-encoding'] !== undefined) return true
  // Over HTTP/2 a body need not be declared.
  return (
    'stream' in request &&
    !(request.stream as { readonly endAfterHeaders?: boolean }).endAfterHeaders
  )
}

/** Answers `Expect: 100-continue` once it is certain that the body is wanted. */
function sendContinue({ request, response }: Exchange): void {
  if (expectationOf(request) === undefined) return
  if (response instanceof ServerResponse) response.writeContinue()
  else response.writeContinue()
}

/** RFC 9110, 10.1.1: `Expect` of an HTTP/1.0 client is ignored. */
function expectationOf({ headers, httpVersion }: GatewayRequest): string | undefined {
  return httpVersion === '1.0' ? undefined : headers.expect
}
