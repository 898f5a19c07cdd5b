import { readOrigin, readPattern } from '@marque/core'
import { expect, test } from 'vitest'
import type { ModelOrigin } from '../read/model.ts'
import { findOverlaps } from './origin-index.ts'

function list(
  owner: string,
  ...texts: readonly string[]
): {
  readonly owner: string
  readonly all: readonly ModelOrigin[]
  readonly until: number
} {
  const all = texts.map((text) => ({
    text,
    path: `/${owner}`,
    exact: readOrigin(text) ?? null,
    pattern: readPattern(text) ?? null,
  }))
  return { owner, all, until: Number.POSITIVE_INFINITY }
}

test('lists overlap at a common text and under a pattern, and not beside one', () => {
  const overlaps = findOverlaps(
    [
      list('a', 'https://one.example', 'https://x.two.example'),
      list('b', 'https://one.example'),
      list('c', 'https://*.two.example'),
      list('d', 'https://two.example', 'https://x.two.example:8443'),
    ],
    100,
  )
  expect([...(overlaps?.get('a')?.keys() ?? [])]).toEqual(['b', 'c'])
  expect(overlaps?.get('c')?.get('a')?.origin).toBe('https://x.two.example')
  expect(overlaps?.get('d')).toBeUndefined()
})

test('lists of one owner do not overlap', () => {
  const overlaps = findOverlaps(
    [list('a', 'https://a.example'), list('a', 'https://a.example')],
    100,
  )
  expect(overlaps?.size).toBe(0)
})

test('the overlap that lasts longest is kept', () => {
  const lists = [
    { ...list('a', 'https://a.example'), until: 5 },
    { ...list('a', 'https://b.example'), until: 9 },
    list('b', 'https://a.example', 'https://b.example'),
  ]
  expect(findOverlaps(lists, 100)?.get('b')?.get('a')).toEqual({
    origin: 'https://b.example',
    until: 9,
  })
})

test('over its limit there is no answer, and lists that several grants share count once', () => {
  const shared = Array.from({ length: 50 }, (_, at) => `https://a${at}.example`)
  const lists = Array.from({ length: 10 }, (_, at) => list(`l${at}`, ...shared))
  expect(findOverlaps(lists, 99)).toBeUndefined()
  expect(findOverlaps(lists, 100)?.size).toBe(10)
})
