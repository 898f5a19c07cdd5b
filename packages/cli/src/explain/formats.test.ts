import { expect, test } from 'vitest'
import { COLOURED, PLAIN } from '../terminal/palette.ts'
import { formatJson } from './format-json.ts'
import { formatMarkdown } from './format-markdown.ts'
import { formatPretty } from './format-pretty.ts'
import type { QuestionFlags } from './question.ts'
import { reportOf } from './report.cases.ts'
import type { ExplainReport } from './report.ts'
import { verdictOf } from './words.ts'

const options = { palette: PLAIN, columns: 100 }
const A = 'https://api.example.com'
const app = 'https://app.example.com'
const ask = (path: string, asked: Partial<QuestionFlags>): ExplainReport =>
  reportOf(path.includes('://') ? path : A + path, asked)

const granted = ask('/v1/account/1?q={a}', {
  origin: app,
  method: 'PATCH',
  header: ['content-type: application/json'],
  credentials: true,
})
const denied = ask('/v1/account/1', {
  origin: app,
  header: ["x-note: it's | `@everyone` <b> $(x)"],
})
const stranger = ask('/v1/account/../1', { origin: 'https://evil.example/@all|`x`' })
const withoutOrigin = ask('/v1/account/1', {})
const socket = ask('wss://api.example.com/v1/live', { origin: app })
const all = [granted, denied, stranger, withoutOrigin, socket]

// Rewritten by `vitest run PATH -u`.
const goldens = {
  'granted.txt': () => formatPretty(granted, options),
  'denied.txt': () => formatPretty(denied, options),
  'narrow.txt': () => formatPretty(denied, { ...options, columns: 50 }),
  'stranger.txt': () => formatPretty(stranger, options),
  'without-origin.txt': () => formatPretty(withoutOrigin, options),
  'socket.txt': () => formatPretty(socket, options),
  'granted.json': () => formatJson(granted),
  'granted-markdown.txt': () => formatMarkdown(granted),
  'denied-markdown.txt': () => formatMarkdown(denied),
  'without-origin-markdown.txt': () => formatMarkdown(withoutOrigin),
}

for (const [name, format] of Object.entries(goldens)) {
  test(`golden: ${name}`, () => expect(format()).toMatchFileSnapshot(`./golden/${name}`))
}

test('pretty: colour changes nothing but the colour', () => {
  for (const report of all) {
    const coloured = formatPretty(report, { ...options, palette: COLOURED })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(formatPretty(report, options))
  }
})

test('nothing that a terminal obeys comes through', () => {
  for (const format of [formatPretty, formatMarkdown, formatJson]) {
    for (const report of all) expect(format(report, options)).not.toMatch(/[^\P{Cc}\n]/u)
  }
})

test('markdown: no text of a user is anything but code', () => {
  for (const report of all) {
    const prose = formatMarkdown(report)
      .replace(/^(`{3,})\w+\n.*?\n\1$/gms, '')
      .replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/gs, '')
    expect(prose).not.toMatch(/@|https?:|<b>|\$\(/)
  }
})

test('json: the names are stable', () => {
  const document = JSON.parse(formatJson(granted))
  expect(Object.keys(document)).toEqual(
    'explainVersion policy environment now origin verdict exchanges browsers places'.split(' '),
  )
  expect(Object.keys(document.verdict)).toEqual(
    'outcome sentence reach read reason resource grant exception settledBy'.split(' '),
  )
  expect(Object.keys(document.exchanges[0])).toEqual('role question decision steps curl'.split(' '))
  expect(Object.keys(document.browsers)).toEqual(['chromium', 'firefox', 'webkit'])
  expect(document.exchanges.map(({ role }: { role: string }) => role)).toEqual([
    'preflight',
    'request',
  ])
})

test('json: a request whose preflight is denied is neither sent nor read', () => {
  expect(JSON.parse(formatJson(denied)).verdict).toMatchObject({
    outcome: 'no',
    reach: false,
    read: false,
    reason: 'headers-not-granted',
    settledBy: 'preflight',
  })
})

const verdicts: readonly (readonly [
  name: string,
  report: ExplainReport,
  outcome: string,
  says: string,
])[] = [
  ['read', granted, 'yes', 'script may read the answer'],
  ['a preflight denied', denied, 'no', 'the request is never sent'],
  ['no Origin', withoutOrigin, 'not-cors', 'goes on to the application'],
  ['a socket', socket, 'yes', 'the socket opens'],
  [
    'a socket of a stranger',
    ask('wss://api.example.com/v1/live', { origin: 'https://evil.example' }),
    'no',
    'the socket does not open',
  ],
  [
    'not read',
    ask('/v1/live', { origin: 'https://evil.example' }),
    'no',
    'script may not read the answer',
  ],
  ['stopped', stranger, 'no', 'stopped with 400'],
  ['same origin', ask('/v1/live', { origin: A }), 'yes', 'CORS does not apply'],
  [
    'only some browsers ask first',
    ask('/v1/account/1', { origin: app, header: ['DPR: 2'] }),
    'no',
    'where one asks first (Firefox and Safari (WebKit)), that preflight is denied',
  ],
  [
    'a preflight that is asked about itself',
    ask('/v1/account/1', {
      origin: app,
      method: 'OPTIONS',
      header: ['Access-Control-Request-Method: PATCH'],
    }),
    'yes',
    'the preflight is granted',
  ],
  [
    'a preflight denied that is asked about itself',
    ask('/v1/account/1', {
      origin: app,
      method: 'OPTIONS',
      header: ['Access-Control-Request-Method: PUT'],
    }),
    'no',
    'the request never follows',
  ],
]

for (const [name, report, outcome, says] of verdicts) {
  test(`verdict: ${name}`, () => {
    const verdict = verdictOf(report)
    expect(verdict.outcome).toBe(outcome)
    expect(verdict.sentence).toContain(says)
  })
}

test('--preflight asks first where browsers would not', () => {
  const asked = { origin: app, preflight: true }
  expect(ask('/v1/account/1', asked).exchanges).toHaveLength(2)
  expect(ask('/v1/account/1', { origin: app }).exchanges).toHaveLength(1)
})
