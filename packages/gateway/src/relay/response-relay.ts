/**
 * Streaming of the upstream's response to the client.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import { answerHeaders, type HeaderLine, stricterRead, withReport } from '@marque/core'
import type { Dispatcher } from 'undici'
import { FAULTS, type Fault, sendFault, writeHead } from '../reply/index.ts'
import { type Exchange, onFinished } from '../request/index.ts'
import { upstreamFault } from '../upstream/index.ts'
import type { Attempts } from './attempts.ts'
import { BodyError } from './request-body.ts'
import { responseHeaders, responseTrailers } from './response-headers.ts'

export interface ResponseOptions {
  /** Lower-case names of response headers to remove. */
  readonly hiddenHeaders: ReadonlySet<string>
  /** Header lines of the gateway for the client: rate limit fields. */
  readonly addedHeaders: readonly HeaderLine[]
  /** How long a client may leave response data unread, milliseconds: meanwhile it occupies a connection to the upstream. */
  readonly clientTimeout: number
  /** Called for upstream errors, including those after the start of the response, which the client only sees as a closed connection. */
  readonly onFault: (fault: Fault, error: Error | null) => void
  /** Called when a layer below has denied reading that this one grants (D29); the decision of the exchange is then the stricter one. */
  readonly onWithheld: () => void
  /** Called when the response header has arrived. */
  readonly onResponse?: (lines: readonly HeaderLine[], end: () => void) => void
}

/** Body bytes that may be held back until the end of the body; together with a header they fit into one write without another copy. */
const MAX_HELD_BYTES = 12_288

/** The response of one exchange, over all attempts. */
export class ResponseRelay implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange
  readonly #options: ResponseOptions
  readonly #attempts: Attempts
  #controller: Dispatcher.DispatchController | null = null
  #hasHead = false
  /** The first chunk of the body while nothing has been written. */
  #held: Buffer | null = null
  #isFlushed = false
  #isPaused = false
  #isFinished = false

  constructor(exchange: Exchange, options: ResponseOptions, attempts: Attempts) {
    this.#exchange = exchange
    this.#options = options
    this.#attempts = attempts
    onFinished(exchange.request, exchange.response, () => this.#onClientClose())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isFinished) controller.abort(new Error('the client disconnected'))
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // Interim responses are hop-by-hop and carry no headers of the policy (D22).
    if (status < 200 || this.#isFinished) return
    const { exchange, options } = { exchange: this.#exchange, options: this.#options }
    const below = responseHeaders(rawLines(controller.rawHeaders), options.hiddenHeaders, status)
    const decision = stricterRead(exchange.decision, below)
    const lines = withReport(exchange.facts, decision, answerHeaders(decision, below))
    lines.push(['x-request-id', exchange.requestId], ...options.addedHeaders)
    // Throws if Node refuses to write the upstream's lines; undici then reports the error, and nothing has been sent.
    writeHead(exchange.response, status, lines)
    this.#hasHead = true
    exchange.status = status
    if (exchange.decision.read && !decision.read) {
      exchange.decision = decision
      options.onWithheld()
    }
    options.onResponse?.(below, () => this.#endStream())
    // A stream may be silent after its header. Data of the same tick is sent together with it.
    process.nextTick(flush, this)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isFinished) return
    if (this.#canHold(chunk)) {
      this.#held = chunk
      return
    }
    this.#writeHeld()
    if (writeChunk(this.#exchange.response, chunk)) return
    controller.pause()
    if (this.#isPaused) return
    this.#isPaused = true
    this.#awaitDrain(() => {
      this.#isPaused = false
      controller.resume()
    })
  }

  #awaitDrain(next: () => void): void {
    const { response } = this.#exchange
    const timer = setTimeout(() => {
      if (!this.#isFinished) response.destroy()
    }, this.#options.clientTimeout).unref()
    response.once('drain', () => {
      clearTimeout(timer)
      next()
    })
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.#isFinished) return
    this.#isFinished = true
    const { response } = this.#exchange
    const trailers = responseTrailers(rawLines(controller.rawTrailers), this.#options.hiddenHeaders)
    if (trailers !== null) addTrailers(response, trailers)
    this.#endResponse()
    this.#attempts.finish()
  }

  /** Over HTTP/2 the header is sent when it is written, so holding the body back gains nothing. */
  #canHold(chunk: Buffer): boolean {
    const { response } = this.#exchange
    return (
      !this.#isFlushed &&
      this.#held === null &&
      chunk.length <= MAX_HELD_BYTES &&
      response instanceof ServerResponse
    )
  }

  /** Sends what has arrived; more may arrive much later. Has no effect once the response is being sent. */
  flush(): void {
    const { response } = this.#exchange
    if (this.#isFlushed || this.#isFinished || response.destroyed) return
    const isHeaderOnly = this.#held === null
    this.#writeHeld()
    if (isHeaderOnly && response instanceof ServerResponse) response.flushHeaders()
  }

  #writeHeld(): void {
    const held = this.#held
    this.#isFlushed = true
    if (held === null) return
    this.#held = null
    writeChunk(this.#exchange.response, held)
  }

  #endResponse(): void {
    const { response } = this.#exchange
    const held = this.#held
    this.#held = null
    if (held === null) response.end()
    // As a latin1 string, header and body are one write, which costs a third less than two; the bytes are the same.
    else response.end(held.toString('latin1'), 'latin1')
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isFinished) return
    const { response } = this.#exchange
    if (!this.#hasHead && !response.destroyed) {
      if (this.#attempts.retry(error, this.#controller !== null)) {
        this.#controller = null
        return
      }
    }
    this.#isFinished = true
    this.#attempts.finish()
    // A disconnected client is not a fault.
    if (response.destroyed || (error instanceof BodyError && error.fault === null)) {
      response.destroy()
      return
    }
    const fault = error instanceof BodyError ? error.fault : null
    this.#fail(fault ?? (isWriteError(error) ? FAULTS.broken : upstreamFault(error)), error)
  }

  #fail(fault: Fault, error: Error): void {
    const { response } = this.#exchange
    this.#options.onFault(fault, error)
    // A truncated response must not look complete: the connection closes, so that the client notices.
    if (this.#hasHead) response.destroy()
    else sendFault(this.#exchange, fault)
  }

  #onClientClose(): void {
    if (this.#isFinished || this.#exchange.response.writableEnded) return
    this.#isFinished = true
    this.#attempts.finish()
    this.#controller?.abort(new Error('the client disconnected'))
  }

  /** Ends a response in progress like the end of a stream (D25). */
  #endStream(): void {
    if (this.#isFinished) return
    this.#isFinished = true
    this.#endResponse()
    this.#attempts.finish()
    this.#controller?.abort(new Error('the grant ended'))
  }
}

function flush(relay: ResponseRelay): void {
  relay.flush()
}

/** Node refused to write the upstream's header lines. */
function isWriteError(error: Error): boolean {
  return (
    'code' in error && typeof error.code === 'string' && /^ERR_(?:HTTP|INVALID)/.test(error.code)
  )
}

function rawLines(raw: unknown): readonly Buffer[] {
  return Array.isArray(raw) ? (raw as readonly Buffer[]) : []
}

/** Whether more may be written at once. The two response classes overload `write` differently. */
function writeChunk(response: Exchange['response'], chunk: Buffer): boolean {
  return 'assignSocket' in response ? response.write(chunk) : response.write(chunk)
}

function addTrailers(response: Exchange['response'], trailers: readonly HeaderLine[]): void {
  if (response instanceof ServerResponse) response.addTrailers(trailers.map(([...line]) => line))
  else response.addTrailers(Object.fromEntries(trailers))
}
