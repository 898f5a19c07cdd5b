import { decide, prepare } from '@marque/core'
import { bundle, get, grant, list, NOW, resource } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { Restriction } from './restriction.ts'

const A = 'https://a.example.com'
const B = 'https://b.example.com'
const C = 'https://c.example.com'
const OF_PATTERN = 'https://any.example.org'

const BUNDLE = bundle(
  [
    resource('items', '/items/**', { grants: [grant({ sets: ['apps'] })] }),
    resource('orders', '/orders/**', { grants: [grant({ sets: ['apps', 'web'] })] }),
  ],
  {
    sets: {
      apps: list([A, B], ['https://*.example.org']),
      web: list([B, C]),
      unused: list([A]),
    },
    tenants: { acme: list([A, C]) },
  },
)
const restriction = new Restriction(BUNDLE, [A])

const cases: readonly {
  readonly name: string
  readonly resources: readonly string[] | null
  readonly origins: readonly string[]
  readonly kept: { readonly resources: readonly string[]; readonly lists: object }
}[] = [
  {
    name: 'expected origins are in every list that holds them; patterns are kept',
    resources: ['orders'],
    origins: [],
    kept: { resources: ['orders'], lists: { apps: [A], web: [], acme: [A] } },
  },
  {
    name: 'other origins are added',
    resources: ['orders'],
    origins: [B],
    kept: { resources: ['orders'], lists: { apps: [A, B], web: [B], acme: [A] } },
  },
  {
    name: 'only sets that a resource names',
    resources: ['items'],
    origins: [C],
    kept: { resources: ['items'], lists: { apps: [A], acme: [A, C] } },
  },
  {
    name: 'every resource, in the order of the bundle',
    resources: null,
    origins: [],
    kept: { resources: ['items', 'orders'], lists: { apps: [A], web: [], acme: [A] } },
  },
  {
    name: 'names that the bundle does not have',
    resources: ['orders', 'absent'],
    origins: [],
    kept: { resources: ['orders'], lists: { apps: [A], web: [], acme: [A] } },
  },
]

describe('what is kept', () => {
  test.each(cases)('$name', ({ resources, origins, kept }) => {
    const part = restriction.to(resources && new Set(resources), origins)
    const lists = Object.entries({ ...part.sets, ...part.tenants })
    expect({
      resources: part.resources.map(({ name }) => name),
      lists: Object.fromEntries(lists.map(([name, { exact }]) => [name, exact])),
    }).toEqual(kept)
    expect(part.sets.apps?.patterns).toEqual(BUNDLE.sets.apps?.patterns)
  })
})

test('a part without further origins suffices for expected origins and for those that no list holds by themselves', () => {
  expect(restriction.expects([A, OF_PATTERN, 'null', 'https://unlisted.example'])).toBe(true)
  expect(restriction.expects([A, B])).toBe(false)
})

test.each([
  [A, [true, true]],
  [B, [true, true]],
  [C, [false, true]],
  [OF_PATTERN, [true, true]],
  ['null', [false, false]],
  ['https://unlisted.example', [false, false]],
])('a part decides requests from %s as the whole bundle does', (origin, reads) => {
  const origins = restriction.expects([origin]) ? [] : [origin]
  const found = ['items', 'orders'].map((name) => {
    const part = prepare(restriction.to(new Set([name]), origins))
    const request = get(`/${name}/1`, origin)
    const decision = decide(part, request, {}, { now: NOW })
    expect(decision).toEqual(decide(prepare(BUNDLE), request, {}, { now: NOW }))
    return decision.read
  })
  expect(found).toEqual(reads)
})
