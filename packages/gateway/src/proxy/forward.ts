/**
 * The request passed on, and the answer brought back.
 *
 * @module
 */
import { type Readable, Transform } from 'node:stream'
import { answerHeaders, type HeaderLine } from '@marque/core'
import type { Dispatcher } from 'undici'
import { FAULTS, type Fault } from '../answer/faults.ts'
import { sendFault, writeHead } from '../answer/send.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { targetOf } from '../exchange/facts.ts'
import { answerLinesOf } from './answer-lines.ts'
import { faultOf } from './fault-of.ts'
import { upstreamLines } from './upstream-lines.ts'
import type { Upstream } from './upstreams.ts'

export interface ForwardOptions {
  readonly hidden: ReadonlySet<string>
  readonly bodyBytes: number
  /** Lines of the gateway's own for the upstream: the statement, the client certificate. */
  readonly more: readonly HeaderLine[]
  /** Lines of the gateway's own for the client: rate limit fields. */
  readonly added: readonly HeaderLine[]
  /** Hears of a fault of the upstream, also of one behind the first byte of an answer, which the client only sees as an end. */
  readonly onFault: (fault: Fault, error: Error) => void
  /** Hears when the answer's header is there. */
  readonly onAnswer?: (lines: readonly HeaderLine[], abort: () => void) => void
}

/** Passes the request on. Returns at once; the answer, or an error of the gateway's own, is sent in any case. */
export function forward(exchange: Exchange, upstream: Upstream, options: ForwardOptions): void {
  const { request, facts } = exchange
  const told = request.headers['content-length']
  if (told !== undefined && Number(told) > options.bodyBytes) {
    sendFault(exchange, FAULTS.tooLarge)
    return
  }
  const isChunked = request.headers['transfer-encoding'] !== undefined
  const hasBody = told !== undefined ? told !== '0' : isChunked || isOpenStream(exchange)
  const body = hasBody ? bodyOf(exchange, told === undefined, options.bodyBytes) : null
  const path = targetOf(facts)
  if (path.startsWith('*')) {
    sendFault(exchange, FAULTS.method)
    return
  }
  upstream.pick().dispatch(
    {
      path,
      method: facts.method as Dispatcher.HttpMethod,
      headers: upstreamLines(exchange, options.more),
      body,
    },
    new Answering(exchange, options),
  )
}

/** Over HTTP/2 a body need not be announced. */
function isOpenStream({ request }: Exchange): boolean {
  return (
    request.httpVersionMajor === 2 &&
    !('readableEnded' in request && request.readableEnded) &&
    !isEnded(request)
  )
}

function isEnded(request: Exchange['request']): boolean {
  return (
    'stream' in request &&
    (request.stream as { readonly endAfterHeaders?: boolean }).endAfterHeaders === true
  )
}

function bodyOf(exchange: Exchange, isUncounted: boolean, limit: number): Readable {
  const { request } = exchange
  return isUncounted ? request.pipe(counted(limit)) : request
}

/** The length of a chunked body is known when it has passed: it is counted on the way. */
function counted(limit: number): Transform {
  let length = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      if (length > limit) done(new BodyTooLarge())
      else done(null, chunk)
    },
  })
}

class BodyTooLarge extends Error {}

/** What undici tells of the answer, brought to the client as it comes. */
class Answering implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange
  readonly #options: ForwardOptions
  #controller: Dispatcher.DispatchController | null = null
  #hasHead = false
  #isOver = false

  constructor(exchange: Exchange, options: ForwardOptions) {
    this.#exchange = exchange
    this.#options = options
    exchange.response.once('close', () => this.#clientLeft())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#exchange.response.destroyed) controller.abort(new Error('the client left'))
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // Interim answers are between neighbours; they carry nothing of ours (D22).
    if (status < 200) return
    const { exchange, options } = { exchange: this.#exchange, options: this.#options }
    const raw = controller.rawHeaders as unknown as readonly Buffer[]
    const below = answerLinesOf(raw, options.hidden)
    const lines = answerHeaders(exchange.decision, below)
    lines.push(['x-request-id', exchange.requestId], ...options.added)
    this.#hasHead = true
    exchange.status = status
    writeHead(exchange.response, status, lines)
    options.onAnswer?.(below, () => this.#end())
    // A stream may be silent after its header; one that is not goes out together with it.
    process.nextTick(() => this.#flush())
  }

  #flush(): void {
    const { response } = this.#exchange
    // Over HTTP/2 a header is sent when it is written.
    if (!this.#isOver && 'flushHeaders' in response) response.flushHeaders()
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { response } = this.#exchange
    if (writeTo(response, chunk)) return
    controller.pause()
    response.once('drain', () => controller.resume())
  }

  onResponseEnd(): void {
    this.#isOver = true
    this.#exchange.response.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver) return
    this.#isOver = true
    const { response } = this.#exchange
    if (response.destroyed) return
    const fault = error instanceof BodyTooLarge ? FAULTS.tooLarge : faultOf(error)
    this.#options.onFault(fault, error)
    // Half an answer must not look like a whole one: the connection ends, and the client sees that something is missing.
    if (this.#hasHead) response.destroy()
    else sendFault(this.#exchange, fault)
  }

  #clientLeft(): void {
    if (this.#isOver || this.#exchange.response.writableEnded) return
    this.#isOver = true
    this.#controller?.abort(new Error('the client left'))
  }

  /** Ends an answer that is under way, as the end of a stream (D25). */
  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#exchange.response.end()
    this.#controller?.abort(new Error('the grant ended'))
  }
}

/** @returns Whether more may be written at once. The two kinds of answer overload `write` differently. */
function writeTo(response: Exchange['response'], chunk: Buffer): boolean {
  return 'assignSocket' in response ? response.write(chunk) : response.write(chunk)
}
