import { describe, expect, test } from 'vitest'
import { namesCases } from './requested-names.cases.ts'
import { buildNameSet, checkNames, REQUESTED_NAMES_LIMITS } from './requested-names.ts'

for (const verdict of ['covered', 'not-covered', 'too-long'] as const) {
  describe(`D24: ${verdict}`, () => {
    for (const { name, granted, lines } of namesCases.filter((one) => one.verdict === verdict)) {
      test(name, () => expect(checkNames(lines, buildNameSet(granted))).toBe(verdict))
    }
  })
}

test('D24: the bounds are 8 KiB and 128 names', () => {
  expect(REQUESTED_NAMES_LIMITS).toEqual({ bytes: 8192, names: 128 })
})

test('D24: each character of a token may stand in a name, and no other', () => {
  const any = buildNameSet(['*'])
  const taken = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).filter(
    (one) => checkNames([`x${one}x`], any) === 'covered',
  )
  expect(taken.join('')).toBe(
    "!#$%&'*+,-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~",
  )
})

test('names are kept by their length', () => {
  expect(buildNameSet(['b', 'a', 'xyz'])).toEqual({
    wildcard: false,
    byLength: [[], ['b', 'a'], [], ['xyz']],
  })
  expect(buildNameSet(['*'])).toEqual({ wildcard: true, byLength: [[], ['*']] })
})
