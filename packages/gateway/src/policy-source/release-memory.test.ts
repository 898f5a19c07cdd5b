import type { Bundle, OriginList } from '@marque/core'
import { expect, test } from 'vitest'
import { isLargeBundle, releaseMemory } from './release-memory.ts'

const list = (exact: number, patterns = 0): OriginList => ({
  exact: Array.from({ length: exact }, (_, nth) => `https://o${nth}.example.org`),
  patterns: Array.from({ length: patterns }, (_, nth) => `https://*.p${nth}.example.org`),
  until: null,
})

const sizes: readonly (readonly [
  name: string,
  bundle: Pick<Bundle, 'sets' | 'tenants'>,
  want: boolean,
])[] = [
  ['none', { sets: {}, tenants: {} }, false],
  ['one less', { sets: { web: list(9_999) }, tenants: {} }, false],
  ['as many in one set', { sets: { web: list(10_000) }, tenants: {} }, true],
  [
    'as many in all lists together',
    { sets: { a: list(4_000, 1_000) }, tenants: { b: list(5_000) } },
    true,
  ],
]

for (const [name, bundle, want] of sizes) {
  test(`large or not: ${name}`, () => {
    expect(isLargeBundle(bundle as Bundle)).toBe(want)
  })
}

test('unreferenced memory is released, and no global is added', async () => {
  const held = new WeakRef({ text: 'x' })
  // What was made in this turn lives until its end.
  await new Promise((resolve) => setImmediate(resolve))
  releaseMemory()
  expect(held.deref()).toBeUndefined()
  expect('gc' in globalThis).toBe(false)
})
