import type { Bundle } from '@marque/core'
import { diff } from '@marque/policy/diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settings } from '../differential.ts'
import { bundles } from '../generate/bundle.ts'
import { dice } from './dice.ts'
import { edited, padded } from './edits.ts'
import { findReportFault } from './report-fault.ts'

const REQUESTS = 200

/** The same pairs in each run, unless `MARQUE_SEED` selects others. What a seed finds becomes a named case in `diff.cases.ts`. */
const SEED = 728_160_697

const { runs } = settings(40)
const seed = process.env.MARQUE_SEED === undefined ? SEED : settings(40).seed

function faultOf(before: Bundle, after: Bundle, number: number): string | null {
  const counts = { requests: 0, differing: 0, changes: 0 }
  return findReportFault(before, after, number, REQUESTS, counts)
}

test('a request is covered by a change if and only if it changes, after small edits', {
  timeout: 600_000,
}, () => {
  fc.assert(
    fc.property(bundles, fc.nat(), fc.integer({ min: 0, max: 3 }), (before, number, count) => {
      const after = edited(before, count, dice(number))
      const pair =
        number % 4 === 0 ? ([padded(before), padded(after)] as const) : ([before, after] as const)
      expect(faultOf(...pair, number)).toBeNull()
    }),
    { seed, numRuns: runs, endOnFailure: true },
  )
})

test('a request is covered by a change if and only if it changes, between unlike policies', {
  timeout: 600_000,
}, () => {
  fc.assert(
    fc.property(bundles, bundles, fc.nat(), (before, after, number) => {
      expect(faultOf(before, after, number)).toBeNull()
    }),
    { seed, numRuns: Math.ceil(runs / 4), endOnFailure: true },
  )
})

test('a policy is equal to itself', () => {
  fc.assert(
    fc.property(bundles, (bundle) => {
      expect(diff(bundle, structuredClone(bundle))).toMatchObject({
        verdict: 'equal',
        changes: [],
        causes: [],
        notes: [],
        undecided: [],
      })
    }),
    { seed, numRuns: runs },
  )
})

/** Which aspects of which resources change in which direction; causes, and so the grouping, can differ between the two ways. */
function outline(before: Bundle, after: Bundle, isBack: boolean): readonly string[] {
  const lines = diff(before, after).changes.flatMap(({ direction, classes }) =>
    classes.map(({ aspect, shape, resources }) => {
      const isWider = (direction === 'wider') !== isBack
      const pair = isBack ? resources.toReversed() : resources
      return `${isWider ? 'wider' : 'tighter'} ${aspect} ${shape} ${pair.join(' > ')}`
    }),
  )
  return [...new Set(lines)].sort()
}

test('what opens one way closes the other way', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(bundles, fc.nat(), (before, number) => {
      const after = edited(before, 2, dice(number))
      expect(outline(before, after, false)).toEqual(outline(after, before, true))
    }),
    { seed, numRuns: runs },
  )
})
