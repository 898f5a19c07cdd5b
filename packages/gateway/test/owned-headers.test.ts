import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { type RawUpstream, startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Resources that own a header beside CORS's, ones that do not, and ones that let a request come whose answer nobody reads. */
const POLICY = `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: tests }
  bank: { allow: [https://bank.example], owner: web@example.com, purpose: tests }
resources:
  - name: plain
    match: [{ path: /plain }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true }]
  - name: timed
    match: [{ path: /timed }]
    sensitivity: internal
    resourcePolicy: same-site
    enforce: headers
    grants:
      - { origins: [web], methods: [GET], timing: true }
      - { origins: [bank], methods: [GET] }
  - name: open
    match: [{ path: /all }]
    sensitivity: public
    resourcePolicy: cross-origin
    grants: [{ origins: ["*"], methods: [GET], timing: true }]
  - name: callback
    match: [{ path: /callback }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [bank], methods: [POST], read: false, nullReach: true, credentials: true }]
  - name: beacon
    match: [{ path: /beacon/** }]
    sensitivity: internal
    enforce: block
    grants: [{ origins: [bank], methods: [POST], read: false, credentials: true }]
`
const WEB = 'https://app.example.com'
const BANK = 'https://bank.example'
const EVIL = 'https://evil.example'

let upstream: RawUpstream
let under: TestGateway

beforeAll(async () => {
  upstream = await startRawUpstream((socket) =>
    socket.write(
      'HTTP/1.1 200 OK\r\nTIMING-Allow-Origin: *\r\ntiming-allow-origin: https://theirs.example\r\nCross-Origin-Resource-Policy: theirs\r\nAccess-Control-Allow-Origin: *\r\ncontent-length: 2\r\n\r\nok',
    ),
  )
  under = await startTestGateway({ upstream: [upstream.url], policy: POLICY })
})
afterAll(async () => {
  await under.stop()
  await upstream.stop()
})

const ask = (
  path: string,
  origin: string | null,
  method = 'GET',
  more: readonly string[] = [],
): Promise<string> =>
  sendRaw(
    under.port,
    requestBytes(path, [...(origin === null ? [] : [`Origin: ${origin}`]), ...more], method),
  )

/** All lines of a name, in order. */
const linesOf = (text: string, name: string): readonly string[] =>
  text
    .split('\r\n\r\n')[0]!
    .split('\r\n')
    .filter((line) => line.toLowerCase().startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2))

interface Row {
  readonly name: string
  readonly path: string
  readonly origin: string | null
  readonly timing: readonly string[]
  readonly policy: readonly string[]
}

const THEIRS = ['*', 'https://theirs.example']
const rows: readonly Row[] = [
  {
    name: 'the application’s own stay where the policy says nothing',
    path: '/plain',
    origin: WEB,
    timing: THEIRS,
    policy: ['theirs'],
  },
  { name: 'and for everybody', path: '/plain', origin: null, timing: THEIRS, policy: ['theirs'] },
  {
    name: 'both are the policy’s where it sets them',
    path: '/timed',
    origin: WEB,
    timing: [WEB],
    policy: ['same-site'],
  },
  {
    name: 'an origin whose grant gives no timing gets none',
    path: '/timed',
    origin: BANK,
    timing: [],
    policy: ['same-site'],
  },
  { name: 'nor does a stranger', path: '/timed', origin: EVIL, timing: [], policy: ['same-site'] },
  {
    name: 'nor a request without Origin',
    path: '/timed',
    origin: null,
    timing: [],
    policy: ['same-site'],
  },
  {
    name: 'everybody may see the timing where everybody may read',
    path: '/all',
    origin: EVIL,
    timing: ['*'],
    policy: ['cross-origin'],
  },
  {
    name: 'without Origin too',
    path: '/all',
    origin: null,
    timing: ['*'],
    policy: ['cross-origin'],
  },
]

describe('Timing-Allow-Origin and Cross-Origin-Resource-Policy', () => {
  test.each(rows)('$name', async ({ path, origin, timing, policy }) => {
    const text = await ask(path, origin)
    expect(statusOf(text)).toBe(200)
    expect(linesOf(text, 'timing-allow-origin')).toEqual(timing)
    expect(linesOf(text, 'cross-origin-resource-policy')).toEqual(policy)
  })

  test('a preflight has neither', async () => {
    const text = await ask('/timed', WEB, 'OPTIONS', ['Access-Control-Request-Method: GET'])
    expect(statusOf(text)).toBe(204)
    expect(text).not.toMatch(/timing-allow-origin|cross-origin-resource-policy/i)
  })
})

describe('reach without read (D14)', () => {
  const FORM = ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 0']

  test.each([
    ['a form of the origin', '/callback', BANK],
    ['one whose origin the browser hides', '/callback', 'null'],
    ['a beacon', '/beacon/1', BANK],
  ])('%s comes to the application, and no page reads the answer', async (_, path, origin) => {
    const before = upstream.seen().length
    const text = await ask(path, origin, 'POST', [...FORM, 'Cookie: sid=1'])
    expect(statusOf(text)).toBe(200)
    expect(text).not.toMatch(/^access-control-/im)
    expect(text).toMatch(/^vary: Origin/im)
    expect(upstream.seen().slice(before)).toContain(`POST ${path} `)
    expect(under.events).toContain('decided reach-only')
  })

  test.each([
    ['another origin', '/callback', EVIL, 'POST'],
    ['a hidden origin where only a named one may come', '/beacon/1', 'null', 'POST'],
    ['a hidden origin with another method', '/callback', 'null', 'GET'],
    ['another method', '/callback', BANK, 'GET'],
  ])('%s does not come', async (_, path, origin, method) => {
    const before = upstream.seen().length
    const text = await ask(path, origin, method, method === 'POST' ? FORM : [])
    expect(statusOf(text)).toBe(403)
    expect(text).not.toMatch(/^access-control-/im)
    expect(upstream.seen().slice(before)).toBe('')
  })

  test('a preflight is refused: a form needs none, and script gets nothing', async () => {
    const text = await ask('/callback', BANK, 'OPTIONS', ['Access-Control-Request-Method: POST'])
    expect(statusOf(text)).toBe(403)
    expect(text).not.toMatch(/^access-control-/im)
  })
})
