/**
 * The interface of a suite of `npm test`.
 *
 * @module
 */

import type { Part } from '../workspace/index.ts'

/** Result of a suite. */
export interface Result {
  readonly passed: number
  readonly failed: number
  /** Tests that could not run, with the fix; empty if all ran. With `CI=true` each counts as a failure. */
  readonly skipped: readonly string[]
  /** Shown if a test failed. */
  readonly output: string
}

export interface Suite {
  readonly name: string
  /** Short description for `npm test -- --list`. */
  readonly about: string
  /** Names of the required parts (programs from outside npm), as printed by `npm run parts -- --list`. */
  readonly parts?: readonly string[]
  readonly run: () => Promise<Result>
}

/** Counts each part as one test; a part with a problem has failed. */
export function resultOf(parts: readonly Part[], skipped: readonly string[] = []): Result {
  const bad = parts.filter(({ problem }) => problem !== null)
  return {
    passed: parts.length - bad.length,
    failed: bad.length,
    skipped,
    output: bad.map(({ name, problem }) => `${name}\n${problem}`).join('\n\n'),
  }
}
