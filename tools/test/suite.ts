/**
 * What a suite of `npm test` is.
 *
 * @module
 */

import type { Part } from '../workspace/index.ts'

/** How a suite went. */
export interface Result {
  readonly passed: number
  readonly failed: number
  /** What could not be run, and what is to be done about it; empty where all ran. With `CI=true` each counts as a failure. */
  readonly skipped: readonly string[]
  /** Shown when something failed. */
  readonly output: string
}

export interface Suite {
  readonly name: string
  /** A few words for `npm test -- --list`. */
  readonly about: string
  /** Names of parts from outside npm that it needs, as `npm run parts -- --list` has them. */
  readonly parts?: readonly string[]
  readonly run: () => Promise<Result>
}

/** A result of parts that are counted one by one: each has a name and what was wrong with it, or nothing. */
export function resultOf(parts: readonly Part[], skipped: readonly string[] = []): Result {
  const bad = parts.filter(({ problem }) => problem !== null)
  return {
    passed: parts.length - bad.length,
    failed: bad.length,
    skipped,
    output: bad.map(({ name, problem }) => `${name}\n${problem}`).join('\n\n'),
  }
}
