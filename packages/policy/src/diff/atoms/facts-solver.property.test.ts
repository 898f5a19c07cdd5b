import type { BundleContext, Condition, Context, HeaderLine, Json } from '@marque/core'
import { conditionHolds } from '@marque/core/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contextOf, type FactsProblem, solveFacts } from './facts-solver.ts'

const ORIGIN = 'https://app.example.com'
const AT = 1_000_000

const some = <Item>(...items: readonly Item[]): fc.Arbitrary<Item[]> =>
  fc.subarray([...items], { minLength: 1 })

const value: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  'a',
  'b',
  '{origin}',
  '{tenant}',
  ORIGIN,
  1,
  ['a', 'x y'],
)
const parts = {
  roles: some('a', 'b', 'c'),
  scopes: some('x', 'y'),
  authenticatedWithin: fc.constantFrom(10, 20),
  apiVersion: some('v1', 'v2'),
  claims: fc
    .array(fc.tuple(fc.constantFrom('/p', '/q'), value), { minLength: 1, maxLength: 2 })
    .map((list) => Object.fromEntries(list)),
}

/** Conditions of few kinds: what they share matters. */
const THEMES: readonly (readonly (keyof typeof parts)[])[] = [
  ['roles', 'claims'],
  ['scopes', 'claims'],
  ['roles', 'scopes'],
  ['apiVersion'],
  ['apiVersion', 'claims'],
  ['authenticatedWithin', 'roles'],
]

const conditionsOf = (theme: readonly (keyof typeof parts)[]): fc.Arbitrary<Condition[]> =>
  fc.array(
    fc.record(Object.fromEntries(theme.map((name) => [name, parts[name]])), { requiredKeys: [] }),
    { minLength: 1, maxLength: 2 },
  ) as fc.Arbitrary<Condition[]>

const claim = fc.constantFrom(undefined, { claim: 'p' }, { claim: '/q' })
const sources: fc.Arbitrary<BundleContext> = fc
  .record({
    roles: claim,
    scopes: claim,
    apiVersion: fc.oneof(
      claim,
      fc.constantFrom(
        { header: 'api-version' },
        { header: 'x-version' },
        { path: '/{apiVersion}/**' },
      ),
    ),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)))

const problem: fc.Arbitrary<FactsProblem> = fc.record({
  conditions: fc
    .constantFrom(...THEMES)
    .chain((theme) => fc.tuple(conditionsOf(theme), conditionsOf(theme))),
  sources: fc.tuple(sources, sources),
  origin: fc.constant(ORIGIN),
  tenants: fc.tuple(fc.constantFrom(null, 'a'), fc.constantFrom(null, 'b')),
})

const held: fc.Arbitrary<Json> = fc.oneof(
  fc.subarray<Json>(['a', 'b', 'c', 'x', 'y', 'v1', ORIGIN, 1, 'x y']),
  fc.constantFrom<Json>('a', 'x', 'x y', 'y x a', 'v1', 'v2', ORIGIN, 1),
)
const facts: fc.Arbitrary<{ readonly context: Context; readonly headers: readonly HeaderLine[] }> =
  fc.record({
    context: fc.record(
      {
        roles: fc.subarray(['a', 'b', 'c']),
        scopes: fc.subarray(['x', 'y']),
        apiVersion: fc.constantFrom('v1', 'v2', 'v3'),
        authenticatedAt: fc.constantFrom(AT, AT - 10, AT - 15, AT - 25, AT + 1),
        claims: fc.record({ p: held, q: held, r: held }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
    headers: fc.array(
      fc.tuple(fc.constantFrom('api-version', 'x-version'), fc.constantFrom('v1', 'v2', 'v3')),
      { maxLength: 2 },
    ),
  })

/** Which conditions of both sides hold. */
function truths(
  { conditions, sources: [before, after], origin, tenants }: FactsProblem,
  context: Context,
  headers: readonly HeaderLine[],
): string {
  return conditions
    .map((list, side) => {
      const of = side === 0 ? before : after
      const source = of.apiVersion
      const header = source !== undefined && 'header' in source ? source.header : null
      const versionLines = headers.flatMap(([name, text]) => (name === header ? [text] : []))
      const request = {
        facts: { context, versionLines },
        origin: { lines: 1, value: origin, lists: [] },
        now: AT,
      }
      const tenant = tenants[side === 0 ? 0 : 1]
      return list
        .map((when) => Number(conditionHolds(when, { sources: of, request, tenant })))
        .join('')
    })
    .join(' > ')
}

test('every combination of conditions that some client meets is among those that are solved', () => {
  fc.assert(
    fc.property(problem, fc.array(facts, { minLength: 40, maxLength: 40 }), (given, clients) => {
      const samples = solveFacts(given)
      if (typeof samples === 'string') return
      const solved = new Set(
        samples.map((sample) => truths(given, contextOf(sample, AT), sample.headers)),
      )
      for (const { context, headers } of clients) {
        expect(solved).toContain(truths(given, context, headers))
      }
    }),
    { numRuns: 500, seed: 7 },
  )
})

test('conditions of which one is about a part of the claim of another are not solved', () => {
  const conditions = [[{ claims: { '/a': 1 } }, { claims: { '/a/b': 1 } }], []] as const
  const given = { conditions, sources: [{}, {}], origin: ORIGIN, tenants: [null, null] } as const
  expect(solveFacts(given)).toBe('claims of its conditions contain each other')
})

test('too many lists of roles are not solved', () => {
  const conditions = [Array.from({ length: 9 }, (_, at) => ({ roles: [`r${at}`] })), []] as const
  const given = { conditions, sources: [{}, {}], origin: ORIGIN, tenants: [null, null] } as const
  expect(solveFacts(given)).toBe('its conditions can hold in too many combinations')
})
