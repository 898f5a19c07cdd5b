import { expect, test } from 'vitest'
import { COLOURED, PLAIN } from '../terminal/palette.ts'
import type { ExplainInputOptions } from './explain-input.ts'
import { formatJson } from './format-json.ts'
import { formatMarkdown } from './format-markdown.ts'
import { formatPretty } from './format-pretty.ts'
import { reportOf } from './report.cases.ts'
import type { ExplainReport } from './report.ts'
import { verdictOf } from './verdict.ts'

const options = { palette: PLAIN, columns: 100 }
const A = 'https://api.example.com'
const app = 'https://app.example.com'
const explainUnder = (path: string, input: Partial<ExplainInputOptions>): ExplainReport =>
  reportOf(path.includes('://') ? path : A + path, input)

const granted = explainUnder('/v1/account/1?q={a}', {
  origin: app,
  method: 'PATCH',
  header: ['content-type: application/json'],
  credentials: true,
})
const denied = explainUnder('/v1/account/1', {
  origin: app,
  header: ["x-note: it's | `@everyone` <b> $(x)"],
})
const unknownOrigin = explainUnder('/v1/account/../1', { origin: 'https://evil.example/@all|`x`' })
const withoutOrigin = explainUnder('/v1/account/1', {})
const socket = explainUnder('wss://api.example.com/v1/live', { origin: app })
const all = [granted, denied, unknownOrigin, withoutOrigin, socket]

// Rewritten by `vitest run PATH -u`.
const goldens = {
  'granted.txt': () => formatPretty(granted, options),
  'denied.txt': () => formatPretty(denied, options),
  'narrow.txt': () => formatPretty(denied, { ...options, columns: 50 }),
  'unknown-origin.txt': () => formatPretty(unknownOrigin, options),
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

test('pretty: colours do not change the text', () => {
  for (const report of all) {
    const coloured = formatPretty(report, { ...options, palette: COLOURED })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the colours.
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(formatPretty(report, options))
  }
})

test('control characters are escaped', () => {
  for (const format of [formatPretty, formatMarkdown, formatJson]) {
    for (const report of all) expect(format(report, options)).not.toMatch(/[^\P{Cc}\n]/u)
  }
})

test('markdown: user text appears only as code', () => {
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
    'outcome sentence reach read reason resource grant exception settledBy blocked hostServed help'.split(
      ' ',
    ),
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
  ['read', granted, 'yes', 'script can read the response'],
  ['a preflight denied', denied, 'no', 'so the request is not sent'],
  ['no Origin', withoutOrigin, 'not-cors', 'forwarded to the application'],
  ['a socket', socket, 'yes', 'the WebSocket opens'],
  [
    'a socket from an unknown origin',
    explainUnder('wss://api.example.com/v1/live', { origin: 'https://evil.example' }),
    'no',
    'the WebSocket does not open',
  ],
  [
    'not read',
    explainUnder('/v1/live', { origin: 'https://evil.example' }),
    'no',
    'script cannot read the response',
  ],
  ['stopped', unknownOrigin, 'no', 'rejected with 400'],
  ['same origin', explainUnder('/v1/live', { origin: A }), 'yes', 'CORS does not apply'],
  [
    'only some browsers send a preflight',
    explainUnder('/v1/account/1', { origin: app, header: ['DPR: 2'] }),
    'no',
    'Firefox and Safari (WebKit) send a preflight, which is denied',
  ],
  [
    'a preflight as the request',
    explainUnder('/v1/account/1', {
      origin: app,
      method: 'OPTIONS',
      header: ['Access-Control-Request-Method: PATCH'],
    }),
    'yes',
    'the preflight succeeds',
  ],
  [
    'a denied preflight as the request',
    explainUnder('/v1/account/1', {
      origin: app,
      method: 'OPTIONS',
      header: ['Access-Control-Request-Method: PUT'],
    }),
    'no',
    'the browser does not send the request',
  ],
]

for (const [name, report, outcome, says] of verdicts) {
  test(`verdict: ${name}`, () => {
    const verdict = verdictOf(report)
    expect(verdict.outcome).toBe(outcome)
    expect(verdict.sentence).toContain(says)
  })
}

test('--preflight adds a preflight that browsers would not send', () => {
  const input = { origin: app, preflight: true }
  expect(explainUnder('/v1/account/1', input).exchanges).toHaveLength(2)
  expect(explainUnder('/v1/account/1', { origin: app }).exchanges).toHaveLength(1)
})
