/**
 * The tries that one request may take.
 *
 * @module
 */
import type { Dispatcher } from 'undici'
import type { Attempt } from './answering.ts'
import { isCutOff } from './fault-of.ts'
import type { RequestBody } from './request-body.ts'
import type { Upstream, UpstreamAddress } from './upstreams.ts'

/** RFC 9110, 9.2.2: a second one does no more than the first. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** The same request, sent until somebody takes it: to each address once, and once more over a connection that turned out to be closed. */
export class Attempts implements Attempt {
  readonly #upstream: Upstream
  readonly #message: Dispatcher.DispatchOptions
  readonly #body: RequestBody | null
  #address: UpstreamAddress
  #handler: Dispatcher.DispatchHandler | null = null
  #passedOver = 0
  #isRepeated = false

  constructor(upstream: Upstream, message: Dispatcher.DispatchOptions, body: RequestBody | null) {
    this.#upstream = upstream
    this.#message = message
    this.#body = body
    this.#address = upstream.pick()
  }

  send(handler: Dispatcher.DispatchHandler): void {
    this.#handler = handler
    this.#address.dispatch(this.#message, handler)
  }

  again(error: Error, hasStarted: boolean): boolean {
    if (hasStarted) {
      // A connection that was kept open may be closed by the other side at any moment (RFC 9112, 9.3.1).
      const mayRepeat = this.#body === null && IDEMPOTENT.has(this.#message.method)
      if (this.#isRepeated || !mayRepeat || !isCutOff(error)) return false
      this.#isRepeated = true
    } else {
      if (isRefusal(error)) return false
      this.#address.markDown()
      this.#passedOver++
      if (this.#passedOver >= this.#upstream.size || this.#body?.stream.destroyed === true)
        return false
    }
    this.#address = this.#upstream.pick()
    const handler = this.#handler
    // undici is in the middle of telling of the error.
    queueMicrotask(() => {
      if (handler !== null) this.send(handler)
    })
    return true
  }

  over(): void {
    this.#body?.release()
  }
}

/** undici would not send it, to whatever address. */
function isRefusal(error: Error): boolean {
  return (
    'code' in error &&
    typeof error.code === 'string' &&
    /^UND_ERR_(?:INVALID|NOT_S|REQ_)/.test(error.code)
  )
}
