import { describe, expect, test } from 'vitest'
import type { HeaderLine } from '../request.ts'
import { fieldsCases, NO_FIELDS, tokenCases } from './request-fields.cases.ts'
import {
  holdsToken,
  isBlank,
  isDocumentNavigation,
  isFromOtherOrigin,
  isFromSameOrigin,
  linesOf,
  readFields,
  trimSpace,
} from './request-fields.ts'

describe('what the lines of a request say', () => {
  for (const { name, lines, says } of fieldsCases) {
    test(name, () => expect(readFields(lines)).toEqual({ ...NO_FIELDS, ...says }))
  }

  test('a hole in the lines is no line', () => {
    const lines: HeaderLine[] = [['Cookie', 'a=1']]
    lines[2] = ['Host', 'a.example']
    expect(readFields(lines)).toEqual({ ...NO_FIELDS, cookie: true, hosts: 1, host: 'a.example' })
  })
})

describe('a token of a list', () => {
  for (const [name, values, holds] of tokenCases) {
    test(name, () => {
      const lines = values.map((value): HeaderLine => ['Connection', value])
      expect(holdsToken([['Upgrade', 'upgrade'], ...lines], 'connection', 'upgrade')).toBe(holds)
    })
  }
})

test('the lines of a field, in any case of its name and in their order', () => {
  const lines: readonly HeaderLine[] = [
    ['Api-Version', 'v1'],
    ['api-versiom', 'v2'],
    ['xpi-version', 'v3'],
    ['api-version-x', 'v4'],
    ['API-VERSION', ' v5'],
    ['api-version', ''],
  ]
  expect(linesOf(lines, 'api-version')).toEqual(['v1', ' v5', ''])
  expect(linesOf([], 'api-version')).toEqual([])
})

const sites = (...values: readonly string[]): readonly HeaderLine[] => [
  ['Origin', 'same-origin'],
  ...values.map((value): HeaderLine => ['Sec-Fetch-Site', value]),
]

describe('where a request comes from', () => {
  const cases: readonly (readonly [values: readonly string[], same: boolean, other: boolean])[] = [
    [[], false, false],
    [['same-origin'], true, false],
    [['same-site'], false, true],
    [['cross-site'], false, true],
    [['none'], false, false],
    [['Same-Origin'], false, false],
    [['CROSS-SITE'], false, false],
    [['same-origin', 'same-origin'], false, false],
    [['same-origin', 'cross-site'], false, true],
    [['none', 'same-site'], false, true],
    [[''], false, false],
  ]
  for (const [values, same, other] of cases) {
    test(values.join(' and ') || 'no line', () => {
      expect(isFromSameOrigin(sites(...values))).toBe(same)
      expect(isFromOtherOrigin(sites(...values))).toBe(other)
    })
  }
})

describe('a navigation to a document', () => {
  const mode = (value: string): HeaderLine => ['sec-fetch-mode', value]
  const dest = (value: string): HeaderLine => ['sec-fetch-dest', value]
  const cases: readonly (readonly [name: string, lines: readonly HeaderLine[], is: boolean])[] = [
    ['both', [mode('navigate'), dest('document')], true],
    ['no line', [], false],
    ['no destination', [mode('navigate')], false],
    ['no mode', [dest('document')], false],
    ['a frame', [mode('navigate'), dest('iframe')], false],
    ['a fetch', [mode('cors'), dest('document')], false],
    ['two modes', [mode('navigate'), mode('navigate'), dest('document')], false],
    ['two destinations', [mode('navigate'), dest('document'), dest('iframe')], false],
  ]
  for (const [name, lines, is] of cases) {
    test(`${name}: ${is}`, () => expect(isDocumentNavigation(lines)).toBe(is))
  }
})

test.each([
  ['', ''],
  [' \t', ''],
  ['a', 'a'],
  [' a', 'a'],
  ['a\t', 'a'],
  ['\t a b \t', 'a b'],
  ['\u00a0a\ufeff', '\u00a0a\ufeff'],
  ['\na\r', '\na\r'],
])('%j without the space around it is %j', (text, want) => {
  expect(trimSpace(text)).toBe(want)
  expect(isBlank(text)).toBe(want === '')
})
