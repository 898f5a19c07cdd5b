import { expect, test } from 'vitest'
import { check } from '../check.ts'
import type { Finding } from '../findings/finding.ts'
import { distanceBetween, nearestFinder } from '../findings/nearest.ts'
import { load } from '../load.ts'
import { readTestFile } from '../tests/read-test-file.ts'
import { RULES, ruleOf } from './catalogue.ts'
import type { FindingRule } from './finding-rule.ts'

const options = { environment: 'production', now: Date.UTC(2098, 10, 22) }
/** What their examples would show cannot stand in a page: bytes, and 64 MiB. */
const NOT_WRITTEN = new Map<string, Uint8Array>([
  ['MQ-100', new Uint8Array([0x61, 0x3a, 0x20, 0xfc])],
  ['MQ-101', new Uint8Array(67_108_865)],
])

function findingsOf({ subject }: FindingRule, text: string | Uint8Array): readonly Finding[] {
  const loaded = load(text, '-')
  return subject === 'tests' ? readTestFile(loaded).findings : check(loaded, options)
}

for (const rule of RULES) {
  const codes = (text: string | Uint8Array): readonly string[] =>
    findingsOf(rule, text).map(({ code }) => code)

  test(`the example of ${rule.code} has it, and the mended one does not`, () => {
    expect(codes(NOT_WRITTEN.get(rule.code) ?? rule.example.bad)).toContain(rule.code)
    expect(codes(rule.example.good)).not.toContain(rule.code)
  })

  test(`the mended example of ${rule.code} has no error`, () => {
    const findings = findingsOf(rule, rule.example.good)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test(`the texts of ${rule.code} read as one`, () => {
    for (const text of [rule.title, rule.why, rule.help]) {
      expect(text).not.toMatch(/\n|\.$/)
      expect(text.length).toBeGreaterThan(3)
    }
    expect(rule.see.length).toBeGreaterThan(0)
  })
}

test('codes are unique and in order', () => {
  const codes = RULES.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)].sort())
  expect(ruleOf('MQ-141')?.code).toBe('MQ-141')
  expect(ruleOf('MQ-999')).toBeUndefined()
})

test('the nearest word is one that a slip of the hand makes', () => {
  const nearest = nearestFinder()
  const words = ['origins', 'resources', 'contact', 'credentials']
  expect(nearest('orgins', words)).toBe('origins')
  expect(nearest('Credential', words)).toBe('credentials')
  expect(nearest('xyz', words)).toBeUndefined()
  expect(nearest('a'.repeat(100_000), words)).toBeUndefined()
  expect(distanceBetween('ab', 'ba', 9)).toBe(1)
})

test('a finder stops comparing when it has compared enough', () => {
  const nearest = nearestFinder()
  const many = Array.from({ length: 100_001 }, (_, index) => `name-${index}`)
  expect(nearest('nam-7', many)).toBeUndefined()
  expect(nearest('origin', ['origins'])).toBeUndefined()
})
