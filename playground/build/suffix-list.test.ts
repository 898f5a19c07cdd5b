import fc from 'fast-check'
import { getPublicSuffix } from 'tldts'
import { expect, test } from 'vitest'
import { findSuffix, type SuffixList } from '../src/suffixes/find-suffix.ts'
import { packSuffixes, type SuffixNode, unpackSuffixes } from '../src/suffixes/packed-suffixes.ts'
import { packedSuffixList, readSuffixList } from './suffix-list.ts'

const packed = packedSuffixList()
const list: SuffixList = {
  rules: unpackSuffixes(packed.rules),
  exceptions: unpackSuffixes(packed.exceptions),
}

/** As `rules/public-suffix.ts` of the policy language calls it. */
const tldts = (host: string): string | null =>
  getPublicSuffix(host, { allowPrivateDomains: true, validateHostname: false })

/** Every name of a tree, with an example name for each wildcard. */
function* namesOf({ children }: SuffixNode, right: string): Iterable<string> {
  for (const [label, child] of children) {
    const name = `${label === '*' ? 'any-name' : label}${right}`
    yield name
    yield* namesOf(child, `.${name}`)
  }
}

test('each name of the list, and names around it, have the suffix that tldts says', () => {
  const { rules, exceptions } = readSuffixList()
  const names = [...namesOf(rules, ''), ...namesOf(exceptions, '')]
  expect(names.length).toBeGreaterThan(9_000)
  for (const name of names) {
    for (const host of [name, `a.${name}`, `b.a.${name}`, name.slice(name.indexOf('.') + 1)]) {
      if (findSuffix(list, host) !== tldts(host)) {
        expect({ host, suffix: findSuffix(list, host) }).toEqual({ host, suffix: tldts(host) })
      }
    }
  }
})

test('unlisted names have the same suffix as in tldts', () => {
  const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,8}[a-z0-9_])?$/)
  const known = fc.constantFrom(
    'com',
    'co',
    'uk',
    'ck',
    'www',
    'jp',
    'kobe',
    'city',
    'github',
    'io',
  )
  const host = fc
    .array(fc.oneof(label, known), { minLength: 1, maxLength: 5 })
    .map((labels) => labels.join('.'))
    .filter((text) => !/(^|\.)\d+$/.test(text))
  fc.assert(
    fc.property(host, (name) => {
      expect(findSuffix(list, name)).toBe(tldts(name))
    }),
  )
})

test('a packed tree unpacks to itself', () => {
  const label = fc.stringMatching(/^[a-z0-9*-]{1,40}$/)
  const nodes = (
    children: fc.Arbitrary<ReadonlyMap<string, SuffixNode>>,
  ): fc.Arbitrary<SuffixNode> => fc.record({ isSuffix: fc.boolean(), children })
  const levels = (depth: number): fc.Arbitrary<SuffixNode> =>
    depth === 0
      ? nodes(fc.constant(new Map()))
      : nodes(
          fc
            .array(fc.tuple(label, levels(depth - 1)), { maxLength: 5 })
            .map((entries) => new Map(entries)),
        )
  const tree = levels(3)
  fc.assert(
    fc.property(tree, ({ children }) => {
      const root = { isSuffix: false, children }
      expect(plain(unpackSuffixes(packSuffixes(root)))).toEqual(plain(root))
    }),
  )
})

/** Without the order of the labels, and what the reader keeps for itself. */
function plain({ isSuffix, children }: SuffixNode): unknown {
  const entries = [...children].map(([label, child]) => [label, plain(child)] as const)
  return { isSuffix, children: Object.fromEntries(entries) }
}
