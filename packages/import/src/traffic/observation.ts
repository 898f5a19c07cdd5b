/**
 * A request of a web page, as traffic shows it. Readers of recorded traffic make these; {@link draftFromTraffic} drafts a policy from them.
 *
 * An observation has no values: no cookies, no query, no body, and of header fields only the names.
 *
 * @module
 */
export interface Observation {
  /** The origin of the page: an origin that {@link originNoise} explains. */
  readonly origin: string
  readonly method: string
  /** Whether the request opened a WebSocket; its method is GET. */
  readonly isWebSocket: boolean
  /** The path of the request target, without the query. */
  readonly path: string
  /** Names of the request headers for which script needs a grant, lower case. */
  readonly requestHeaders: readonly string[]
  /** Whether cookies were sent. */
  readonly cookies: boolean
  /** Whether the server allowed the page to read the answer; `unknown` where the answer was not recorded. */
  readonly allowed: 'yes' | 'no' | 'unknown'
  /** How many requests this stands for; 0 for a preflight. */
  readonly count: number
}
