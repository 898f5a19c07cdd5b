import { expect, test } from 'vitest'
import { COLOURED } from '../terminal/palette.ts'
import { formatGithub } from './format-github.ts'
import { formatJson, formatNdjson } from './format-json.ts'
import { formatMarkdown } from './format-markdown.ts'
import { formatPretty } from './format-pretty.ts'
import type { DiffReport } from './report.ts'
import {
  closes,
  differenceOf,
  equal,
  hostile,
  mixed,
  opens,
  options,
  undecided,
  unfinished,
  unmatched,
} from './reports.cases.ts'

const verbose = { ...options, verbose: true }

// Rewritten by `vitest run -u`.
const goldens = {
  'pretty.txt': () => formatPretty(mixed, options),
  'verbose.txt': () => formatPretty(mixed, verbose),
  'narrow.txt': () => formatPretty(mixed, { ...options, columns: 50 }),
  'equal.txt': () => formatPretty(equal, options),
  'unfinished.txt': () => formatPretty(unfinished, options),
  'undecided.txt': () => formatPretty(undecided, options),
  'json.json': () => formatJson(mixed),
  'ndjson.ndjson': () => formatNdjson(unfinished),
  'markdown.txt': () => formatMarkdown(mixed, options),
  'unfinished-markdown.txt': () => formatMarkdown(unfinished, verbose),
  'github.txt': () => formatGithub(mixed) + formatGithub(unfinished),
}

for (const [name, format] of Object.entries(goldens)) {
  test(`golden: ${name}`, () => expect(format()).toMatchFileSnapshot(`./golden/${name}`))
}

const many = (number: number): DiffReport => ({
  ...mixed,
  difference: differenceOf(
    Array.from({ length: number }, () => ({ ...opens })),
    '`orders`: an edit',
  ),
})

test('pretty: colours do not change the text', () => {
  const coloured = formatPretty(mixed, { ...verbose, palette: COLOURED })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(formatPretty(mixed, verbose))
})

for (const format of [formatPretty, formatMarkdown, formatGithub, formatJson, formatNdjson]) {
  test(`${format.name}: control characters are escaped`, () => {
    expect(format(mixed, verbose)).not.toMatch(/[^\P{Cc}\n]/u)
  })
}

test('pretty: widenings come before tightenings', () => {
  const text = formatPretty(mixed, options)
  const positions = ['▲ wider', '▲▼ wider and tighter', '=  `prices`'].map((sign) =>
    text.indexOf(sign),
  )
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  expect(Math.min(...positions)).toBeGreaterThan(0)
})

test('a long list of origins is complete with --verbose and for programs', () => {
  expect(formatMarkdown(mixed, options)).toContain('`https://w2.example.com` and 17 more')
  expect(formatPretty(mixed, verbose)).toContain('https://w19.example.com')
  expect(JSON.parse(formatJson(mixed)).changes[1].origins).toHaveLength(20)
})

test('json: the names are stable', () => {
  const document = JSON.parse(formatJson(mixed))
  expect(Object.keys(document)).toEqual(
    'planVersion old new verdict counts causes changes notes unchanged undecided'.split(' '),
  )
  expect(document.planVersion).toBe(2)
  expect(document.counts).toEqual({ wider: 2, tighter: 1, notes: 1, undecided: 0, unchanged: 2 })
  expect(document.causes.map(({ changes }: { changes: number[] }) => changes)).toEqual([
    [0],
    [1, 2],
  ])
  expect(Object.keys(document.changes[0])).toEqual(
    (
      'direction aspect resource sensitivity what cause gains origin origins paths methods headers tenant credentials websocket during ' +
      'condition classes allowed failing witness'
    ).split(' '),
  )
  expect(document.changes[0].during).toEqual({ from: null, until: '2099-01-31T00:00:00Z' })
  expect(document.changes.map(({ allowed }: { allowed: boolean }) => allowed)).toEqual([
    false,
    true,
    false,
  ])
})

test('markdown: user text appears only as code', () => {
  const text = formatMarkdown(mixed, verbose)
  const prose = text
    .replace(/^ *(`{3,})text\n.*?\n *\1$/gms, '')
    .replace(/(`+).*?[^`]\1(?!`)/gs, '')
  expect(prose).not.toMatch(/@|https?:|<img|\[a\]|adm\|in/)
  expect(prose).not.toMatch(/^# /m)
})

test('markdown: a comment stays below the size limit of forges, and says what it omits', () => {
  const without = formatMarkdown(many(120), options)
  expect(without.length).toBeLessThan(60_000)
  expect(without).toContain('examples omitted because of the size limit')
  expect(without).not.toContain('<details>')
  const cut = formatMarkdown(many(2000), options)
  expect(cut.length).toBeLessThan(60_000)
  const [, hidden = '0'] = /and (\d+) more, omitted/.exec(cut) ?? []
  expect(Number(hidden) + (cut.match(/^- \*\*▲/gm)?.length ?? 0)).toBe(2000)
})

test('markdown: causes of widenings are kept longer when shortening', () => {
  const changes = [
    ...Array.from({ length: 1000 }, () => ({ ...opens })),
    ...Array.from({ length: 1000 }, () => ({ ...closes })),
  ]
  const text = formatMarkdown({ ...mixed, difference: differenceOf(changes, 'an edit') }, options)
  expect(text.length).toBeLessThan(60_000)
  const shown = text.match(/^- \*\*/gm)?.length ?? 0
  expect(shown).toBeGreaterThan(1)
  expect(text).not.toContain('**▼')
  // The notice itself is an item too.
  expect(text).toContain(`and ${2000 - (shown - 1)} more, omitted`)
})

test('github: line breaks are escaped, and failing changes are errors', () => {
  const lines = formatGithub({
    ...mixed,
    difference: differenceOf([opens, { ...hostile, what: 'a\n::error::b' }], '`orders`: an edit'),
  })
    .trimEnd()
    .split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^::error file=policy\.yaml,line=8,title=wider%3A `orders`%3A an edit::/)
  expect(lines[1]).toMatch(/^::warning /)
})

test('requests without a resource or an Origin header are named', () => {
  const report = { ...equal, difference: differenceOf([unmatched], '`self`: an edit') }
  const text = formatPretty(report, verbose)
  expect(text).toContain('unmatched requests')
  expect(text).toContain('requests without Origin, any other origin, https://a.example')
})

test('a change in the past is marked', () => {
  const now = Date.UTC(2099, 0, 31)
  expect(formatPretty({ ...mixed, now }, verbose)).toContain('Z (in the past)')
  expect(formatPretty({ ...mixed, now: now - 1 }, verbose)).not.toContain('past)')
})

test('undecided parts are never called equal', () => {
  expect(formatPretty(undecided, options)).not.toMatch(/EQUAL|no permission changed/)
  expect(formatMarkdown(undecided, options)).toContain('## CORS policy: UNDECIDED ?')
})
