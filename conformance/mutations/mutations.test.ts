import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutations } from './mutations.ts'

test('there are at least twenty faults, with names of their own', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(20)
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
})

test.each(mutations)(
  '$rule $name: its place stands in the engine exactly once',
  ({ file, find }) => {
    const text = readFileSync(new URL(`../../packages/core/src/${file}`, import.meta.url), 'utf8')
    expect(text.split(find).length - 1).toBe(1)
  },
)
