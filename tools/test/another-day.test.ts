import { expect, test } from 'vitest'
import { readSummary } from './another-day.ts'

test('reads passed, failed and skipped tests from the summary of the inner run', () => {
  const output = 'FAIL unit  7 passed 1 failed\n     SKIPPED: redis\n7 passed, 1 failed\n'
  expect(readSummary(output)).toEqual({ passed: 7, failed: 1, skipped: ['redis'], output })
})

test('counts a run without a summary as failed', () => {
  expect(readSummary('no memory')).toMatchObject({ passed: 0, failed: 1 })
})
