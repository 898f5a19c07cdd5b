/**
 * The error of a failed request, with its cause.
 *
 * @module
 */
import type { Reason } from './reason.ts'

/**
 * The kind of a failure, as far as a page can determine it.
 *
 * - `offline`: the browser has no network.
 * - `csp`: the page's own Content-Security-Policy blocks the request.
 * - `mixed-content`: an `https:` page requests an `http:` address.
 * - `bad-port`: browsers block every request to the port of the address, such as 6000 (Fetch, port blocking).
 * - `local-network`: the browser denies the page access to the user's local network (Local Network Access).
 * - `policy`: the API's policy does not allow this page to read the response.
 * - `network`: the policy grants the request, but it failed on the network.
 * - `unreachable`: no response. DNS, TLS, a stopped server or an extension: browsers do not tell a page which.
 * - `unknown`: the API has no explain endpoint, or no explanation was requested.
 */
export type FailureKind =
  | 'offline'
  | 'csp'
  | 'mixed-content'
  | 'bad-port'
  | 'local-network'
  | 'policy'
  | 'network'
  | 'unreachable'
  | 'unknown'

/** The details of a failure. */
export interface Failure {
  readonly kind: FailureKind
  /** False if other causes look the same to a page. */
  readonly isCertain: boolean
  /** What happened, in a few words. */
  readonly title: string
  /** What to do about it. */
  readonly help: string
  /** The policy's reason; null if the API gave none. */
  readonly reason: Reason | null
  /** The contact of the API; null if it has none. */
  readonly contact: string | null
  /** The id of the explain request, to find it in the logs of the API; null without an explanation. */
  readonly requestId: string | null
}

/**
 * A request that failed before the page got a response.
 *
 * It replaces the browser's `TypeError` and is one, so that existing `catch` blocks keep working. Its message has the url without the query.
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

  /** @param cause The error of the browser. */
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
