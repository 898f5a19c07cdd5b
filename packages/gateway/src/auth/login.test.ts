import { expect, test } from 'vitest'
import { loginFromClaims } from './login.ts'

const NOW = 1_800_000_000_000

test.each([
  ['in the past', NOW / 1_000 - 60, NOW - 60_000],
  ['ahead by the skew', NOW / 1_000 + 30, NOW],
  ['ahead by more than the skew', NOW / 1_000 + 31, NOW + 31_000],
  ['not said', undefined, null],
  ['in words', '1800000000', null],
  ['no number', Number.NaN, null],
])('a login %s', (_, told, want) => {
  const claims = told === undefined ? {} : { auth_time: told }
  expect(loginFromClaims('a', claims, NOW, 30_000).authenticatedAt).toBe(want)
})
