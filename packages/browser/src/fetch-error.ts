/**
 * The error of a request that failed, with its reason.
 *
 * @module
 */
import type { Reason } from './reason.ts'

/**
 * What kind of failure it is, as far as a page can tell.
 *
 * - `offline`: the browser has no network.
 * - `csp`: the page's own Content-Security-Policy blocks the request.
 * - `mixed-content`: a page of `https:` asks an address of `http:`.
 * - `local-network`: the browser keeps the page from the user's local network (Local Network Access).
 * - `policy`: the API's policy does not let this page read the answer.
 * - `network`: the policy grants the request, and it failed on its way.
 * - `unreachable`: nothing answers. DNS, TLS, a dead server or an extension: no browser tells a page which.
 * - `unknown`: the API has no explain endpoint, or it was not asked.
 */
export type FailureKind =
  | 'offline'
  | 'csp'
  | 'mixed-content'
  | 'local-network'
  | 'policy'
  | 'network'
  | 'unreachable'
  | 'unknown'

/** What is known of a failure. */
export interface Failure {
  readonly kind: FailureKind
  /** False where other causes would look the same to a page. */
  readonly isCertain: boolean
  /** What happened, in a few words. */
  readonly title: string
  /** What to do about it. */
  readonly help: string
  /** The policy's reason; null where the API gave none. */
  readonly reason: Reason | null
  /** Whom to ask; null where the API names nobody. */
  readonly contact: string | null
  /** Of the explanation, for the logs of the API; null where there is none. */
  readonly requestId: string | null
}

/**
 * A request that failed before the page had an answer.
 *
 * It takes the place of the browser's `TypeError` and is one, so that what catches those goes on working. Its text holds the address without the query.
 *
 * @example
 * ```ts
 * try {
 *   await fetch('https://api.example.com/v1/account/me')
 * } catch (error) {
 *   if (error.code === 'ERR_MARQUE_FETCH') show(error.kind, error.help, error.contact)
 * }
 * ```
 */
export class MarqueFetchError extends TypeError implements Failure {
  override readonly name: string = 'MarqueFetchError'
  readonly code: string = 'ERR_MARQUE_FETCH'
  readonly kind: FailureKind
  readonly isCertain: boolean
  readonly title: string
  readonly help: string
  readonly reason: Reason | null
  readonly contact: string | null
  readonly requestId: string | null
  readonly method: string
  /** Without query and fragment. */
  readonly url: string

  /** @param cause What the browser threw. */
  constructor(failure: Failure, method: string, url: string, cause: unknown) {
    super(`${method} ${url} failed: ${failure.title}`, { cause })
    this.kind = failure.kind
    this.isCertain = failure.isCertain
    this.title = failure.title
    this.help = failure.help
    this.reason = failure.reason
    this.contact = failure.contact
    this.requestId = failure.requestId
    this.method = method
    this.url = url
  }
}
