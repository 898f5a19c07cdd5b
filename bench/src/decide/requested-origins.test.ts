import { expect, test } from 'vitest'
import { cycleOrigins } from './requested-origins.ts'
import { FOREIGN_ORIGIN, KNOWN_ORIGIN, originsFor } from './rules.ts'

test.each([1, 2, 10, 100, 997])('returns each of %i origins once per cycle', (count) => {
  const origins = originsFor(count)
  const requested = cycleOrigins(origins)
  const round = (): string[] => origins.map(() => requested.next().toString())
  expect(round().sort()).toEqual([...origins].sort())
  expect(round().sort()).toEqual([...origins].sort())
})

test('the known origin is in the list at every count; the foreign one has the same length and is not', () => {
  for (const count of [1, 100, 10_000]) {
    const origins = originsFor(count)
    expect(new Set(origins).size).toBe(count)
    expect(origins).toContain(KNOWN_ORIGIN)
    expect(origins).not.toContain(FOREIGN_ORIGIN)
  }
  expect(FOREIGN_ORIGIN).toHaveLength(KNOWN_ORIGIN.length)
})
