/**
 * Compares the engine with the oracle: `node --conditions=@marque/source conformance/compare.ts`.
 *
 * `MARQUE_RUNS` requests (20000), from `MARQUE_SEED` (random, printed). Exit 1 at the first difference. `MARQUE_SHRINK=no`
 * stops there instead of looking for the smallest case.
 *
 * @module
 */
import * as engine from '@marque/core'
import { compare, describeDifference, settings } from './differential.ts'

const { seed, runs } = settings(20_000)
const comparison = compare(engine, seed, runs, process.env.MARQUE_SHRINK !== 'no')
console.log(describeDifference(comparison))
process.exitCode = comparison.difference === null ? 0 : 1
