/**
 * The explanation of a decision, and its steps.
 *
 * @module
 */
import type { BrowserVerdicts } from '../browsers/index.ts'
import type { Decision } from '../decision.ts'

/** The result of `explain`. */
export interface Explanation {
  readonly decision: Decision
  /**
   * In the order in which the engine took them. The last one that is not `skip` agrees with the decision: `pass` where script may read the response or
   * CORS does not apply, else `fail`. The steps after the one that settles the decision describe the response, with the same outcome.
   */
  readonly steps: readonly Step[]
  /**
   * The request would be forwarded, but its resource has `authentication: required`, and the context has no login (no roles, scopes, claims and time of
   * authentication): layers that authenticate answer 401.
   */
  readonly lacksLogin: boolean
  /** Null where no browser sends such a request: without Origin, with several, or with an invalid one. */
  readonly browsers: BrowserVerdicts | null
}

/** One rule (docs/rules.md) applied to the request. */
export interface Step {
  /** Lockdowns and leases have no rule of their own; their steps have the rule of the response that they change. `ruleAddress` links it. */
  readonly rule: `D${number}`
  /** `skip`: the rule does not apply to this request, or another one decided before. */
  readonly outcome: 'pass' | 'fail' | 'skip'
  /**
   * One sentence about this request, lower-case start, no final period; it may name what a response must not reveal (D19). Values of the request are in
   * backticks, shortened, in printable ASCII with everything else as `\u{…}`.
   */
  readonly text: string
}
