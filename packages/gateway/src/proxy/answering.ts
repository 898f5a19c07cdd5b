/**
 * What undici tells of an answer, brought to the client as it comes.
 *
 * @module
 */
import { ServerResponse } from 'node:http'
import { answerHeaders, type HeaderLine } from '@marque/core'
import type { Dispatcher } from 'undici'
import { FAULTS, type Fault } from '../answer/faults.ts'
import { sendFault, writeHead } from '../answer/send.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { whenOver } from '../exchange/when-over.ts'
import { answerLinesOf, trailersOf } from './answer-lines.ts'
import { faultOf } from './fault-of.ts'
import { BodyFault } from './request-body.ts'

export interface AnsweringOptions {
  readonly hidden: ReadonlySet<string>
  /** Lines of the gateway's own for the client: rate limit fields. */
  readonly added: readonly HeaderLine[]
  /** How long a client may leave an answer unread, milliseconds: it holds a connection of the application meanwhile. */
  readonly patience: number
  /** Hears of a fault of the upstream, also of one behind the first byte of an answer, which the client only sees as an end. */
  readonly onFault: (fault: Fault, error: Error | null) => void
  /** Hears when the answer's header is there. */
  readonly onAnswer?: (lines: readonly HeaderLine[], abort: () => void) => void
}

/** What the one who asks the upstream does about what happens. */
export interface Attempt {
  /**
   * Nothing of an answer has come.
   *
   * @param hasStarted Whether the request was given to a connection; else nothing of it was sent.
   * @returns Whether the request is sent once more: then nothing is answered yet.
   */
  again(error: Error, hasStarted: boolean): boolean
  /** It is over, whatever came of it. */
  over(): void
}

/** Bytes of a body that may wait for its end: with a header they fit into what one write takes without a copy of its own. */
const MOST_HELD = 12_288

/** One exchange's answer, over as many attempts as it takes. */
export class Answering implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange
  readonly #options: AnsweringOptions
  readonly #attempt: Attempt
  #controller: Dispatcher.DispatchController | null = null
  #hasHead = false
  /** The first part of the body, for as long as nothing has gone out. */
  #held: Buffer | null = null
  #isFlushed = false
  #isWaiting = false
  #isOver = false

  constructor(exchange: Exchange, options: AnsweringOptions, attempt: Attempt) {
    this.#exchange = exchange
    this.#options = options
    this.#attempt = attempt
    whenOver(exchange.request, exchange.response, () => this.#clientLeft())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isOver) controller.abort(new Error('the client left'))
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // Interim answers are between neighbours; they carry nothing of ours (D22).
    if (status < 200 || this.#isOver) return
    const { exchange, options } = { exchange: this.#exchange, options: this.#options }
    const below = answerLinesOf(rawOf(controller.rawHeaders), options.hidden, status)
    const lines = answerHeaders(exchange.decision, below)
    lines.push(['x-request-id', exchange.requestId], ...options.added)
    // Throws where the upstream's lines cannot be written: undici then tells of an error, and nothing has gone out.
    writeHead(exchange.response, status, lines)
    this.#hasHead = true
    exchange.status = status
    options.onAnswer?.(below, () => this.#end())
    // A stream may be silent after its header; what comes in the same tick goes out together with it.
    process.nextTick(flush, this)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return
    if (this.#mayHold(chunk)) {
      this.#held = chunk
      return
    }
    this.#writeHeld()
    if (writeTo(this.#exchange.response, chunk)) return
    controller.pause()
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.#awaitClient(() => {
      this.#isWaiting = false
      controller.resume()
    })
  }

  #awaitClient(next: () => void): void {
    const { response } = this.#exchange
    const timer = setTimeout(() => {
      if (!this.#isOver) response.destroy()
    }, this.#options.patience).unref()
    response.once('drain', () => {
      clearTimeout(timer)
      next()
    })
  }

  onResponseEnd(controller: Dispatcher.DispatchController): void {
    if (this.#isOver) return
    this.#isOver = true
    const { response } = this.#exchange
    const trailers = trailersOf(rawOf(controller.rawTrailers), this.#options.hidden)
    if (trailers !== null) addTrailers(response, trailers)
    this.#endResponse()
    this.#attempt.over()
  }

  /** Over HTTP/2 a header is sent when it is written. */
  #mayHold(chunk: Buffer): boolean {
    const { response } = this.#exchange
    return (
      !this.#isFlushed &&
      this.#held === null &&
      chunk.length <= MOST_HELD &&
      response instanceof ServerResponse
    )
  }

  /** Sends what is there: more may come much later. */
  flush(): void {
    const { response } = this.#exchange
    if (this.#isFlushed || this.#isOver || response.destroyed) return
    const isHeaderAlone = this.#held === null
    this.#writeHeld()
    if (isHeaderAlone && response instanceof ServerResponse) response.flushHeaders()
  }

  #writeHeld(): void {
    const held = this.#held
    this.#isFlushed = true
    if (held === null) return
    this.#held = null
    writeTo(this.#exchange.response, held)
  }

  #endResponse(): void {
    const { response } = this.#exchange
    const held = this.#held
    this.#held = null
    if (held === null) response.end()
    // One text with the header is one write, and costs a third less than two parts do; byte for byte it is the same.
    else response.end(held.toString('latin1'), 'latin1')
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver) return
    const { response } = this.#exchange
    if (!this.#hasHead && !response.destroyed) {
      if (this.#attempt.again(error, this.#controller !== null)) {
        this.#controller = null
        return
      }
    }
    this.#isOver = true
    this.#attempt.over()
    // A client that left is nobody's fault.
    if (response.destroyed || (error instanceof BodyFault && error.fault === null)) {
      response.destroy()
      return
    }
    const fault = error instanceof BodyFault ? error.fault : null
    this.#tell(fault ?? (isOurs(error) ? FAULTS.broken : faultOf(error)), error)
  }

  #tell(fault: Fault, error: Error): void {
    const { response } = this.#exchange
    this.#options.onFault(fault, error)
    // Half an answer must not look like a whole one: the connection ends, and the client sees that something is missing.
    if (this.#hasHead) response.destroy()
    else sendFault(this.#exchange, fault)
  }

  #clientLeft(): void {
    if (this.#isOver || this.#exchange.response.writableEnded) return
    this.#isOver = true
    this.#attempt.over()
    this.#controller?.abort(new Error('the client left'))
  }

  /** Ends an answer that is under way, as the end of a stream (D25). */
  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#endResponse()
    this.#attempt.over()
    this.#controller?.abort(new Error('the grant ended'))
  }
}

/** Does nothing to an answer that is under way or over. */
function flush(answering: Answering): void {
  answering.flush()
}

/** Node would not write the upstream's lines. */
function isOurs(error: Error): boolean {
  return (
    'code' in error && typeof error.code === 'string' && /^ERR_(?:HTTP|INVALID)/.test(error.code)
  )
}

function rawOf(raw: unknown): readonly Buffer[] {
  return Array.isArray(raw) ? (raw as readonly Buffer[]) : []
}

/** @returns Whether more may be written at once. The two kinds of answer overload `write` differently. */
function writeTo(response: Exchange['response'], chunk: Buffer): boolean {
  return 'assignSocket' in response ? response.write(chunk) : response.write(chunk)
}

function addTrailers(response: Exchange['response'], trailers: readonly HeaderLine[]): void {
  if (response instanceof ServerResponse) response.addTrailers(trailers.map(([...line]) => line))
  else response.addTrailers(Object.fromEntries(trailers))
}
