import { expect, test } from 'vitest'
import { COLOURED } from '../terminal/palette.ts'
import { formatGithub } from './format-github.ts'
import { formatHtml } from './format-html.ts'
import { formatJson, formatNdjson } from './format-json.ts'
import { formatJunit } from './format-junit.ts'
import { formatMarkdown } from './format-markdown.ts'
import { formatPretty } from './format-pretty.ts'
import { formatSarif } from './format-sarif.ts'
import { down, fresh, hostile, known, mixed, options, silent } from './reports.cases.ts'

const interrupted = { ...options, isInterrupted: true }

/** Texts of rules and the version change elsewhere. */
function withoutRuleTexts(text: string): string {
  const log = JSON.parse(text)
  const { driver } = log.runs[0].tool
  driver.rules = driver.rules.map(({ id }: { id: string }) => ({ id }))
  driver.version = 'VERSION'
  driver.semanticVersion = 'VERSION'
  return `${JSON.stringify(log, null, 2)}\n`
}

// Rewritten by `vitest run -u`.
const goldens = {
  'pretty.txt': () => formatPretty(mixed, options),
  'narrow.txt': () => formatPretty(mixed, { ...options, columns: 60 }),
  'silent.txt': () => formatPretty(silent, options),
  'baseline.txt': () => formatPretty(known, options),
  'new.txt': () => formatPretty(fresh, options),
  'unreachable.txt': () => formatPretty(down, options),
  'interrupted.txt': () => formatPretty(silent, interrupted),
  'markdown.txt': () => formatMarkdown(mixed, options),
  'silent-markdown.txt': () => formatMarkdown(silent, options),
  'ndjson.ndjson': () => formatNdjson(mixed),
  'junit.xml': () => formatJunit(mixed, options),
  'unreachable.xml': () => formatJunit(down, options),
  'github.txt': () => formatGithub(mixed, options) + formatGithub(known, options),
  'sarif.json': () => withoutRuleTexts(formatSarif(fresh, options)),
}

for (const [name, format] of Object.entries(goldens)) {
  test(`golden: ${name}`, () => expect(format()).toMatchFileSnapshot(`./golden/${name}`))
}

test('pretty: colours do not change the text', () => {
  const coloured = formatPretty(mixed, { ...options, palette: COLOURED })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(formatPretty(mixed, options))
})

for (const format of [
  formatPretty,
  formatMarkdown,
  formatGithub,
  formatJson,
  formatNdjson,
  formatJunit,
  formatSarif,
]) {
  test(`${format.name}: control characters are escaped`, () => {
    expect(format(mixed, options)).not.toMatch(/[^\P{Cc}\n]/u)
  })
}

test('html: a page of the run, named after the policy', () => {
  const page = formatHtml(mixed, options)
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).toContain('policies/policy.yaml')
  expect(page).not.toContain('<img src=x>')
})

test('json is the report', () => {
  expect(JSON.parse(formatJson(mixed))).toEqual(mixed.report)
})

test('ndjson: one finding a line, last the report without findings', () => {
  const lines = formatNdjson(mixed)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { findings, ...rest } = mixed.report
  expect(lines).toEqual([...findings, rest])
})

test('junit: one test case for each layer and resource; only errors fail', () => {
  const text = formatJunit(mixed, options)
  expect(text.match(/<testcase /g)).toHaveLength(8)
  expect(text.match(/<failure /g)).toHaveLength(1)
  expect(text.match(/<skipped /g)).toHaveLength(2)
  expect(text).toContain('tests="8" failures="1" errors="0" skipped="2"')
})

test('junit: what the baseline has does not fail', () => {
  expect(formatJunit(known, options)).toContain('failures="0"')
  expect(formatJunit(fresh, options)).toContain('failures="1"')
})

test('markdown: user text appears only as code', () => {
  const text = formatMarkdown(mixed, options)
  const prose = text.replace(/^ *(`{3,})\w+\n.*?\n *\1$/gms, '').replace(/(`+).*?[^`]\1(?!`)/gs, '')
  expect(prose).not.toMatch(/@|https?:|<img|\[a\]/)
  expect(prose).not.toMatch(/^# /m)
})

test('markdown: a comment stays below the size limit of forges, and says what it omits', () => {
  const findings = Array.from({ length: 500 }, () => hostile)
  const text = formatMarkdown({ ...mixed, report: { ...mixed.report, findings } }, options)
  expect(text.length).toBeLessThan(61_000)
  const [, hidden = '0'] = /And (\d+) more, omitted/.exec(text) ?? []
  expect(Number(hidden) + (text.match(/^### /gm)?.length ?? 0)).toBe(500)
})

test('github: errors that are in the baseline are notices', () => {
  const commands = (text: string) => text.match(/^::\w+/gm)
  expect(commands(formatGithub(mixed, options))).toEqual(['::notice', '::error', '::warning'])
  expect(commands(formatGithub(known, options))).toEqual(['::notice', '::warning'])
})

test('sarif: a finding keeps its fingerprint when its request and counts change', () => {
  const fingerprint = (seen: number, curl: string): unknown => {
    const findings = mixed.report.findings.map((finding) => ({ ...finding, seen, curl }))
    const text = formatSarif({ ...mixed, report: { ...mixed.report, findings } }, options)
    return JSON.parse(text).runs[0].results.map(
      ({ partialFingerprints }: { partialFingerprints: unknown }) => partialFingerprints,
    )
  }
  expect(fingerprint(1, 'a')).toEqual(fingerprint(2, 'b'))
})
