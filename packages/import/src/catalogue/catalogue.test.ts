import { load } from '@marque/policy'
import { expect, test } from 'vitest'
import { compareApi } from '../compare/index.ts'
import { readOpenApi } from '../openapi/index.ts'
import { updatePolicy } from '../update/index.ts'
import { RULES, ruleOf } from './catalogue.ts'

/** All codes of an example: of the description, and where it has a policy, of the comparison and the update. */
function codesOf(example: string): readonly string[] {
  const [description = '', policy] = example.split('---\n')
  const { api, findings } = readOpenApi(new TextEncoder().encode(description), 'openapi.yaml')
  const found = [...findings]
  if (api !== null && policy !== undefined) {
    const { ofPolicy, ofApi } = compareApi(load(policy, 'policy.yaml'), api, 'openapi.yaml')
    found.push(...ofPolicy, ...ofApi, ...updatePolicy(policy, 'policy.yaml', api).findings)
  }
  return found.map(({ code }) => code)
}

for (const rule of RULES) {
  test(`the example of ${rule.code} has it, and the corrected one has no finding`, () => {
    expect(codesOf(rule.example.bad)).toContain(rule.code)
    expect(codesOf(rule.example.good)).toEqual([])
  })

  test(`the texts of ${rule.code} have the form of messages`, () => {
    for (const text of [rule.title, rule.why, rule.help]) {
      expect(text).not.toMatch(/\n|\.$/)
      expect(text.length).toBeGreaterThan(3)
    }
    expect(rule.see.length).toBeGreaterThan(0)
  })
}

test('codes are unique, in order, and of this package', () => {
  const codes = RULES.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)].sort())
  expect(codes.every((code) => /^MQ-8\d\d$/.test(code))).toBe(true)
  expect(ruleOf('MQ-820')?.code).toBe('MQ-820')
  expect(ruleOf('MQ-101')).toBeUndefined()
})
