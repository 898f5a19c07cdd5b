import { expect, test } from 'vitest'
import { loginFromClaims } from './login.ts'

const NOW = 1_800_000_000_000

test.each([
  ['in the past', NOW / 1_000 - 60, NOW - 60_000],
  ['ahead by the skew', NOW / 1_000 + 30, NOW],
  ['ahead by more than the skew', NOW / 1_000 + 31, NOW + 31_000],
  ['absent', undefined, null],
  ['as a string', '1800000000', null],
  ['not a number', Number.NaN, null],
])('`auth_time` %s', (_, authTime, want) => {
  const claims = authTime === undefined ? {} : { auth_time: authTime }
  expect(loginFromClaims('a', claims, NOW, 30_000).authenticatedAt).toBe(want)
})
