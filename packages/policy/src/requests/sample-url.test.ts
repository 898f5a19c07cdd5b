import type { Bundle, Match } from '@marque/core'
import { expect, test } from 'vitest'
import { matchOf, modelOf, resourceOf } from '../compile/build-model.cases.ts'
import { compileModel } from '../compile/write-bundle.ts'
import { plausibleSegment, sampleUrls } from './sample-url.ts'

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
