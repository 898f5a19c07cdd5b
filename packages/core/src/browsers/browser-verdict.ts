/**
 * A request of a page, and what a browser does with it.
 *
 * @module
 */
import type { Reason } from '../reasons.ts'
import type { HeaderLine } from '../request.ts'

export const BROWSERS = ['chromium', 'firefox', 'webkit'] as const

export type BrowserName = (typeof BROWSERS)[number]

/** One verdict for each engine. */
export type BrowserVerdicts = { readonly [name in BrowserName]: BrowserVerdict }

/** What a page does: `fetch(url, { method, headers, credentials, mode: 'cors' })` from a page of `origin`. */
export interface PageRequest {
  /** As the browser serialises it; `null` for an opaque one. */
  readonly origin: string
  /** As script wrote it: browsers upper-case six methods and leave the others. */
  readonly method: string
  /** As the browser sends it: dot segments resolved, everything but ASCII escaped. A fragment is dropped. `ws:` and `wss:` open a WebSocket. */
  readonly url: string
  /** The headers that script sets. */
  readonly headers: readonly HeaderLine[]
  /** `credentials: 'include'`, or `withCredentials`: cookies, client certificates and stored logins travel. */
  readonly credentials: boolean
  /** An upload listener of XMLHttpRequest: always a preflight (Fetch, use-CORS-preflight flag). */
  readonly forcesPreflight?: boolean
}

/** What one engine does with a page's request under the policy, on an empty preflight cache. */
export interface BrowserVerdict {
  /** A preflight goes first. */
  readonly preflight: boolean
  /** Whether it passes; null where there is none. */
  readonly preflightPasses: boolean | null
  /** Seconds that the passed preflight is kept, after the engine's own cap; null where none passed. */
  readonly keptFor: number | null
  /** The request itself is sent, whether or not its answer may be read. */
  readonly sent: boolean
  /** Script reads the answer; of a WebSocket, its messages. */
  readonly read: boolean
  /** Names of answer headers that script sees beside the safelisted ones, sorted; `*` for all but Set-Cookie. */
  readonly exposed: readonly string[] | '*'
  /** Credentials travel with the request. SameSite and the blocking of third-party cookies may still hold cookies back. */
  readonly credentials: boolean
  readonly notes: readonly BrowserNote[]
}

/** Something that this engine does which others or readers may not expect. */
export interface BrowserNote {
  readonly text: string
  /** Where it is known from: a file of the engine's source, a step of Fetch, or the browser run of ours that shows it. */
  readonly source: string
}

/** What a server answers to one request of a browser, as far as the browser's checks ask for it. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  /** Why the server answers so, where it is known; notes name it. Browsers never learn it. */
  readonly reason?: Reason
}
