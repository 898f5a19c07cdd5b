import { expect, test } from 'vitest'
import { CAUSES } from '../report/index.ts'
import { RULES, ruleOf } from './catalogue.ts'

test('each cause has a code, in the order of the causes', () => {
  const codes = RULES.map(({ code }) => code)
  expect(codes.slice(0, CAUSES.length)).toEqual(CAUSES.map((_cause, index) => `MQ-${601 + index}`))
  expect(ruleOf('unreachable').code).toBe('MQ-601')
  expect(ruleOf('browser-differs').code).toBe('MQ-642')
})

test.each(RULES)('the texts of $code have the form of messages', ({ title, why, help, see }) => {
  for (const text of [title, why, help]) {
    expect(text).not.toMatch(/\n|\.$/)
    expect(text.length).toBeGreaterThan(3)
  }
  expect(see.length).toBeGreaterThan(0)
})

test('warnings and notes are those that no page breaks by', () => {
  const of = (severity: string): readonly string[] =>
    CAUSES.filter((cause) => ruleOf(cause).severity === severity)
  expect(of('warning')).toEqual([
    'unsteady',
    'options-hijacked',
    'exposed-headers-differ',
    'max-age-differs',
  ])
  expect(of('note')).toEqual(['harmless'])
})
