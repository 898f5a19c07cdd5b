import { describe, expect, test } from 'vitest'
import { linesOf } from '../headers/index.ts'
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
      const source = sources.apiVersion
      const header = source !== undefined && 'header' in source ? source.header : null
      const versionLines = header === null ? [] : linesOf(headers, header)
      const origin = { lines: 1, value: ORIGIN, lists: [] }
      const request = { facts: { context, versionLines }, origin, now: AT }
      expect(conditionHolds(when, { sources, request, tenant: tenant ?? null })).toBe(holds)
    })
  }
})
