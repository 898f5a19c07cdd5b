import { expect, test } from 'vitest'
import { readSummary } from './another-day.ts'

test('the summary of the inner run counts, and so does what it left out', () => {
  const output = 'FAIL unit  7 passed 1 failed\n     SKIPPED: redis\n7 passed, 1 failed\n'
  expect(readSummary(output)).toEqual({ passed: 7, failed: 1, skipped: ['redis'], output })
})

test('a run that ends without a summary has failed', () => {
  expect(readSummary('no memory')).toMatchObject({ passed: 0, failed: 1 })
})
