import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { importSigningKey, signOriginToken } from '@marque/sync'
import {
  type GatewayFixture,
  gatewayFixture,
  startTestGateway,
  type TestGateway,
} from '@marque/testkit/gateway'
import { type Connection, listen, openConnection, requestBytes } from '@marque/testkit/http'
import {
  AUDIENCE,
  type IssuerKey,
  issuerSettings,
  jsonResponse,
  newIssuerKey,
  type StubServer,
  signToken,
  startStubServer,
} from '@marque/testkit/issuer'
import { APP } from '@marque/testkit/policies'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { createAuthenticator } from '../src/auth/authenticator.ts'
import { DEFAULTS } from '../src/index.ts'

const LOGIN_GRANT = `{ origins: [web], methods: [GET], credentials: true, websocket: true }`
const POLICY = `
version: 1
self: [http://api.example.com]
contact: api-support@example.com
context: { roles: { claim: roles } }
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - name: account
    match: [{ path: /account }]
    sensitivity: internal
    authentication: required
    grants: [{ origins: [web], methods: [GET], requestHeaders: [authorization], credentials: true, websocket: true }]
  - name: reports
    match: [{ path: /reports }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true, when: { roles: [reader] } }]
  - name: open
    match: [{ path: /open }]
    sensitivity: internal
    grants: [${LOGIN_GRANT}]
  - name: portal
    match: [{ path: /portal }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, token: true }]
`
const CLOSE_1008 = '\x88\x02\x03\xf0'
const PAIR = generateKeyPairSync('ed25519', {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

let key: IssuerKey
let jwks: StubServer
let sessions: StubServer
let place: GatewayFixture
let upstream: string
let stopUpstream: () => Promise<unknown>
let under: TestGateway
const wires: Connection[] = []

beforeAll(async () => {
  key = await newIssuerKey('a')
  jwks = await startStubServer(jsonResponse({ keys: [key.jwk] }))
  sessions = await startStubServer(jsonResponse({ active: false }))
  place = await gatewayFixture()
  writeFileSync(join(place.folder, 'secret'), 'secret')
  const app = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
  })
  const sockets = new WebSocketServer({ server: app })
  sockets.on('connection', (socket) => socket.send('hello'))
  upstream = `http://127.0.0.1:${await listen(app)}`
  stopUpstream = async () => {
    for (const client of sockets.clients) client.terminate()
    app.closeAllConnections()
    await new Promise((resolve) => app.close(resolve))
  }
})
afterAll(async () => {
  await Promise.all([stopUpstream(), place.remove(), jwks.close(), sessions.close()])
})

beforeEach(async () => {
  const authenticate = await createAuthenticator({
    settings: {
      ...DEFAULTS,
      authentication: [
        issuerSettings(jwks.url, { from: { kind: 'cookie', name: 'login' } }),
        issuerSettings(jwks.url),
        issuerSettings('', {
          issuer: 'https://sessions.example.com',
          jwks: null,
          introspection: {
            url: sessions.url,
            clientId: 'gateway',
            clientSecretFile: join(place.folder, 'secret'),
          },
          from: { kind: 'cookie', name: 'sid' },
        }),
      ],
      tokenKeys: [{ id: 'portal', publicKey: PAIR.publicKey }],
    },
    clock: { wall: () => Date.now(), monotonic: () => performance.now() },
  })
  under = await startTestGateway({ upstream: [upstream], policy: POLICY, deps: { authenticate } })
})
afterEach(async () => {
  for (const { socket } of wires.splice(0)) socket.destroy()
  await under.stop()
})

/** A whole second, for `exp` knows no parts of it; at least two away, so that the token is good when it comes. */
const soon = (): number => Math.ceil(Date.now() / 1_000) + 2
const login = (claims: object): Promise<string> => signToken(key, { roles: ['reader'], ...claims })

async function opened(bytes: string, shown: string): Promise<Connection> {
  const wire = await openConnection(under.port)
  wires.push(wire)
  wire.send(bytes)
  await wire.waitFor(shown)
  return wire
}

const stream = (path: string, lines: readonly string[], origin = APP): Promise<Connection> =>
  opened(requestBytes(path, [`Origin: ${origin}`, ...lines]), 'data: 1')

const socket = (path: string, lines: readonly string[]): Promise<Connection> =>
  opened(
    `GET ${path} HTTP/1.1\r\nHost: api.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: ${APP}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`,
    'hello',
  )

const endsAsStream = async (wire: Connection): Promise<void> =>
  expect((await wire.waitForEnd(8_000)).endsWith('0\r\n\r\n')).toBe(true)
const endsAsSocket = async (wire: Connection): Promise<void> =>
  expect((await wire.waitForEnd(8_000)).endsWith(CLOSE_1008)).toBe(true)
const isOpen = ({ socket: { readableEnded, destroyed } }: Connection): boolean =>
  !readableEnded && !destroyed

describe('with the login that it was granted for ends', () => {
  test('a WebSocket of a resource that requires one, and of a grant with a condition', async () => {
    const cookie = [`Cookie: login=${await login({ exp: soon() })}`]
    const longer = [`Cookie: login=${await login({ exp: soon() + 600 })}`]
    const [account, reports, kept] = await Promise.all([
      socket('/account', cookie),
      socket('/reports', cookie),
      socket('/account', longer),
    ])
    await Promise.all([account, reports].map(endsAsSocket))
    expect(isOpen(kept)).toBe(true)
    expect(under.gateway.openStreams).toBe(1)
  })

  test('an event stream, that of the own pages too; where no login matters it stays', async () => {
    const cookie = [`Cookie: login=${await login({ exp: soon() })}`]
    const [account, reports, own, open] = await Promise.all([
      stream('/account', cookie),
      stream('/reports', cookie),
      stream('/account', cookie, 'http://api.example.com'),
      stream('/open', cookie),
    ])
    await Promise.all([account, reports, own].map(endsAsStream))
    expect(isOpen(open)).toBe(true)
    expect(under.gateway.openStreams).toBe(1)
  })

  test('an event stream of a session that an issuer was asked about', async () => {
    const sub = 'alice'
    sessions.respond = jsonResponse({ active: true, sub, exp: soon(), aud: AUDIENCE })
    const asked = await stream('/account', ['Cookie: sid=one'])
    await endsAsStream(asked)
  })

  test('the one of two logins that ends first', async () => {
    const header = `Authorization: Bearer ${await login({ exp: soon() })}`
    const cookie = `Cookie: login=${await login({ exp: soon() + 600 })}`
    await endsAsStream(await stream('/account', [cookie, header]))
  })

  test('a login that becomes too old for its condition', async () => {
    under.policy.replace(
      POLICY.replace('when: { roles: [reader] }', 'when: { authenticatedWithin: 2s }'),
    )
    const cookie = [`Cookie: login=${await login({ auth_time: Math.floor(Date.now() / 1_000) })}`]
    await endsAsStream(await stream('/reports', cookie))
  })
})

test('a policy that newly requires a login ends what is open without one', async () => {
  const wire = await socket('/open', [])
  under.policy.replace(POLICY.replace('name: open', 'name: open\n    authentication: required'))
  await endsAsSocket(wire)
})

describe('with the origin token that it was granted for ends', () => {
  const token = async (id: string, until: number): Promise<string> =>
    `Marque-Token: ${await signOriginToken(await importSigningKey(PAIR.privateKey), 'portal', {
      id,
      origin: APP,
      tenant: null,
      resource: 'portal',
      until,
    })}`

  test('an event stream, when it expires', async () => {
    const lines = [await token('T-1', Date.now() + 1_500)]
    const kept = await stream('/portal', [await token('T-2', Date.now() + 600_000)])
    const one = await stream('/portal', lines)
    await endsAsStream(one)
    expect(isOpen(kept)).toBe(true)
  })

  test('an event stream, when it is revoked', async () => {
    const lines = [await token('T-1', Date.now() + 600_000)]
    const kept = await stream('/portal', [await token('T-2', Date.now() + 600_000)])
    const one = await stream('/portal', lines)
    under.policy.setMoment({ revokedTokens: ['T-1'] })
    await endsAsStream(one)
    expect(isOpen(kept)).toBe(true)
  })
})

test('a stream that was let through while there is no policy stays', async () => {
  const without = await startTestGateway({ upstream: [upstream], policy: POLICY })
  const turned = without.policy as { engine: unknown }
  Object.defineProperty(turned, 'engine', { value: null })
  try {
    const wire = await openConnection(without.port)
    wires.push(wire)
    wire.send(requestBytes('/open'))
    await wire.waitFor('data: 1')
    without.policy.setMoment({})
    expect(isOpen(wire)).toBe(true)
    expect(without.gateway.openStreams).toBe(1)
  } finally {
    await without.stop()
  }
})
