import { bundle, list } from '@marque/testkit/bundles'
import { expect, test } from 'vitest'
import { SetIndex } from './set-index.ts'

const A = 'https://a.example.com'
const index = new SetIndex([
  bundle([], { sets: { apps: list([A]), wide: list([], ['https://*.example.com']) } }),
  bundle([], { sets: { later: list([A]), wide: list([], ['https://*.example.org']) } }),
])

test.each([
  ['an origin by itself, on either side, and by a pattern', [A], ['apps', 'later', 'wide']],
  ['an origin by a pattern of the bundle after', ['https://b.example.org'], ['wide']],
  ['several origins', ['https://b.example.org', A], ['apps', 'later', 'wide']],
  ['an origin on another port', ['https://a.example.com:8443'], []],
  ['what is no origin', ['null'], []],
  ['no origin', [], []],
])('sets that hold %s', (_, origins, sets) => {
  expect([...index.holding(origins)].sort()).toEqual(sets)
})
