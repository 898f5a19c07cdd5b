/**
 * A file of policy tests as values: what pages do, and what shall come of it.
 *
 * Times are epoch milliseconds, header names lower case.
 *
 * @module
 */
import type { Context, HeaderLine, Reason } from '@marque/core'
import type { Pointer, Position } from '../text/index.ts'

/** A `*.marque-test.yaml` without mistakes. */
export interface CaseFile {
  /** The policy that is tested, as written: relative to the test file. */
  readonly policy: string
  /** The environment; null where the file names none. */
  readonly environment: string | null
  /** When the cases happen; null where the file names no instant. */
  readonly now: number | null
  /** In the order of the file; never empty, no two of one name. */
  readonly cases: readonly PageCase[]
}

/** What one page does, and what shall come of it. */
export interface PageCase {
  readonly name: string
  readonly path: Pointer
  /** Where it stands in the file. */
  readonly at: Position
  /** As the browser sends it, `null` for an opaque one; null where no Origin is sent at all. */
  readonly origin: string | null
  /** As browsers send it: six methods in upper case, others as written (Fetch, "normalize"). */
  readonly method: string
  /** Absolute, or a path on the policy's first own origin. Sent as it is written. */
  readonly url: string
  /** Whether the page opens a WebSocket: the url says so (`wss:`). */
  readonly webSocket: boolean
  /** The headers that script sets, and Fetch metadata where no page of an origin asks. */
  readonly headers: readonly HeaderLine[]
  /** Whether cookies travel. */
  readonly credentials: boolean
  readonly context: Context
  /** When this case happens, where it says so itself. */
  readonly now: number | null
  readonly expect: Expectation
}

/** What shall come of a case. What is left out is not compared; at least one is there. */
export interface Expectation {
  readonly preflight?: PreflightOutcome
  readonly reach?: boolean
  readonly read?: boolean
  readonly reason?: Reason
  /** The name of the resource that decides; null for none. */
  readonly resource?: string | null
}

/** What a preflight comes to: none goes, it passes (`granted` stands for `granted-any` too), or why it does not pass. */
export type PreflightOutcome = 'not-needed' | Reason
