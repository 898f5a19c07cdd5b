import { describe, expect, test } from 'vitest'
import { labelOf, readHostTemplate, readPathTemplate, segmentOf, splitPath } from './template.ts'

describe('a tenant named by the host (D15)', () => {
  test('templates are `{tenant}.` and a host', () => {
    expect(readHostTemplate('{tenant}.api.example.com')).toEqual({ suffix: '.api.example.com' })
    for (const text of ['{tenant}', '{tenant}.', 'x{tenant}.a', 'a.{tenant}.b', '{id}.a', '']) {
      expect(readHostTemplate(text), text).toBeUndefined()
    }
  })

  const cases: readonly (readonly [host: string, label: string | null])[] = [
    ['acme.api.example.com', 'acme'],
    ['api.example.com', null],
    ['.api.example.com', null],
    ['a.b.api.example.com', null],
    ['acme.api.example.org', null],
    ['acme-api.example.com', null],
    ['', null],
  ]
  for (const [host, label] of cases) {
    test(`${host} names ${label}`, () => {
      expect(labelOf(readHostTemplate('{tenant}.api.example.com')!, host)).toBe(label)
    })
  }
})

describe('a segment named by the path', () => {
  test('templates are patterns with that name', () => {
    expect(readPathTemplate('/t/{tenant}/**', 'tenant')).toMatchObject({ index: 1 })
    expect(readPathTemplate('/{tenant}', 'tenant')).toMatchObject({ index: 0 })
    expect(readPathTemplate('/t/{other}', 'tenant')).toBeUndefined()
    expect(readPathTemplate('/tenant', 'tenant')).toBeUndefined()
    expect(readPathTemplate('no pattern', 'tenant')).toBeUndefined()
  })

  const cases: readonly (readonly [template: string, path: string, segment: string | null])[] = [
    ['/t/{tenant}/**', '/t/acme', 'acme'],
    ['/t/{tenant}/**', '/t/acme/', 'acme'],
    ['/t/{tenant}/**', '/t/acme/x/y', 'acme'],
    ['/t/{tenant}/**', '/t', null],
    ['/t/{tenant}/**', '/t/', null],
    ['/t/{tenant}/**', '/t//x', null],
    ['/t/{tenant}/**', '/u/acme', null],
    ['/t/{tenant}/**', '/T/acme', null],
    ['/T/{tenant}/**', '/t/acme', null],
    ['/t/{tenant}', '/t/acme', 'acme'],
    ['/t/{tenant}', '/t/acme/x', null],
    ['/{tenant}/b', '/acme/b', 'acme'],
    ['/{tenant}/b', '/acme/c', null],
    ['/{x}/{tenant}', '/a/b', 'b'],
    ['/{x}/{tenant}', '//b', null],
  ]
  for (const [text, path, segment] of cases) {
    test(`${text} of ${path} is ${segment}`, () => {
      expect(segmentOf(readPathTemplate(text, 'tenant')!, path)).toBe(segment)
    })
  }
})

test('a path is split at its slashes, one trailing slash aside', () => {
  expect(splitPath('/')).toEqual([])
  expect(splitPath('/a')).toEqual(['a'])
  expect(splitPath('/a/')).toEqual(['a'])
  expect(splitPath('/a//')).toEqual(['a', ''])
  expect(splitPath('//a')).toEqual(['', 'a'])
})
