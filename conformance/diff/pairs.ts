/**
 * Pairs of bundles: small edits, and bundles that have nothing to do with each other.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import fc from 'fast-check'
import { bundles } from '../generate/index.ts'
import { dice } from './dice.ts'
import { edited } from './edits.ts'

export const pairs: fc.Arbitrary<readonly [before: Bundle, after: Bundle]> = fc
  .tuple(bundles, bundles, fc.nat(), fc.integer({ min: 0, max: 3 }))
  .map(([before, unlike, number, edits]): readonly [Bundle, Bundle] => [
    before,
    number % 3 === 0 ? unlike : edited(before, edits, dice(number)),
  ])
