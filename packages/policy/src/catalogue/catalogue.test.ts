import { expect, test } from 'vitest'
import { check } from '../check.ts'
import { FINDING_CODES, type FindingCode, kindOf, RETIRED_CODES } from '../findings/codes.ts'
import type { Finding } from '../findings/finding.ts'
import { distanceBetween, nearestFinder } from '../findings/nearest.ts'
import { load } from '../load.ts'
import { readTestFile } from '../tests/read-test-file.ts'
import { RULES, ruleOf } from './catalogue.ts'
import type { FindingRule } from './finding-rule.ts'

const options = { environment: 'production', now: Date.UTC(2098, 10, 22) }
/** Bytes that an example cannot show in a document. */
const NOT_WRITTEN = new Map<string, string | Uint8Array>([
  ['MQ-100 not-utf-8', new Uint8Array([0x61, 0x3a, 0x20, 0xfc])],
  ['MQ-100 utf-16', new Uint8Array([0xff, 0xfe, 0x76, 0x00])],
  ['MQ-100 control-character', 'version: 1\0'],
  ['MQ-101 size', new Uint8Array(67_108_865)],
])

function findingsOf({ subject }: FindingRule, text: string | Uint8Array): readonly Finding[] {
  const loaded = load(text, '-')
  return subject === 'tests' ? readTestFile(loaded).findings : check(loaded, options)
}

for (const rule of RULES) {
  const { reasons = [{ ...rule, reason: undefined }] } = rule
  for (const { reason, title, why = rule.why, help = rule.help, example } of reasons) {
    const kind = kindOf({ code: rule.code, reason })
    const kinds = (text: string | Uint8Array): readonly string[] =>
      findingsOf(rule, text).map(kindOf)

    test(`the incorrect example of ${kind} has the finding, and the correct one does not`, () => {
      expect(kinds(NOT_WRITTEN.get(kind) ?? example.bad)).toContain(kind)
      expect(kinds(example.good)).not.toContain(kind)
    })

    test(`the correct example of ${kind} has no error`, () => {
      const findings = findingsOf(rule, example.good)
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    })

    test(`the texts of ${kind} are clauses of one line`, () => {
      for (const text of [title, why, help]) {
        expect(text).not.toMatch(/\n|\.$/)
        expect(text.length).toBeGreaterThan(3)
      }
      expect(rule.see.length).toBeGreaterThan(0)
    })
  }

  test(`${rule.code} has an entry for each of its reasons`, () => {
    const reasons: readonly string[] = FINDING_CODES[rule.code as FindingCode]
    expect((rule.reasons ?? []).map(({ reason }) => reason).sort()).toEqual([...reasons].sort())
  })
}

test('every code has an entry, and no number is used again', () => {
  expect(RULES.map(({ code }) => code)).toEqual(Object.keys(FINDING_CODES))
  for (const [code, [next, reason]] of Object.entries(RETIRED_CODES)) {
    expect(ruleOf(code)).toBeUndefined()
    expect(ruleOf(next)?.reasons?.map((one) => one.reason)).toContain(reason)
  }
})

test('a reason has texts of its own where they differ', () => {
  expect(ruleOf('MQ-140', 'path')).toMatchObject({ code: 'MQ-140', help: 'remove the path' })
  expect(ruleOf('MQ-140')?.title).toBe('malformed origin')
})

test('codes are unique and in order', () => {
  const codes = RULES.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)].sort())
  expect(ruleOf('MQ-140')?.code).toBe('MQ-140')
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
