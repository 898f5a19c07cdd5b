import { API, APP, anyone, EVIL, grant, granting, NOW } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { type Engine, prepare } from '../prepared/prepared-policy.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import { type Measured, measured, ORIGIN } from './browse.cases.ts'
import { browse, browseAnswers } from './browse.ts'
import { BROWSERS, type BrowserVerdict, type PageRequest } from './browser-verdict.ts'
import { ENGINES, STANDARD } from './engines.ts'

const url = `${API}/x`
const page: PageRequest = { origin: APP, method: 'GET', url, headers: [], credentials: false }

function words(verdict: BrowserVerdict): string {
  const { preflightPasses, keptFor, sent, read, exposed } = verdict
  if (preflightPasses === false) return 'preflight fails'
  const before = preflightPasses === null ? '' : `preflight kept ${keptFor}, `
  if (!sent) return `${before}not sent`
  if (!read) return `${before}sent, not read`
  if (exposed === '*') return `${before}read *`
  return `${before}read${exposed.length === 0 ? '' : ` [${exposed.join(' ')}]`}`
}

function serve({ status = 204, preflight, answer }: Measured) {
  const allowed: readonly HeaderLine[] = [
    ['access-control-allow-origin', ORIGIN],
    ['access-control-allow-credentials', 'true'],
  ]
  return ({ method, headers }: RequestFacts) => {
    const asks = headers.some(([name]) => name === 'Access-Control-Request-Method')
    if (method === 'OPTIONS' && asks) return { status, headers: preflight ?? [] }
    return { status: 200, headers: answer ?? allowed }
  }
}

describe.each(measured)('$name', (row) => {
  const { method = 'GET', headers = [], credentials = false, forcesPreflight = false } = row
  const request = { origin: ORIGIN, method, url, headers, credentials, forcesPreflight }
  const verdicts = browseAnswers(request, serve(row))
  test.each(BROWSERS)('in %s', (name) => {
    expect(words(verdicts[name])).toBe(typeof row.want === 'string' ? row.want : row.want[name])
  })
})

const ask = (engine: Engine, part: Partial<PageRequest>, now = NOW): BrowserVerdict =>
  browse(engine, { ...page, ...part }, {}, { now }).chromium

describe('a preflight', () => {
  const sent: RequestFacts[] = []
  const headers: readonly HeaderLine[] = [
    ['X-B', '1'],
    ['x-a', '1'],
    ['Content-Type', 'application/json'],
    ['Accept', 'text/plain'],
    ['Cookie', 'a=b'],
  ]
  browseAnswers({ ...page, method: 'delete', headers, credentials: true }, (request) => {
    sent.push(request)
    return { status: 204, headers: [] }
  })
  test('asks for the normalised method and the sorted unsafe names, without spaces', () => {
    expect(sent[0]).toEqual({
      method: 'OPTIONS',
      url,
      headers: [
        ['Origin', APP],
        ['Access-Control-Request-Method', 'DELETE'],
        ['Access-Control-Request-Headers', 'content-type,x-a,x-b'],
      ],
    })
  })
  test('that fails is all that is sent', () => {
    expect(sent).toHaveLength(BROWSERS.length)
  })
})

test('forbidden headers are left out, and a cookie travels with credentials', () => {
  const sent: RequestFacts[] = []
  const headers: readonly HeaderLine[] = [
    ['Cookie', 'mine=1'],
    ['Accept', 'a'],
  ]
  browseAnswers({ ...page, url: `${url}#top`, headers, credentials: true }, (request) => {
    sent.push(request)
    return { status: 200, headers: [] }
  })
  expect(sent[0]).toEqual({
    method: 'GET',
    url,
    headers: [
      ['Origin', APP],
      ['Accept', 'a'],
      ['Cookie', 'any=1'],
    ],
  })
})

describe('under a policy', () => {
  const engine = prepare(
    granting(
      grant({
        methods: ['GET', 'PATCH'],
        requestHeaders: ['authorization'],
        exposeHeaders: ['etag'],
        credentials: true,
        maxAge: 86_400,
      }),
    ),
  )
  test('a simple request is read', () => {
    expect(words(ask(engine, {}))).toBe('read [etag]')
    expect(words(ask(engine, { credentials: true }))).toBe('read [etag]')
  })
  test('of another origin it is sent all the same, and not read', () => {
    expect(words(ask(engine, { origin: EVIL }))).toBe('sent, not read')
  })
  test('a granted preflight is kept as long as the engine keeps any', () => {
    const kept = browse(engine, { ...page, method: 'PATCH' }, {}, { now: NOW })
    expect(BROWSERS.map((name) => kept[name].keptFor)).toEqual([7200, 86_400, 600])
  })
  test('a method in another case is not granted', () => {
    expect(words(ask(engine, { method: 'patch' }))).toBe('preflight fails')
  })
  test('credentials under `*` are refused by the browser', () => {
    const open = prepare(granting(anyone()))
    expect(words(ask(open, {}))).toBe('read')
    expect(words(ask(open, { credentials: true }))).toBe('sent, not read')
  })
  test('a page of the same origin needs no CORS', () => {
    expect(ask(engine, { origin: API, method: 'DELETE' })).toMatchObject({
      preflight: false,
      sent: true,
      read: true,
      exposed: '*',
    })
  })
  test("another entry of self is no origin of CORS: its preflight is the application's, and gets no headers", () => {
    const other = 'https://other.example.com/x'
    expect(words(ask(engine, { origin: API, url: other, method: 'PUT' }))).toBe('preflight fails')
  })
})

describe('a WebSocket', () => {
  const part = { url: 'wss://api.example.com/x' }
  test('is opened by whoever the server lets in, with cookies', () => {
    const engine = prepare(granting(grant({ credentials: true, websocket: true })))
    expect(ask(engine, part)).toMatchObject({
      preflight: false,
      sent: true,
      read: true,
      credentials: true,
    })
    expect(ask(engine, { ...part, origin: EVIL })).toMatchObject({ sent: true, read: false })
  })
  test('of an origin without the grant is refused', () => {
    expect(ask(prepare(granting(grant())), part).read).toBe(false)
  })
})

describe('F1: mixed content', () => {
  const engine = prepare(granting(grant({ methods: ['GET', 'PUT'], credentials: true })))
  const outcomes = (url: string, part: Partial<PageRequest> = {}) =>
    Object.entries(browse(engine, { ...page, url, ...part }, {}, { now: NOW })).map(
      ([name, { blocked, preflight, sent }]) =>
        `${name} ${blocked ?? (sent || preflight ? 'sends' : 'nothing')}`,
    )
  const ALL_BLOCK = [
    'chromium mixed-content',
    'firefox mixed-content',
    'webkit mixed-content',
  ] as const
  const NONE_BLOCKS = ['chromium sends', 'firefox sends', 'webkit sends']
  test.each([
    'http://intranet.example.com:6000/v1/x',
    'HTTP://API.example.com/x',
    'ws://api.example.com/x',
    'http://api.example.com.localhost.example/x',
    'http://[2001:db8::1]/x',
    'http://[::ffff:7f00:1]/x',
    'http://0.0.0.0/x',
    'http://8.8.8.8/x',
  ])('an https page sends nothing to %s, no preflight either', (url) => {
    expect(outcomes(url)).toEqual(ALL_BLOCK)
    expect(outcomes(url, { method: 'PUT', credentials: true })).toEqual(ALL_BLOCK)
    const sent: RequestFacts[] = []
    browseAnswers({ ...page, url, method: 'PUT' }, (request) => {
      sent.push(request)
      return { status: 204, headers: [] }
    })
    expect(sent).toEqual([])
  })
  test.each([
    'http://localhost:3000/x',
    'http://api.localhost/x',
    'http://localhost./x',
    'http://127.0.0.1:2/x',
    'http://127.9.8.7/x',
    'http://[::1]:8080/x',
    'ws://localhost/x',
  ])('the loopback %s is exempt, but in WebKit', (url) => {
    expect(outcomes(url)).toEqual(['chromium sends', 'firefox sends', 'webkit mixed-content'])
  })
  test.each([
    'http://192.168.1.7/x',
    'http://10.1.2.3/x',
    'http://169.254.3.4/x',
    'http://printer.local/x',
    'ws://printer.local/x',
    'http://[fd00::1]/x',
  ])('Chromium asks the user for %s, and the others block it', (url) => {
    expect(outcomes(url)).toEqual([
      'chromium sends',
      'firefox mixed-content',
      'webkit mixed-content',
    ])
    expect(browse(engine, { ...page, url }, {}, { now: NOW }).chromium.needsPermission).toBe(true)
  })
  test.each([
    ['http://app.example.com', 'http://api.example.com/x'],
    ['http://localhost:3000', 'http://api.example.com/x'],
    ['capacitor://localhost', 'http://api.example.com/x'],
    ['https://app.example.com', 'https://api.example.com/x'],
    ['https://app.example.com', 'wss://api.example.com/x'],
  ])('%s to %s is none', (origin, url) => {
    expect(outcomes(url, { origin })).toEqual(NONE_BLOCKS)
  })
})

describe('what throws', () => {
  test.each([
    ['CONNECT', []],
    ['tRaCk', []],
    ['GE T', []],
    ['GET', [['a b', '1']]],
    ['GET', [['a', '1\n2']]],
    ['GET', [['a', '\u20ac']]],
  ] as const)('%j %j', (method, headers) => {
    const verdict = ask(prepare(granting(grant())), { method, headers })
    expect(verdict).toMatchObject({ blocked: 'invalid-request', preflight: false, sent: false })
    expect(verdict.notes[0]?.text).toMatch(/^fetch throws/)
  })
})

describe('notes', () => {
  const engine = prepare(granting(grant({ methods: ['GET', 'PATCH'], credentials: true })))
  const notes = (part: Partial<PageRequest>, name: (typeof BROWSERS)[number] = 'chromium') =>
    browse(engine, { ...page, ...part }, {}, { now: NOW })
      [name].notes.map(({ text }) => text)
      .join('\n')
  test('say why an answer may not be read, and what the server knows of it', () => {
    expect(notes({ origin: EVIL })).toContain(
      'no Access-Control-Allow-Origin (`origin-not-granted`)',
    )
    expect(notes({ method: 'PUT' })).toContain('(`method-not-granted`)')
  })
  test('show how preflights are combined (D9)', () => {
    expect(notes({ method: 'PATCH' }, 'firefox')).toContain('the results of two preflights combine')
    expect(notes({ method: 'PATCH' }, 'webkit')).toContain('one preflight result is cached per URL')
  })
  test('mention cookies with credentials only', () => {
    expect(notes({ credentials: true }, 'webkit')).toContain('third-party cookies')
    expect(notes({}, 'webkit')).not.toContain('cookies')
  })
  test.each([
    ['http://localhost:8080/x', true],
    ['http://printer.local/x', true],
    ['http://192.168.1.7/x', true],
    ['http://172.31.0.1/x', true],
    ['http://172.32.0.1/x', false],
    ['http://[fd00::1]/x', true],
    ['https://fd00.example/x', false],
    ['https://api.example.com/x', false],
  ])('mention Local Network Access at %s: %s (D28)', (to, isNoted) => {
    expect(notes({ url: to }).includes('no response header changes that')).toBe(isNoted)
    expect(notes({ url: to }, 'webkit')).not.toContain('no response header changes that')
  })
  test('do not mention it for a page in the same address space', () => {
    expect(notes({ url: 'http://127.0.0.1:2/x', origin: 'http://localhost:3000' })).not.toContain(
      'permission',
    )
  })
  test('explain what `null`, redirects and rewritten URLs mean', () => {
    expect(notes({ origin: 'null' })).toContain('granting it grants everyone')
    expect(notes({ url: `${API}/a/../b` })).toContain('rewrite this URL')
  })
  test('name no origin, header or method with a control character', () => {
    expect(notes({ headers: [['sec-\u0007', '1']] })).not.toContain('\u0007')
  })
})

test('every row of every engine has a source', () => {
  for (const engine of [STANDARD, ...Object.values(ENGINES)]) {
    for (const row of Object.values(engine)) {
      if (row !== null) expect(row.source.length).toBeGreaterThan(5)
    }
  }
})
