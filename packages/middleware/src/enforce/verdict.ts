/**
 * The outcome of one request.
 *
 * @module
 */
import type { Decision, HeaderLine } from '@marque/core'

/** A response of the middleware: to a preflight, a refused request, or a request to the explain endpoint. */
export interface OwnResponse {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

/** The outcome of one request. */
export interface Verdict {
  readonly decision: Decision
  /** The response of the middleware itself; null if the request goes on to the application. */
  readonly ownResponse: OwnResponse | null
  /**
   * The header lines of the final response (D22): those of the application, with every `Access-Control-*` line replaced by the policy's. Not for 1xx
   * responses.
   */
  responseHeaders(applicationHeaders: readonly HeaderLine[]): HeaderLine[]
  /**
   * Watches an event stream or WebSocket that the request opened (D25).
   *
   * @param onRevoked Called once, within a second of the moment from which the policy would refuse the request or its response.
   * @returns Stops watching.
   */
  watch(onRevoked: () => void): () => void
}
