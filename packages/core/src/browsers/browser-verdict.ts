/**
 * A request of a page, and what a browser does with it.
 *
 * @module
 */
import type { Reason } from '../reasons.ts'
import type { HeaderLine } from '../request.ts'

/** The engines of the model. */
export const BROWSERS = ['chromium', 'firefox', 'webkit'] as const

export type BrowserName = (typeof BROWSERS)[number]

/** One verdict for each engine. */
export type BrowserVerdicts = { readonly [name in BrowserName]: BrowserVerdict }

/** What a page does: `fetch(url, { method, headers, credentials, mode: 'cors' })` from a page of `origin`. */
export interface PageRequest {
  /** As the browser serializes it; `null` for an opaque origin. */
  readonly origin: string
  /** As script wrote it: browsers upper-case six methods and leave others unchanged. */
  readonly method: string
  /** As the browser sends it: dot segments resolved, non-ASCII characters percent-encoded. A fragment is dropped. `ws:` and `wss:` open a WebSocket. */
  readonly url: string
  /** The headers that script sets. */
  readonly headers: readonly HeaderLine[]
  /** `credentials: 'include'`, or `withCredentials`: cookies, client certificates and stored logins are sent. */
  readonly credentials: boolean
  /** There is an upload listener of XMLHttpRequest, which always causes a preflight (Fetch, use-CORS-preflight flag). */
  readonly forcesPreflight?: boolean
}

/** What one engine does with a page's request under the policy, on an empty preflight cache. */
export interface BrowserVerdict {
  /** A preflight is sent first. */
  readonly preflight: boolean
  /** Whether it passes; null where there is none. */
  readonly preflightPasses: boolean | null
  /** Seconds for which the result of the preflight is cached, after the engine's own limit; null where none passed. */
  readonly keptFor: number | null
  /** Why the browser sends nothing at all, no preflight either, whatever the server would respond; null where it sends something. The first note has the details. */
  readonly blocked: 'invalid-request' | 'mixed-content' | 'bad-port' | null
  /** The browser asks the user for permission before it sends anything (Local Network Access), and sends nothing without it. The verdict assumes that it is given. */
  readonly needsPermission: boolean
  /** The request itself is sent, whether or not its response may be read. */
  readonly sent: boolean
  /** Script may read the response, or the messages of a WebSocket. */
  readonly read: boolean
  /** Response headers that script may read beside the safelisted ones, sorted; `*` for all but Set-Cookie. */
  readonly exposed: readonly string[] | '*'
  /** Credentials are sent. SameSite and the blocking of third-party cookies may still withhold cookies. */
  readonly credentials: boolean
  readonly notes: readonly BrowserNote[]
}

/** Behaviour of the engine that readers may not expect. */
export interface BrowserNote {
  readonly text: string
  /** Source of the claim: a file of the engine's source, a step of Fetch, or our own run of the browser. */
  readonly source: string
}

/** The response of a server, as far as browsers check it. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  /** The reason of the decision, where it is known, for notes. Browsers do not see it. */
  readonly reason?: Reason
}
