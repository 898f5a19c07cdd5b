import { describe, expect, test } from 'vitest'
import { fieldsCases, NO_FIELDS, versionCases } from './request-fields.cases.ts'
import { readFields } from './request-fields.ts'

describe('what the lines of a request say', () => {
  for (const { name, lines, says } of fieldsCases) {
    test(name, () => expect(readFields(lines, null)).toEqual({ ...NO_FIELDS, ...says }))
  }
})

describe('the API version in a header', () => {
  for (const { name, lines, says } of versionCases) {
    test(name, () => expect(readFields(lines, 'api-version')).toEqual({ ...NO_FIELDS, ...says }))
  }

  test('may be a header that is read for something else, too', () => {
    expect(readFields([['Origin', 'https://a.example']], 'origin')).toEqual({
      ...NO_FIELDS,
      origins: 1,
      origin: 'https://a.example',
      versions: 1,
      version: 'https://a.example',
    })
  })
})
