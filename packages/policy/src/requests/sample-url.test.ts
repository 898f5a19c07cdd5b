import type { Bundle, Match } from '@marque/core'
import { expect, test } from 'vitest'
import { matchOf, modelOf, resourceOf } from '../compile/build-model.cases.ts'
import { compileModel } from '../compile/write-bundle.ts'
import { plausibleSegment, sampleUrls, urlOnOtherHost } from './sample-url.ts'

const bundleOf = (...paths: readonly string[]): Bundle =>
  compileModel(
    modelOf({
      resources: paths.map((path, at) => resourceOf(`r${at}`, [], { match: [matchOf(path)] })),
    }),
    { environment: 'production' },
  )

const urlsFor = (path: string, ...others: readonly string[]): readonly string[] => {
  const bundle = bundleOf(path, ...others)
  const match = bundle.resources.flatMap((one) => one.match).find((one) => one.path === path)
  return sampleUrls(match as Match, bundle, { segment: plausibleSegment })
}

test('a literal path is represented by itself', () => {
  expect(urlsFor('/v1/me')).toEqual(['https://api.example.com/v1/me'])
})

test('a subtree is represented by its base, its base with a slash, and a child that does not exist', () => {
  expect(urlsFor('/v1/**')).toEqual([
    'https://api.example.com/v1',
    'https://api.example.com/v1/',
    'https://api.example.com/v1/no-such-resource',
  ])
})

test('the root has no base without a slash', () => {
  expect(urlsFor('/**', '/no-such-resource')).toEqual([
    'https://api.example.com/',
    'https://api.example.com/no-such-resource-1',
  ])
})

test('names in a path get a plausible value', () => {
  expect(urlsFor('/orders/{orderId}/files/{fileName}')).toEqual([
    'https://api.example.com/orders/1/files/file.txt',
  ])
})

test('F3: a URL has the scheme and the port of the entry of `self` for its host', () => {
  const urlFor = (self: readonly string[], host: string | null): string | undefined => {
    const bundle: Bundle = { ...bundleOf('/v1'), self }
    const [match] = bundle.resources[0]?.match ?? []
    return sampleUrls({ ...(match as Match), host }, bundle)[0]
  }
  const mixed = ['https://api.example.com', 'http://intranet.example.com:8080']
  expect(urlFor(['http://intranet.example.com:8080'], null)).toBe(
    'http://intranet.example.com:8080/v1',
  )
  expect(urlFor(mixed, 'intranet.example.com')).toBe('http://intranet.example.com:8080/v1')
  expect(urlFor(mixed, 'api.example.com')).toBe('https://api.example.com/v1')
  expect(urlFor(mixed, 'other.example.org')).toBe('https://other.example.org/v1')
  // An https page cannot request the other one, whatever comes first in `self`.
  expect(urlFor(mixed.toReversed(), '*.example.com')).toBe('https://api.example.com/v1')
  expect(urlFor(['https://api.example.org', mixed[1]!], '*.example.com')).toBe(
    'http://a.example.com/v1',
  )
})

test('F3: an own host that an https page can request comes first', () => {
  const urlFor = (self: readonly string[], host: string | null = null): string | undefined => {
    const bundle: Bundle = { ...bundleOf('/v1'), self }
    const [match] = bundle.resources[0]?.match ?? []
    return sampleUrls({ ...(match as Match), host }, bundle)[0]
  }
  const both = ['http://api.example.com', 'https://api.example.com']
  expect(urlFor(both)).toBe('https://api.example.com/v1')
  expect(urlFor(both, 'api.example.com')).toBe('https://api.example.com/v1')
  expect(urlFor(both, '*.example.com')).toBe('https://api.example.com/v1')
  expect(urlFor(['http://10.0.0.7', 'https://api.example.com'])).toBe('https://api.example.com/v1')
  // Loopback is not mixed content.
  expect(urlFor(['http://localhost:3000', 'https://api.example.com'])).toBe(
    'http://localhost:3000/v1',
  )
  const bundle: Bundle = { ...bundleOf('/v1'), self: both }
  const match = { host: null, path: '/v1', methods: null, encodedSlash: 'separator' } as const
  expect(urlOnOtherHost('https://api.example.com/v1', match, bundle, 1)).toBe(
    'https://other.api.example.com/v1',
  )
})

test('F3: a URL on another own host has the scheme of that host', () => {
  const match = { host: null, path: '/v1', methods: null, encodedSlash: 'separator' } as const
  const self = ['https://api.example.com', 'http://intranet.example.com:8080']
  const bundle: Bundle = { ...bundleOf('/v1'), self }
  expect(urlOnOtherHost('https://api.example.com/v1', match, bundle, 1)).toBe(
    'http://intranet.example.com:8080/v1',
  )
  expect(urlOnOtherHost('https://api.example.com/v1', match, bundle, 2)).toBe(
    'https://other.api.example.com/v1',
  )
})
