import { writeFileSync } from 'node:fs'
import {
  type ClientResponse,
  type GatewayFixture,
  gatewayFixture,
  sendRequest,
} from '@marque/testkit/gateway'
import {
  type IssuerKey,
  issuerSettings,
  jsonResponse,
  newIssuerKey,
  type StubServer,
  signToken,
  startStubServer,
} from '@marque/testkit/issuer'
import { APP } from '@marque/testkit/policies'
import { type RawUpstream, startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS, type RunningGateway, runGateway } from '../src/index.ts'

const EVIL = 'https://evil.example'
const grant = (more = ''): string =>
  `[{ origins: [web], methods: [GET, POST], requestHeaders: [authorization, content-type], exposeHeaders: [etag], credentials: true${more} }]`
const POLICY = `
version: 1
self: [http://api.example.com]
contact: api-support@example.com
context: { roles: { claim: roles } }
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - { name: account, match: [{ path: /account }], sensitivity: internal, authentication: required, grants: ${grant()} }
  - { name: reports, match: [{ path: /reports }], sensitivity: internal, enforce: block, grants: ${grant(', when: { roles: [reader] }')} }
  - { name: rest, match: [{ path: /rest/** }], sensitivity: internal, grants: ${grant()} }
  - { name: all, match: [{ path: /all/** }], sensitivity: public, grants: [{ origins: ["*"], methods: [GET, POST] }] }
`

let key: IssuerKey
let jwks: StubServer
let gone: StubServer
let place: GatewayFixture
let hanging: RawUpstream
let broken: RawUpstream
let gateway: RunningGateway

beforeAll(async () => {
  key = await newIssuerKey('a')
  jwks = await startStubServer(jsonResponse({ keys: [key.jwk] }))
  gone = await startStubServer((_request, response) => void response.writeHead(500).end())
  hanging = await startRawUpstream(() => undefined)
  broken = await startRawUpstream((socket) => socket.end('nonsense\r\n\r\n'))
  place = await gatewayFixture()
  writeFileSync(place.policy, POLICY)
  const upstream = (url: string) => ({
    urls: [url],
    caFile: null,
    timeouts: { connect: 1_000, headers: 300, idle: 0 },
    connections: 8,
  })
  const route = (path: string | null, upstream: string) => ({
    host: null,
    path,
    originSets: null,
    tenant: null,
    upstream,
  })
  const paths = ['hanging', 'broken', 'dead'].flatMap((name) => [
    route(`/rest/${name}`, name),
    route(`/all/${name}`, name),
  ])
  gateway = await runGateway({
    ...place.settings,
    trustedProxies: ['127.0.0.1'],
    authentication: [
      issuerSettings(jwks.url),
      issuerSettings(gone.url, {
        issuer: 'https://gone.example.com',
        from: { kind: 'cookie', name: 'sid' },
      }),
    ],
    rateLimits: [{ by: 'client', limit: 20, per: 3_600_000, burst: 0 }],
    limits: { ...DEFAULTS.limits, bodyBytes: 100 },
    upstreams: {
      ...place.settings.upstreams,
      hanging: upstream(hanging.url),
      broken: upstream(broken.url),
      dead: upstream('http://127.0.0.1:1'),
    },
    routes: [
      ...paths,
      route('/account', 'app'),
      route('/reports', 'app'),
      route('/rest/here', 'app'),
      route('/all/here', 'app'),
    ],
  })
})
afterAll(async () => {
  await gateway.close()
  await Promise.all([hanging.stop(), broken.stop(), jwks.close(), gone.close(), place.remove()])
})

let clients = 0
/** A client of its own, so that nothing but what a test counts is counted. */
const ask = (
  path: string,
  origin: string | null,
  more: Parameters<typeof sendRequest>[1] = {},
): Promise<ClientResponse> =>
  sendRequest(`${gateway.urls[0]}${path}`, {
    ...more,
    headers: {
      'x-forwarded-for': `192.0.2.${++clients}`,
      ...(origin !== null && { origin }),
      ...more.headers,
    },
  })

interface Row {
  readonly name: string
  readonly status: number
  readonly kind: string
  readonly path: string
  readonly more?: () => Promise<Parameters<typeof sendRequest>[1]>
  /** Fields that come along and that a page must be able to read. */
  readonly has?: readonly string[]
}

const bearer = async (claims: object) => ({
  headers: { authorization: `Bearer ${await signToken(key, claims)}` },
})
const unavailable = async () => ({
  headers: { cookie: `sid=${await signToken(key, { iss: 'https://gone.example.com' })}` },
})
const rows: readonly Row[] = [
  {
    name: 'no login',
    status: 401,
    kind: 'authentication-required',
    path: '/account',
    has: ['www-authenticate'],
  },
  {
    name: 'a login that has expired',
    status: 401,
    kind: 'authentication-required',
    path: '/account',
    more: () => bearer({ exp: 1 }),
    has: ['www-authenticate'],
  },
  {
    name: 'a login that has expired, where a condition wants one',
    status: 401,
    kind: 'authentication-required',
    path: '/reports',
    more: () => bearer({ exp: 1 }),
    has: ['www-authenticate'],
  },
  {
    name: 'an issuer that cannot be asked',
    status: 503,
    kind: 'login-unavailable',
    path: '/account',
    more: unavailable,
    has: ['retry-after'],
  },
  { name: 'no route', status: 404, kind: 'no-route', path: '/rest/elsewhere' },
  {
    name: 'a body beyond the bound',
    status: 413,
    kind: 'body-too-large',
    path: '/rest/here',
    more: async () => ({ method: 'POST', body: 'x'.repeat(101) }),
  },
  {
    name: 'an application that is dead',
    status: 502,
    kind: 'upstream-unreachable',
    path: '/rest/dead',
  },
  {
    name: 'an application that talks nonsense',
    status: 502,
    kind: 'upstream-broken',
    path: '/rest/broken',
  },
  {
    name: 'an application that hangs',
    status: 504,
    kind: 'upstream-timeout',
    path: '/rest/hanging',
  },
]

function expectReadable({ headers }: ClientResponse): void {
  expect(headers).toMatchObject({
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    vary: 'Origin',
  })
  const exposed = String(headers['access-control-expose-headers']).toLowerCase().split(', ')
  expect(exposed).toEqual(expect.arrayContaining(['etag', 'retry-after', 'www-authenticate']))
}

function expectUnreadable({ headers }: ClientResponse): void {
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
  expect(headers).toMatchObject({ 'cache-control': 'no-store' })
  expect(headers.vary).toMatch(/Origin/)
}

describe('an error of the gateway itself (D21)', () => {
  describe.each(rows)('$name', ({ status, kind, path, more, has = [] }) => {
    test('is read by a page that is granted', async () => {
      const answer = await ask(path, APP, await more?.())
      expect(answer.status).toBe(status)
      expect(JSON.parse(answer.body)).toMatchObject({ type: `urn:marque:gateway:${kind}`, status })
      expectReadable(answer)
      for (const name of has) expect(answer.headers[name]).toBeDefined()
    })

    test('is read by no other, and is the same to those who send no Origin', async () => {
      const strange = await ask(path, EVIL, await more?.())
      expectUnreadable(strange)
      // A resource that blocks refuses a stranger before anybody is asked who it is.
      expect([status, 403]).toContain(strange.status)
      // Conditions are the page's: without an Origin nobody asks for them.
      if (path === '/reports') return
      const program = await ask(path, null, await more?.())
      expect(program.status).toBe(status)
      expect(
        Object.keys(program.headers).filter((name) => name.startsWith('access-control-')),
      ).toEqual([])
    })
  })

  test('a condition that a good login does not meet is no error of the gateway but the policy’s refusal', async () => {
    const answer = await ask('/reports', APP, await bearer({ roles: ['guest'] }))
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body)).toMatchObject({ reason: 'condition-unmet' })
    expectUnreadable(answer)
  })

  test('too many requests are 429 with Retry-After, which a page reads, and others are served', async () => {
    const client = { headers: { 'x-forwarded-for': '198.51.100.1' } }
    for (let at = 0; at < 20; at++) expect((await ask('/rest/here', APP, client)).status).toBe(200)
    const over = await ask('/rest/here', APP, client)
    expect(over.status).toBe(429)
    expect(JSON.parse(over.body)).toMatchObject({ type: 'urn:marque:gateway:rate-limited' })
    expectReadable(over)
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
    const strange = await ask('/rest/here', EVIL, client)
    expect(strange.status).toBe(429)
    expectUnreadable(strange)
    expect((await ask('/rest/here', APP)).status).toBe(200)
  })

  test('too many preflights are 429 with Vary and without CORS headers (D30)', async () => {
    const preflight = {
      method: 'OPTIONS',
      headers: { 'x-forwarded-for': '198.51.100.2', 'access-control-request-method': 'GET' },
    }
    for (let at = 0; at < 20; at++) {
      expect((await ask('/rest/here', APP, preflight)).status).toBe(204)
    }
    const over = await ask('/rest/here', APP, preflight)
    expect(over.status).toBe(429)
    expect(over.headers['retry-after']).toBeDefined()
    expectUnreadable(over)
    expect(over.headers.vary).toBe(
      'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    )
  })

  test.each(['dead', 'broken', 'hanging', 'elsewhere'])(
    'on a resource that everybody reads everybody reads it: %s',
    async (name) => {
      for (const origin of [APP, EVIL, null]) {
        const answer = await ask(`/all/${name}`, origin)
        expect(answer.status).toBeGreaterThanOrEqual(404)
        expect(answer.headers).toMatchObject({
          'access-control-allow-origin': '*',
          'cache-control': 'no-store',
        })
        expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
      }
    },
  )
})
