import { describe, expect, test } from 'vitest'
import type { HeaderLine } from '../request.ts'
import { fieldsCases, NO_FIELDS, tokenCases } from './request-fields.cases.ts'
import { holdsToken, linesOf, readFields } from './request-fields.ts'

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
