import { describe, expect, test } from 'vitest'
import { judge } from '../rules/index.ts'
import { modelOf, NOW } from '../rules/model.cases.ts'
import { RULES } from './catalogue.ts'

/** The rules whose findings a judgement yields. MQ-416 is about all other findings together. */
const judgementRules = RULES.filter(
  ({ code }) => code === 'MQ-188' || (code >= 'MQ-200' && code !== 'MQ-416'),
)

function codesOf(text: string): readonly string[] {
  return judge(modelOf(text), { environment: 'production', now: NOW }).map(({ code }) => code)
}

describe('each entry of the catalogue', () => {
  for (const rule of judgementRules) {
    test(`${rule.code}, ${rule.title}: its bad example has it and its good one does not`, () => {
      expect(codesOf(rule.example.bad)).toContain(rule.code)
      expect(codesOf(rule.example.good)).not.toContain(rule.code)
    })
  }

  test('has a code of its own, and the severity of its range', () => {
    const codes = judgementRules.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { code, severity } of judgementRules) {
      if (code < 'MQ-300') expect(severity, code).toBe('error')
      else if (code < 'MQ-400') expect(severity, code).not.toBe('error')
    }
  })

  test('reads as one line, lower-case start, without a final period', () => {
    for (const rule of judgementRules) {
      for (const text of [rule.title, rule.why, rule.help]) {
        expect(text, rule.code).toMatch(
          /^(?:`|[a-z*]|Chromium|GET|HEAD|OPTIONS|WebSockets|API|Cross-)/,
        )
        expect(text, rule.code).not.toMatch(/[.\n]$/)
      }
    }
  })

  test('a good example has no finding but notes, unless its own subject is one', () => {
    const severity = new Map(judgementRules.map((rule) => [rule.code as string, rule.severity]))
    for (const rule of judgementRules) {
      const bad = codesOf(rule.example.good).filter((code) => severity.get(code) === 'error')
      expect(bad, rule.code).toEqual([])
    }
  })
})
