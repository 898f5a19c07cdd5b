/**
 * Retries of a request.
 *
 * @module
 */
import type { Dispatcher } from 'undici'
import { isConnectionLost, type Upstream, type UpstreamAddress } from '../upstream/index.ts'
import type { RelayedBody } from './request-body.ts'

/** RFC 9110, 9.2.2: repeating the request has the same effect. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** Sends a request until an address accepts it: to each address once, and once more if a kept-alive connection turns out to be closed. */
export class Attempts {
  readonly #upstream: Upstream
  readonly #message: Dispatcher.DispatchOptions
  readonly #body: RelayedBody | null
  #address: UpstreamAddress
  #handler: Dispatcher.DispatchHandler | null = null
  #skippedAddresses = 0
  #isRepeated = false

  constructor(upstream: Upstream, message: Dispatcher.DispatchOptions, body: RelayedBody | null) {
    this.#upstream = upstream
    this.#message = message
    this.#body = body
    this.#address = upstream.pick()
  }

  send(handler: Dispatcher.DispatchHandler): void {
    this.#handler = handler
    this.#address.dispatch(this.#message, handler)
  }

  /**
   * To be called if no part of a response has arrived.
   *
   * @param hasStarted Whether the request was assigned to a connection; otherwise nothing of it was sent.
   * @returns Whether the request is sent again; if so, it must not be answered yet.
   */
  retry(error: Error, hasStarted: boolean): boolean {
    if (hasStarted) {
      // The upstream may close a kept-alive connection at any moment (RFC 9112, 9.3.1).
      const isRepeatable = this.#body === null && IDEMPOTENT.has(this.#message.method)
      if (this.#isRepeated || !isRepeatable || !isConnectionLost(error)) return false
      this.#isRepeated = true
    } else {
      if (isRequestInvalid(error)) return false
      this.#address.markDown()
      this.#skippedAddresses++
      if (this.#skippedAddresses >= this.#upstream.size || this.#body?.stream.destroyed === true)
        return false
    }
    this.#address = this.#upstream.pick()
    const handler = this.#handler
    // undici is still reporting the error.
    queueMicrotask(() => {
      if (handler !== null) this.send(handler)
    })
    return true
  }

  /** To be called once the exchange is over, whatever the result. */
  finish(): void {
    this.#body?.release()
  }
}

/** undici refuses to send the request to any address. */
function isRequestInvalid(error: Error): boolean {
  return (
    'code' in error &&
    typeof error.code === 'string' &&
    /^UND_ERR_(?:INVALID|NOT_S|REQ_)/.test(error.code)
  )
}
