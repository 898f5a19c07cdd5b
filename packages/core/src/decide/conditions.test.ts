import { describe, expect, test } from 'vitest'
import { AT, conditionCases, ORIGIN } from './conditions.cases.ts'
import { conditionHolds } from './conditions.ts'

describe('D11: whether a condition holds', () => {
  for (const {
    name,
    when,
    sources = {},
    context = {},
    headers = [],
    tenant,
    holds,
  } of conditionCases) {
    test(`${name}: ${holds}`, () => {
      const request = { method: 'GET', url: 'https://api.example.com/', headers }
      const facts = { sources, context, request, origin: ORIGIN, tenant: tenant ?? null, now: AT }
      expect(conditionHolds(when, facts)).toBe(holds)
    })
  }
})
