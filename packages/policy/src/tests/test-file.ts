/**
 * The content of a `*.marque-test.yaml` file. Times are epoch milliseconds, header names lower case.
 *
 * @module
 */
import type { Context, HeaderLine, Reason } from '@marque/core'
import type { Pointer, Position } from '../text/index.ts'

/** A test file without errors. */
export interface TestFile {
  /** The path of the policy under test, as written: relative to the test file. */
  readonly policy: string
  /** The environment to compile for; null where the file has no `env`. */
  readonly environment: string | null
  /** The time of the requests; null where the file has no `now`. */
  readonly now: number | null
  /** The requests, in the order of the file. Names are unique among all cases, of which there is at least one. */
  readonly cases: readonly TestCase[]
  /** The comparisons, in the order of the file. */
  readonly comparisons: readonly ComparisonCase[]
}

/** A comparison of the policy with an accepted one: it fails where the two do not permit the same. */
export interface ComparisonCase {
  readonly name: string
  readonly path: Pointer
  /** Position in the test file. */
  readonly at: Position
  /** The path of the accepted bundle, as written: relative to the test file. */
  readonly sameAs: string
}

/** One request of a page, and the expected outcome. */
export interface TestCase {
  readonly name: string
  readonly path: Pointer
  /** Position in the test file. */
  readonly at: Position
  /** As the browser sends it, `null` for an opaque one; null where the request has no Origin. */
  readonly origin: string | null
  /** As the browser sends it: six methods in upper case, others as written (Fetch, "normalize"). */
  readonly method: string
  /** Absolute, or a path on the policy's first own origin. Sent as written. */
  readonly url: string
  /** The page opens a WebSocket: the URL starts with `ws:` or `wss:`. */
  readonly webSocket: boolean
  /** Headers that script sets; Fetch metadata where the request is not made by script of a page. */
  readonly headers: readonly HeaderLine[]
  /** Whether the request carries cookies (`credentials: include`). */
  readonly credentials: boolean
  readonly context: Context
  /** The time of this request where it differs from that of the file. */
  readonly now: number | null
  readonly expect: Expectation
}

/** The expected outcome. Only the given keys are compared; there is at least one. */
export interface Expectation {
  readonly preflight?: PreflightOutcome
  readonly reach?: boolean
  readonly read?: boolean
  readonly reason?: Reason
  /** The name of the resource that decides; null for none. */
  readonly resource?: string | null
  /** Names in Access-Control-Expose-Headers of an answer that script can read, sorted, lower case; `*` is itself. */
  readonly exposeHeaders?: readonly string[]
  /** Names in Access-Control-Allow-Headers of the answer to the preflight, sorted, lower case; `*` is itself. */
  readonly requestHeaders?: readonly string[]
  /** Whether the answer allows credentials. */
  readonly credentials?: boolean
}

/** The outcome of the preflight: not sent, granted (an expected `granted` includes `granted-any`), or the reason of its denial. */
export type PreflightOutcome = 'not-needed' | Reason
