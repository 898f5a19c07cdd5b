import {
  type Bundle,
  type Decision,
  decide,
  type Lockdown,
  type Moment,
  prepare,
} from '@marque/core'
import { diff } from '@marque/policy/diff'
import { permitsSame } from '@marque/policy/tests'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { settings } from '../differential.ts'
import { bundles } from '../generate/index.ts'
import { type Dice, dice } from './dice.ts'
import { edited } from './edits.ts'
import { throwRequest } from './requests.ts'

/** The same pairs in each run, unless `MARQUE_SEED` selects others. */
const SEED = 20_261_130
const { runs } = settings(150)
const seed = process.env.MARQUE_SEED === undefined ? SEED : settings(150).seed

const REQUESTS = 120

const MODES = ['deny-all', 'public-only', 'credentials-off'] as const

/** A time without an incident, under a lockdown, or around the end of a lease. */
function momentOf(now: number, { resources }: Bundle, dice: Dice): Moment {
  if (dice.once(2)) return { now }
  if (dice.once(2)) return { now, leaseUntil: now - dice.pick([-1, 0, 999, 1_000, 5_000, 9e8]) }
  const name = dice.pick(resources.map((one) => one.name))
  const scope: Lockdown['scope'] = dice.pick([{}, { resource: name }])
  return { now, lockdowns: [{ mode: dice.pick(MODES), scope }] }
}

/** What else a preflight may ask for is decided by the preflight that asks for it; how long it is kept lets nobody do more. */
const OF_OTHER_PREFLIGHTS = [
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-max-age',
]

/** What the decision lets a client do. */
function permitted({ reach, read, headers, removes }: Decision): object {
  const lines = headers.filter(([name]) => !OF_OTHER_PREFLIGHTS.includes(name))
  return { reach, read, headers: lines.map(String).sort(), removes: reach ? removes : [] }
}

test('where an edited policy permits the same as the accepted one, it lets nobody do more or less, also during incidents', {
  timeout: 300_000,
}, () => {
  const counts = { same: 0, edited: 0, other: 0 }
  fc.assert(
    fc.property(bundles, fc.nat(), fc.integer({ min: 0, max: 2 }), (before, number, edits) => {
      const roll = dice(number)
      const after = edited(before, edits, roll)
      const difference = diff(before, after)
      const isSame = permitsSame(difference, before, after)
      if (difference.changes.some(({ direction }) => direction === 'wider')) {
        expect(isSame).toBe(false)
      }
      const isEdited = JSON.stringify(before) !== JSON.stringify(after)
      if (!isEdited) expect(isSame).toBe(true)
      if (isSame) counts[isEdited ? 'edited' : 'same']++
      else counts.other++
      if (!isSame || !isEdited) return
      const sides = [prepare(before), prepare(after)] as const
      for (let left = REQUESTS; left > 0; left--) {
        const { request, context, moment } = throwRequest([before, after], roll)
        const at = momentOf(moment.now, before, roll)
        const [old, now] = sides.map((side) => permitted(decide(side, request, context, at)))
        expect(now, JSON.stringify({ request, context, at })).toEqual(old)
      }
    }),
    { seed, numRuns: runs, endOnFailure: true },
  )
  expect(counts.same).toBeGreaterThan(5)
  expect(counts.edited).toBeGreaterThan(5)
  expect(counts.other).toBeGreaterThan(30)
})
