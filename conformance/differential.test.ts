import * as engine from '@marque/core'
import { expect, test } from 'vitest'
import { compare, describeDifference, settings } from './differential.ts'

test('the engine answers every generated request as the oracle does', { timeout: 600_000 }, () => {
  const { seed, runs } = settings(20_000)
  const comparison = compare(engine, seed, runs, true)
  console.log(
    comparison.difference === null ? describeDifference(comparison) : `MARQUE_SEED=${seed}`,
  )
  expect(comparison.difference === null, describeDifference(comparison)).toBe(true)
})
