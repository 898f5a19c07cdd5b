import { load } from '@marque/policy'
import { expect, test } from 'vitest'
import { compareApi } from '../compare/index.ts'
import { readCorsOptions } from '../cors-options/index.ts'
import { readHar } from '../har/index.ts'
import { draftFromLog, LogEvidence } from '../log-evidence/index.ts'
import { mergeApis } from '../merge/index.ts'
import { readOpenApi } from '../openapi/index.ts'
import { draftFromTraffic } from '../traffic/index.ts'
import { updatePolicy } from '../update/index.ts'
import { RULES, ruleOf } from './catalogue.ts'

/** All codes of an example: of the descriptions, merged, and where it has a policy, of the comparison and the update. */
function codesOf(example: string): readonly string[] {
  const [written = '', policy] = example.split('---\n')
  const read = written
    .split('+++\n')
    .map((text, index) => readOpenApi(new TextEncoder().encode(text), `openapi-${index}.yaml`))
  const found = read.flatMap(({ findings }) => findings)
  const apis = read.flatMap(({ api }) => api ?? [])
  if (apis.length > 0 && policy === undefined) found.push(...mergeApis(apis, []).findings)
  if (apis.length > 0 && policy !== undefined) {
    const { ofPolicy, ofApi } = compareApi(load(policy, 'policy.yaml'), apis)
    found.push(...ofPolicy, ...ofApi, ...updatePolicy(policy, 'policy.yaml', apis).findings)
  }
  return found.map(({ code }) => code)
}

/** The codes of an example of another source than a description. */
const READERS: readonly (readonly [codes: RegExp, read: (example: string) => readonly string[]])[] =
  [
    [
      /^MQ-86\d$|^MQ-87[01]$/,
      (example) =>
        readCorsOptions(new TextEncoder().encode(example), 'app.js', {
          self: ['https://api.example.com'],
          library: null,
        }).findings.map(({ code }) => code),
    ],
    [
      /^MQ-87[2-7]$/,
      (example) => {
        const self = ['https://api.example.com']
        const read = readHar(new TextEncoder().encode(example), 'a.har', self)
        const answers = { self, contact: null, owner: null, schema: '', file: 'a.har' }
        const drafted = draftFromTraffic(read.observations ?? [], answers)
        return [...read.findings, ...drafted.findings].map(({ code }) => code)
      },
    ],
    [
      /^MQ-88\d$/,
      (example) => {
        const self = ['https://api.example.com']
        const evidence = new LogEvidence({ self, confirmed: [], format: null })
        for (const line of example.split('\n')) evidence.add(line)
        const answers = { self, contact: null, owner: null, schema: '', file: 'cors.log' }
        return draftFromLog(evidence, answers).findings.map(({ code }) => code)
      },
    ],
  ]

for (const rule of RULES) {
  const read = READERS.find(([codes]) => codes.test(rule.code))?.[1] ?? codesOf
  test(`the example of ${rule.code} has it, and the corrected one has no finding`, () => {
    expect(read(rule.example.bad)).toContain(rule.code)
    expect(read(rule.example.good)).toEqual([])
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
