import { expect, test } from 'vitest'
import { askInTurn } from './asked-origins.ts'
import { FOREIGN_ORIGIN, KNOWN_ORIGIN, originsFor } from './rules.ts'

test.each([1, 2, 10, 100, 997])(
  'of %i origins each is asked once before any is asked again',
  (count) => {
    const origins = originsFor(count)
    const asked = askInTurn(origins)
    const round = (): string[] => origins.map(() => asked.next().toString())
    expect(round().sort()).toEqual([...origins].sort())
    expect(round().sort()).toEqual([...origins].sort())
  },
)

test('the known origin is known at every count, and the foreign one is as long and is not', () => {
  for (const count of [1, 100, 10_000]) {
    const origins = originsFor(count)
    expect(new Set(origins).size).toBe(count)
    expect(origins).toContain(KNOWN_ORIGIN)
    expect(origins).not.toContain(FOREIGN_ORIGIN)
  }
  expect(FOREIGN_ORIGIN).toHaveLength(KNOWN_ORIGIN.length)
})
