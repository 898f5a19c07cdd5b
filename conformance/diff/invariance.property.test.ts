import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settings } from '../differential.ts'
import { findLoss } from './invariance.ts'
import { omissionCases } from './omissions.cases.ts'
import { pairs } from './pairs.ts'
import { findFalseWitness } from './witnesses.ts'

const REQUESTS = 300

const nothing = (): { requests: number; differing: number; skipped: number; leaves: number } => ({
  requests: 0,
  differing: 0,
  skipped: 0,
  leaves: 0,
})

/** One seed for all times, and a fresh one unless `MARQUE_SEED` names it. */
const FIXED = 728_160_697
const { runs, seed } = settings(160)

for (const at of [FIXED, seed]) {
  test(`any request lies in one cell, which predicts both decisions (MARQUE_SEED=${at})`, {
    timeout: 600_000,
  }, () => {
    const checked = nothing()
    fc.assert(
      fc.property(pairs, fc.nat(), ([before, after], number) => {
        expect(findLoss(before, after, number, REQUESTS, checked)).toBeNull()
        expect(findFalseWitness(before, after)).toBeNull()
      }),
      { seed: at, numRuns: runs },
    )
    // Enough of them are requests whose sides differ.
    expect(checked.differing).toBeGreaterThan(runs)
  })
}

describe('an omission is found', () => {
  for (const { name, omission, after: edit } of omissionCases) {
    test(name, { timeout: 300_000 }, () => {
      const { counterexample } = fc.check(
        fc.property(pairs, fc.nat(), ([before, unlike], number) => {
          const after = edit?.(before) ?? unlike
          return findLoss(before, after, number, REQUESTS, nothing(), omission) === null
        }),
        { seed: FIXED, numRuns: 600, endOnFailure: true },
      )
      expect(counterexample).not.toBeNull()
    })
  }
})
