import { bundle, list } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { buildOriginIndex, listsHolding } from './origin-index.ts'

const sets = {
  one: list(['https://foo.com', 'https://bar.com', 'https://both.example']),
  two: list(['https://both.example', 'https://a.sub.example.com'], ['https://*.example.com'], 5),
  three: list([], ['https://*.sub.example.com:*', 'http://localhost:*', 'not a pattern']),
  four: list([], ['https://*.example.com', 'https://*.example.com:8443', 'http://[::1]:*']),
  five: list([], ['https://*-ab.preview.example', 'https://*--ab.preview.example:*']),
  cats: list(['https://bat.example', 'https://cat.example', 'https://meerkat.example']),
}
const tenants = {
  acme: list(['https://portal.acme.example', 'https://foo.com'], ['https://*.acme.example'], 9),
}
const built = () => buildOriginIndex(bundle([], { sets, tenants }))
const names = ['web', ...Object.keys(sets), ...Object.keys(tenants)]
const listsOf = (origin: string): readonly string[] | undefined =>
  listsHolding(built(), origin)?.map((at) => names[at] ?? `no list ${at}`)

/** Origins and the lists that hold them. */
const cases: readonly (readonly [origin: string, lists: readonly string[] | undefined])[] = [
  ['https://foo.com', ['one', 'acme']],
  ['https://bar.com', ['one']],
  ['https://barfoo.com', []],
  ['https://foobar.com', []],
  ['https://foo.bar.com', []],
  ['https://both.example', ['one', 'two']],
  ['https://a.sub.example.com', ['two', 'three', 'four']],
  ['https://foo.example.com', ['two', 'four']],
  ['https://bar.foo.example.com', ['two', 'four']],
  ['https://x.y.z.foo.example.com', ['two', 'four']],
  ['https://sub.example.com', ['two', 'four']],
  ['https://b.sub.example.com', ['two', 'three', 'four']],
  ['https://c.b.sub.example.com:9', ['three']],
  ['https://c.example.com:8443', ['four']],
  ['https://c.example.com:8444', []],
  ['https://example.com', []],
  ['https://example.com:8443', []],
  ['https://evilexample.com', []],
  ['https://example.com.evil.test', []],
  ['https://foo.example.community', []],
  ['http://foo.example.com', []],
  ['https://.example.com', undefined],
  ['https://FOO.example.com', undefined],
  ['https://x/.example.com', undefined],
  ['https://*.example.com', undefined],
  ['http://localhost', ['three']],
  ['http://localhost:3000', ['three']],
  ['http://localhost:65535', ['three']],
  ['http://localhost:0', undefined],
  ['http://localhost:65536', undefined],
  ['http://localhost:03000', undefined],
  ['http://localhost.evil.test:3000', []],
  ['http://a.localhost:3000', []],
  ['https://localhost:3000', []],
  ['http://[::1]:8080', ['four']],
  ['http://[::2]:8080', []],
  ['https://cat.example', ['cats']],
  ['https://at.example', []],
  ['https://kat.example', []],
  ['https://meerka.example', []],
  ['https://erkat.example', []],
  ['https://portal.acme.example', ['acme']],
  ['https://other.acme.example', ['acme']],
  ['https://acme.example', []],
  ['https://x-ab.preview.example', ['five']],
  ['https://a.x-ab.preview.example', []],
  ['https://x-ab.y.preview.example', []],
  ['https://xab.preview.example', []],
  ['https://x-abc.preview.example', []],
  ['https://x-ab.preview.example.', []],
  ['https://x-ab.preview.example:9', []],
  ['https://x--ab.preview.example:9', ['five']],
  ['https://a.x--ab.preview.example:9', []],
  ['https://-ab.preview.example', undefined],
  ['null', undefined],
  ['constructor', undefined],
  ['__proto__', undefined],
]

describe('which lists hold an origin', () => {
  for (const [origin, lists] of cases) {
    const title = lists === undefined ? 'is no origin' : `is in ${lists.join(', ') || 'none'}`
    test(`${origin} ${title}`, () => expect(listsOf(origin)).toEqual(lists))
  }
})

test('lists keep their ends, and are found by name: the sets, then the directories', () => {
  const index = built()
  expect(index.untils).toEqual([null, null, 5, null, null, null, null, 9])
  expect([...index.sets]).toEqual(names.slice(0, 7).map((name, at) => [name, at]))
  expect([...index.tenants]).toEqual([['acme', 7]])
})

test('without patterns only exact origins are listed, and an invalid origin is reported as such', () => {
  const exact = buildOriginIndex(bundle([], { sets: { a: list(['https://a.example']) } }))
  expect(listsHolding(exact, 'https://a.example')).toEqual([1])
  expect(listsHolding(exact, 'https://b.a.example')).toEqual([])
  expect(listsHolding(exact, 'https://a.example/')).toBeUndefined()
})
