/**
 * A trial: one thing that a page does with the API behind the gateway.
 *
 * @module
 */
import type { Context } from '@marque/core'
import type { BrowserName } from '@marque/core/browsers'
import type { SiteSetName } from './sites.ts'

/** The page of a trial. `served` is one of the application with a service worker that forwards every request. `api` is a page of the API's own origin. */
export type PageName = 'app' | 'served' | 'evil' | 'far' | 'sandbox' | 'api'

/** The browser API that sends the request. */
export type RequestApi =
  /** With the CORS protocol. */
  | 'fetch'
  | 'keepalive'
  | 'upload'
  | 'worker'
  | 'events'
  | 'image-cors'
  | 'module'
  | 'font'
  | 'stream-down'
  | 'stream-up'
  | 'beacon-json'
  /** Without the CORS protocol. */
  | 'no-cors'
  | 'image'
  | 'script'
  | 'form'
  | 'beacon'
  | 'frame'
  /** Without a check of the answer. */
  | 'websocket'

export interface Step {
  /** `fetch` unless said otherwise. */
  readonly by?: RequestApi
  /** As script writes it; GET unless said otherwise. */
  readonly method?: string
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  /** `credentials: 'include'`, where the way leaves a choice. */
  readonly credentials?: boolean
  /** The browser answers it from its own cache, and asks nobody. */
  readonly isKept?: boolean
}

export interface Trial {
  /** Unique, kebab-case; the last segment of the path, by which everything that happens is told apart. */
  readonly id: string
  readonly title: string
  /** `app` unless said otherwise. */
  readonly from?: PageName
  /** The path without the id; where the host is not the API, with its name and `:` before it. */
  readonly path: string
  /** Where redirects lead, in the same words. */
  readonly onward?: readonly string[]
  /** The response of the application, as query parameters; see `application.ts`. */
  readonly answer?: { readonly [name: string]: string }
  /** One GET unless said otherwise. */
  readonly steps?: readonly Step[]
  /** What the gateway learns of the sender by its token. */
  readonly context?: Context
  /** The status of the answer; 200 unless said otherwise. */
  readonly status?: number
  /** The answer is the gateway's own, with these lines beside those that it always has. */
  readonly own?: readonly (readonly [string, string])[]
  /** The gateway's own answer comes although the application saw the request. */
  readonly isSeen?: boolean
  /** Only there. */
  readonly siteSets?: readonly SiteSetName[]
  readonly browsers?: readonly BrowserName[]
}

/** Headers of answers that traces tell of. */
export const MARKERS: readonly string[] = [
  'etag',
  'retry-after',
  'set-cookie',
  'www-authenticate',
  'x-one',
  'x-two',
]
