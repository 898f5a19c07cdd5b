import { expect, test } from 'vitest'
import { COLOURED } from '../terminal/palette.ts'
import { formatGithub } from './format-github.ts'
import { formatJson, formatNdjson } from './format-json.ts'
import { formatMarkdown } from './format-markdown.ts'
import { formatPretty } from './format-pretty.ts'
import type { DiffReport } from './report.ts'
import {
  closes,
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
  difference: {
    ...mixed.difference,
    changes: Array.from({ length: number }, () => ({ ...opens })),
  },
})

test('pretty: colour changes nothing but the colour', () => {
  const coloured = formatPretty(mixed, { ...verbose, palette: COLOURED })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(formatPretty(mixed, verbose))
})

for (const format of [formatPretty, formatMarkdown, formatGithub, formatJson, formatNdjson]) {
  test(`${format.name}: nothing that a terminal obeys comes through`, () => {
    expect(format(mixed, verbose)).not.toMatch(/[^\P{Cc}\n]/u)
  })
}

test('pretty: what opens stands before what closes', () => {
  const text = formatPretty(mixed, options)
  const places = ['▲ wider', '▼ tighter', '= equal'].map((sign) => text.indexOf(sign))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(Math.min(...places)).toBeGreaterThan(0)
})

test('a long list of origins is cut for people and whole for programs', () => {
  expect(formatPretty(mixed, options)).toContain('https://w2.example.com and 17 more')
  expect(formatMarkdown(mixed, options)).toContain('`https://w2.example.com` and 17 more')
  expect(formatPretty(mixed, verbose)).toContain('https://w19.example.com')
  expect(JSON.parse(formatJson(mixed)).changes[1].origins).toHaveLength(20)
})

test('json: the names are stable', () => {
  const document = JSON.parse(formatJson(mixed))
  expect(Object.keys(document)).toEqual(
    'planVersion old new verdict counts changes unchanged undecided'.split(' '),
  )
  expect(document.planVersion).toBe(1)
  expect(document.counts).toEqual({ wider: 2, tighter: 1, equal: 1, undecided: 0, unchanged: 2 })
  expect(Object.keys(document.changes[0])).toEqual(
    (
      'direction aspect resource sensitivity what origin origins paths methods headers tenant credentials websocket during ' +
      'condition allowed failing witness'
    ).split(' '),
  )
  expect(document.changes[0].during).toEqual({ from: null, until: '2099-01-31T00:00:00Z' })
  expect(document.changes.map(({ allowed }: { allowed: boolean }) => allowed)).toEqual([
    false,
    true,
    false,
    false,
  ])
})

test('markdown: no text of a user is anything but code', () => {
  const text = formatMarkdown(mixed, verbose)
  const prose = text
    .replace(/^ *(`{3,})text\n.*?\n *\1$/gms, '')
    .replace(/(`+).*?[^`]\1(?!`)/gs, '')
  expect(prose).not.toMatch(/@|https?:|<img|\[a\]|adm\|in/)
  expect(prose).not.toMatch(/^# /m)
})

test('markdown: a comment never grows beyond what a forge takes, and says what it leaves out', () => {
  const without = formatMarkdown(many(120), options)
  expect(without.length).toBeLessThan(60_000)
  expect(without).toContain('the proofs do not fit into a comment')
  expect(without).not.toContain('<details>')
  const cut = formatMarkdown(many(2000), options)
  expect(cut.length).toBeLessThan(60_000)
  const [, hidden = '0'] = /and (\d+) more that do not fit/.exec(cut) ?? []
  expect(Number(hidden) + (cut.match(/^- \*\*`orders`/gm)?.length ?? 0)).toBe(2000)
})

test('markdown: what opens is shown before what closes where not all fits', () => {
  const changes = [
    ...Array.from({ length: 1000 }, () => ({ ...opens })),
    ...Array.from({ length: 1000 }, () => ({ ...closes })),
  ]
  const text = formatMarkdown({ ...mixed, difference: { ...mixed.difference, changes } }, options)
  expect(text.length).toBeLessThan(60_000)
  const shown = text.match(/^- \*\*`orders`/gm)?.length ?? 0
  const hidden = [...text.matchAll(/and (\d+) more that do not fit/g)].map(([, number]) =>
    Number(number),
  )
  expect(hidden.reduce((sum, number) => sum + number, shown)).toBe(2000)
  expect(hidden.at(-1)).toBe(1000)
})

test('github: a line break in a text is no new command, and what fails is an error', () => {
  const lines = formatGithub({
    ...mixed,
    difference: { ...mixed.difference, changes: [opens, { ...hostile, what: 'a\n::error::b' }] },
  })
    .trimEnd()
    .split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatch(/^::error file=policy\.yaml,line=8,title=wider%3A orders \(internal\)::/)
  expect(lines[1]).toMatch(/^::warning /)
})

test('requests without a resource and without Origin have names', () => {
  const report = { ...equal, difference: { ...mixed.difference, changes: [unmatched] } }
  const text = formatPretty(report, options)
  expect(text).toContain('what no resource matches')
  expect(text).toContain('requests without Origin, any other origin, https://a.example')
})

test('a change of a time that is over says so', () => {
  const now = Date.UTC(2099, 0, 31)
  expect(formatPretty({ ...mixed, now }, options)).toContain('Z (which is over)')
  expect(formatPretty({ ...mixed, now: now - 1 }, options)).not.toContain('over)')
})

test('what was not compared is never called equal', () => {
  expect(formatPretty(undecided, options)).not.toMatch(/EQUAL|nobody may do/)
  expect(formatMarkdown(undecided, options)).toContain('## CORS policy: UNDECIDED ?')
})
