import { describe, expect, test } from 'vitest'
import type { HeaderLine } from '../request.ts'
import { isDocumentNavigation, isFromOtherOrigin, isFromSameOrigin } from './fetch-metadata.ts'

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
