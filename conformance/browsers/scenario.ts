/**
 * What a scenario of the browser tests is.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { BrowserName } from './browser.ts'

/**
 * Where pages live. All are names below `localhost`: `app`, `evil` and the API are one site and three origins, `far` is another site,
 * `sandbox` has the opaque origin `null`.
 */
export type PageName = 'app' | 'evil' | 'far' | 'sandbox'

/** One thing that a page does. */
export interface Step {
  /** `fetch` unless said otherwise. */
  readonly by?: 'fetch' | 'no-cors' | 'upload' | 'stream' | 'image' | 'websocket'
  /** As script writes it; GET unless said otherwise. */
  readonly method?: string
  readonly headers?: readonly HeaderLine[]
  readonly body?: string
  /** `credentials: 'include'`; `omit` unless said otherwise. */
  readonly credentials?: boolean
  /** `cache: 'no-store'` in the options of fetch. */
  readonly fresh?: boolean
  /** Seconds between the step before and this one. */
  readonly after?: number
}

/** An answer written by hand; `$ORIGIN` in a value stands for the page's origin. Its status is 204 for a preflight, else 200. */
export interface HandAnswer {
  readonly status?: number
  readonly headers?: readonly HeaderLine[]
}

/** Who answers: the engine from the policy, at this path, or answers written by hand. */
export type Server =
  | { readonly path: string }
  | { readonly preflight?: HandAnswer; readonly actual?: HandAnswer }

/**
 * One scenario, on an empty preflight cache.
 *
 * What happens is a *trace*, for each step the events in their order, steps apart by ` | `:
 *
 * - `ask PUT x-a,x-b`: a preflight arrived, with this Access-Control-Request-Method and -Headers, literally;
 * - `send PUT`: the request arrived; then, where it holds, `to HOST` (another host than the API), `from null` or `from nobody` (an Origin other than the
 *   page's, none at all), `with a,b` (headers that script had set, which arrived as set), `cookie`;
 * - `read 200`: script read the answer; then `seeing a,b`: the headers that it sees of those in {@link MARKERS};
 * - `shown`, `message`, `opaque`: an image was shown, a WebSocket brought a message, script learned that there was an answer;
 * - `fail`: script got an error and nothing else.
 */
export interface Scenario {
  /** Unique, kebab-case. */
  readonly id: string
  /** What it asks, for people. */
  readonly title: string
  /** `app` unless said otherwise: the only origin that the policy names. */
  readonly page?: PageName
  readonly server: Server
  /** One GET without anything unless said otherwise. */
  readonly steps?: readonly Step[]
  readonly want: string
  /** Where an engine does otherwise. */
  readonly but?: { readonly [name in BrowserName]?: string }
}

/** Scenarios of one subject. */
export interface Topic {
  readonly name: string
  readonly scenarios: readonly Scenario[]
}

/** Headers of answers that traces tell of; all engines show or hide those that are always there alike. */
export const MARKERS: readonly string[] = [
  '*',
  'etag',
  'retry-after',
  'set-cookie',
  'x-one',
  'x-two',
]

/** The trace of one engine. */
export function wantOf({ want, but }: Scenario, name: BrowserName): string {
  return but?.[name] ?? want
}
