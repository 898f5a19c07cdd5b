/**
 * Why a decision is what it is, and what browsers make of it.
 *
 * @module
 */
import type { BrowserVerdicts } from '../browsers/index.ts'
import type { Decision } from '../decide/decision.ts'

/** The answer of `explain`. */
export interface Explanation {
  readonly decision: Decision
  /**
   * In the order in which the engine took them. The last one that is no `skip` agrees with the decision: it is `pass` where script may
   * read or nobody asks, `fail` where it may not. From the step that settles the decision on, those behind it say what follows for the
   * answer, with the same outcome.
   */
  readonly steps: readonly Step[]
  /** Null where no browser sends such a request: without Origin, with several, or with one that no browser writes. */
  readonly browsers: BrowserVerdicts | null
}

/** One rule (docs/rules.md) applied to the request. */
export interface Step {
  /** Lockdowns and leases have no rule of their own; their steps name the rule of the answer that they change. */
  readonly rule: `D${number}`
  /** `skip`: the rule has nothing to say of this request, or another one came first. */
  readonly outcome: 'pass' | 'fail' | 'skip'
  /**
   * One sentence about this request, lower-case start, no final period; it may tell what the wire must not (D19). What came from the
   * request stands in backticks, cut to a length that can be read, printable ASCII with everything else as `\u{…}`.
   */
  readonly text: string
}
