import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Bundle, Grant, OriginList, Resource } from './bundle.ts'
import { isBundleProblem } from './bundle-problem.ts'
import { bundleBytes, canonicalJson } from './canonical.ts'
import { readBundle } from './read-bundle.ts'
import { plainGrant, plainResource, sampleBundle } from './sample-bundle.cases.ts'
import { digestOf } from './sha256.ts'

const sortedSubset = (from: readonly string[], min = 0): fc.Arbitrary<string[]> =>
  fc.subarray([...from], { minLength: min }).map((items) => items.sort())

const names = ['acme', 'constructor', 'toString', 'web', 'zoë', '1', '10', '2']

const originList: fc.Arbitrary<OriginList> = fc.record({
  exact: sortedSubset([
    'https://a.example',
    'https://b.example:8443',
    'http://localhost',
    'app://x',
  ]),
  patterns: sortedSubset(['https://*.c.example', 'https://d.example:*']),
  until: fc.option(fc.nat()),
})

const lists = fc.dictionary(fc.constantFrom(...names), originList)

/** The sample identifies tenants by host, so that their names are labels. */
const tenants = fc.dictionary(
  fc.constantFrom(...names.filter((name) => /^[a-z0-9]+$/.test(name))),
  originList,
)

const grant = (sets: readonly string[]): fc.Arbitrary<Grant> =>
  fc
    .record({
      sets: sortedSubset(sets),
      tenant: fc.boolean(),
      methods: sortedSubset(['GET', 'PATCH', 'POST'], 1),
      requestHeaders: sortedSubset(['authorization', 'x-trace']),
      exposeHeaders: sortedSubset(['etag', 'x-total']),
      credentials: fc.boolean(),
      read: fc.boolean(),
      timing: fc.boolean(),
      maxAge: fc.nat(86_400),
      from: fc.option(fc.nat(1000)),
      until: fc.option(fc.integer({ min: 1001, max: 2000 })),
    })
    .map((own) => ({ ...plainGrant, ...own }))

const resources = (sets: readonly string[]): fc.Arbitrary<Resource[]> =>
  fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: 4 })
    .chain((chosen) =>
      fc.tuple(
        ...chosen.sort().map((name, at) =>
          fc.record({
            name: fc.constant(name),
            enforce: fc.constantFrom('block' as const, 'headers' as const),
            match: fc.constant([
              { host: null, path: `/r${at}/**`, methods: null, encodedSlash: 'data' as const },
            ]),
            grants: fc.array(grant(sets), { maxLength: 3 }),
          }),
        ),
      ),
    )
    .map((own) => own.map((parts) => ({ ...plainResource, ...parts })))

const bundle: fc.Arbitrary<Bundle> = lists.chain((sets) =>
  fc
    .record({ tenants, resources: resources(Object.keys(sets)) })
    .map((parts) => ({ ...sampleBundle, sets, ...parts })),
)

test('what is written is read again, with the same bytes and the same name', () => {
  fc.assert(
    fc.property(bundle, (written) => {
      const bytes = bundleBytes(written)
      const read = readBundle(bytes)
      if (isBundleProblem(read)) throw new Error(`${read.path}: ${read.message}`)
      expect(read).toEqual(written)
      expect(bundleBytes(read)).toEqual(bytes)
      expect(digestOf(read)).toBe(digestOf(written))
    }),
  )
})

test('the order of keys changes no byte', () => {
  fc.assert(
    fc.property(bundle, fc.infiniteStream(fc.nat()), (written, numbers) => {
      expect(bundleBytes(shuffled(written, numbers) as Bundle)).toEqual(bundleBytes(written))
    }),
  )
})

test('bytes that are read are the bytes that would be written', () => {
  const bytes = bundleBytes(sampleBundle)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const changed = bytes.slice()
      changed[at] = byte
      const result = readBundle(changed)
      if (!isBundleProblem(result)) expect(bundleBytes(result)).toEqual(changed)
    }),
    { numRuns: 2000 },
  )
})

test('any bytes get an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readBundle(bytes)).toMatchObject({ code: expect.stringMatching(/^ERR_BUNDLE_/) })
    }),
    { numRuns: 1000 },
  )
})

test('any JSON at any place of a bundle gets an answer', () => {
  const places = pointersOf(sampleBundle)
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
      const changed: unknown = JSON.parse(JSON.stringify(sampleBundle))
      const last = place.at(-1) as string
      let holder = changed as Record<string, unknown>
      for (const key of place.slice(0, -1)) holder = holder[key] as Record<string, unknown>
      holder[last] = value
      const text = canonicalJson(changed)
      if (text === undefined) return
      const result = readBundle(new TextEncoder().encode(text))
      if (!isBundleProblem(result)) expect(canonicalJson(result)).toBe(text)
    }),
    { numRuns: 2000 },
  )
})

function shuffled(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, numbers))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, member]) => {
    return { key, member: shuffled(member, numbers), place: Number(numbers.next().value) }
  })
  entries.sort((a, b) => a.place - b.place)
  return Object.fromEntries(entries.map(({ key, member }) => [key, member]))
}

function pointersOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    return [[...path, key], ...pointersOf(member, [...path, key])]
  })
}
