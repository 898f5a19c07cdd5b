import { expect, test } from 'vitest'
import { COLOURED } from '../terminal/palette.ts'
import { formatGithub } from './format-github.ts'
import { formatJson } from './format-json.ts'
import { formatJunit } from './format-junit.ts'
import { formatPretty, SHOWN_OF_A_CODE } from './format-pretty.ts'
import { formatSarif } from './format-sarif.ts'
import type { Report } from './report.ts'
import { clean, mixed, options } from './reports.cases.ts'
import { readXml } from './xml.cases.ts'

interface Result {
  readonly partialFingerprints: { readonly primaryLocationLineHash: string }
}

// Rewritten by `vitest run -u`.
const goldens = {
  'pretty.txt': () => formatPretty([mixed, clean], options),
  'narrow.txt': () => formatPretty([mixed], { ...options, columns: 44 }),
  'json.ndjson': () => formatJson([mixed, clean]),
  'sarif.json': () => formatSarif([mixed, clean], options).replaceAll('0.1.0', 'VERSION'),
  'github.txt': () => formatGithub([mixed, clean], options),
  'junit.xml': () => formatJunit([mixed, clean], options),
}

for (const [name, format] of Object.entries(goldens)) {
  test(`golden: ${name}`, () => expect(format()).toMatchFileSnapshot(`./golden/${name}`))
}

test('pretty: colour changes nothing but the colour', () => {
  const coloured = formatPretty([mixed, clean], { ...options, palette: COLOURED })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(formatPretty([mixed, clean], options))
})

test('pretty: nothing that a terminal obeys comes through', () => {
  expect(formatPretty([mixed], options)).not.toMatch(/[^\P{Cc}\n]/u)
})

test('pretty: of a thousand findings of one code some are shown and all are counted', () => {
  const [, finding] = mixed.findings
  const many: Report = { ...mixed, findings: Array.from({ length: 1000 }, () => ({ ...finding! })) }
  const text = formatPretty([many], options)
  expect(text.match(/error\[MQ-201\]/g)).toHaveLength(SHOWN_OF_A_CODE)
  expect(text).toContain(`(${1000 - SHOWN_OF_A_CODE} not shown)`)
})

test('pretty: advice that holds in many places is given once, with the places', () => {
  const advice = mixed.findings.at(-1)!
  const findings = Array.from({ length: 60 }, (_, index) => ({ ...advice, line: index + 1 }))
  const text = formatPretty([{ ...mixed, findings }], options)
  expect(text.match(/note\[MQ-334\]/g)).toHaveLength(1)
  expect(text).toMatch(/= also at: 2:1, 3:1, /)
  expect(text).toMatch(/, and 19\s+more\n/)
  expect(text).toContain('60 × note  MQ-334')
})

test('pretty: notes without a line are shown with each message', () => {
  const advice = mixed.findings.at(-1)!
  const findings = ['one', 'two', 'three', 'two'].map((message) => ({
    ...advice,
    message,
    path: '',
    line: null,
    column: null,
  }))
  const text = formatPretty([{ ...mixed, findings }], options)
  for (const message of ['one', 'two', 'three'])
    expect(text.match(new RegExp(`note\\[MQ-334\\]: ${message}`, 'g'))).toHaveLength(1)
  expect(text).not.toContain('also at')
  expect(text).toContain('4 × note  MQ-334')
})

test('json: the keys are those of the contract, in its order', () => {
  const [first = '', second = ''] = formatJson([mixed, clean]).trimEnd().split('\n')
  const document = JSON.parse(first)
  expect(Object.keys(document)).toEqual(['policy', 'findings', 'errors', 'warnings'])
  expect(Object.keys(document.findings[1])).toEqual(
    'code severity message why help path file line column value'.split(' '),
  )
  expect(Object.keys(document.findings[0])).not.toContain('value')
  expect([document.errors, document.warnings]).toEqual([1, 2])
  expect(JSON.parse(second)).toEqual({
    policy: 'policy.yaml',
    findings: [],
    errors: 0,
    warnings: 0,
  })
})

test('sarif: each result points at its rule and has a fingerprint of its own', () => {
  const log = JSON.parse(formatSarif([mixed, clean], options))
  expect(log.version).toBe('2.1.0')
  const [run] = log.runs
  for (const result of run.results) {
    expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
    expect(['error', 'warning', 'note']).toContain(result.level)
    expect(result.message.text).not.toBe('')
  }
  const prints = run.results.map(
    ({ partialFingerprints }: Result) => partialFingerprints.primaryLocationLineHash,
  )
  expect(new Set(prints).size).toBe(mixed.findings.length)
})

test('sarif: a finding that moves in its file stays the same finding', () => {
  const moved: Report = {
    ...mixed,
    findings: mixed.findings.map((finding) => ({
      ...finding,
      line: finding.line && finding.line + 3,
      path: finding.path.replace(/\d+$/, (digits) => String(Number(digits) + 1)),
    })),
  }
  const prints = (report: Report): unknown =>
    JSON.parse(formatSarif([report], options)).runs[0].results.map(
      ({ partialFingerprints }: Result) => partialFingerprints,
    )
  expect(prints(moved)).toEqual(prints(mixed))
})

test('github: a line break in a message is no new command', () => {
  const lines = formatGithub([mixed], options).trimEnd().split('\n')
  expect(lines).toHaveLength(mixed.findings.length)
  for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [^:]*::/)
})

test('junit: the document is well-formed, and strict turns warnings to failures', () => {
  const lenient = readXml(formatJunit([mixed, clean], options))
  expect(lenient.filter((tag) => tag === '<failure')).toHaveLength(1)
  expect(lenient.filter((tag) => tag === '<testcase')).toHaveLength(mixed.findings.length + 1)
  const strict = readXml(formatJunit([mixed], { ...options, strict: true }))
  expect(strict.filter((tag) => tag === '<failure')).toHaveLength(3)
})
