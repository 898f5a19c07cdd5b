/**
 * `--browser`: real browsers after the probes.
 *
 * @module
 */
import type { Verification, VerifyInput } from '@marque/verify'
import { showable, writeError } from '../terminal/index.ts'

/** Requests of pages in each browser. */
const MAX_CASES = 400

export interface BrowserOutcome {
  readonly verification: Verification
  /** False where a browser is missing, does not start or stopped: stderr has the reason. */
  readonly isComplete: boolean
}

/** Adds what real browsers conclude to a run. @param names Values of `--browser`. */
export async function askBrowsers(
  input: VerifyInput,
  verification: Verification,
  names: readonly string[],
): Promise<BrowserOutcome> {
  const { TESTED_BROWSERS, verifyInBrowsers } = await import('@marque/verify')
  const { report, runs } = await verifyInBrowsers(input, verification.report, {
    browsers: TESTED_BROWSERS.filter((browser) => names.includes(browser)),
    maxCases: MAX_CASES,
  })
  for (const { problem } of runs) {
    if (problem !== null) writeError(`marque: ${showable(problem)}\n`)
  }
  return {
    verification: { ...verification, report },
    isComplete: runs.every(({ problem }) => problem === null),
  }
}
