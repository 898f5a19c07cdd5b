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

  const cases: readonly (readonly [
    template: string,
    path: string,
    folded: boolean,
    segment: string | null,
  ])[] = [
    ['/t/{tenant}/**', '/t/acme', false, 'acme'],
    ['/t/{tenant}/**', '/t/acme/', false, 'acme'],
    ['/t/{tenant}/**', '/t/acme/x/y', false, 'acme'],
    ['/t/{tenant}/**', '/t', false, null],
    ['/t/{tenant}/**', '/t/', false, null],
    ['/t/{tenant}/**', '/t//x', false, null],
    ['/t/{tenant}/**', '/u/acme', false, null],
    ['/t/{tenant}/**', '/T/acme', false, null],
    ['/T/{tenant}/**', '/t/acme', false, null],
    ['/T/{tenant}/**', '/t/acme', true, 'acme'],
    ['/t/{tenant}', '/t/acme', false, 'acme'],
    ['/t/{tenant}', '/t/acme/x', false, null],
    ['/{tenant}/b', '/acme/b', false, 'acme'],
    ['/{tenant}/b', '/acme/c', false, null],
    ['/{x}/{tenant}', '/a/b', false, 'b'],
    ['/{x}/{tenant}', '//b', false, null],
  ]
  for (const [text, path, folded, segment] of cases) {
    test(`${text} of ${path}${folded ? ', case folded,' : ''} is ${segment}`, () => {
      expect(segmentOf(readPathTemplate(text, 'tenant')!, path, folded)).toBe(segment)
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
