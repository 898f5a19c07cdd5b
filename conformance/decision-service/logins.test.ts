import {
  type IssuerKey,
  issuerSettings,
  jsonResponse,
  LOGIN_POLICY,
  newIssuerKey,
  newOriginTokenIssuer,
  type StubServer,
  signToken,
  startStubServer,
} from '@marque/testkit/issuer'
import { APP } from '@marque/testkit/policies'
import { freePort, type RunningProgram } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf } from './compare-response.ts'
import { ENVOY, envoyAsking } from './envoy-test-bed.ts'
import { CADDY, hostOf, NGINX, type StartProxy, startCaddy, startNginx } from './proxies.ts'
import type { RequestCase } from './requests.cases.ts'
import { type Answer, openTestBed, sendRaw, type TestBed } from './test-bed.ts'

const PORTAL = newOriginTokenIssuer()

const seconds = (): number => Math.floor(Date.now() / 1_000)

interface Proxy {
  readonly name: string
  readonly program: string | undefined
  readonly start: StartProxy
  /** Whether it puts an answer of its own in the place of every 5xx of the service. */
  readonly hidesFaults?: true
}

/** Envoy asks there, too. */
const grpc = { host: '127.0.0.1', port: 0 }

const PROXIES: readonly Proxy[] = [
  { name: 'nginx', program: NGINX, start: startNginx },
  { name: 'Caddy', program: CADDY, start: startCaddy },
  { name: 'Envoy over gRPC', program: ENVOY, start: envoyAsking('grpc') },
  { name: 'Envoy over HTTP', program: ENVOY, start: envoyAsking('http'), hidesFaults: true },
]

for (const { name, program, start, hidesFaults = false } of PROXIES) {
  if (program === undefined) {
    test.skip(`${name} is missing: npm run parts -- --only ${name.toLowerCase().split(' ')[0]}`)
    continue
  }
  describe(`who sends a request, asked by ${name}`, () => {
    let keys: StubServer
    let key: IssuerKey
    let testBed: TestBed
    let proxy: RunningProgram
    beforeAll(async () => {
      key = await newIssuerKey('one')
      keys = await startStubServer(jsonResponse({ keys: [key.jwk] }))
      testBed = await openTestBed(
        {
          grpc,
          authentication: [issuerSettings(keys.url)],
          tokenKeys: PORTAL.tokenKeys,
        },
        LOGIN_POLICY,
      )
      proxy = await start(testBed, hostOf(testBed))
    })
    afterAll(async () => {
      await proxy?.stop()
      await testBed?.close()
      await keys?.close()
    })

    const send = (
      target: string,
      lines: RequestCase['lines'] = [],
      method = 'GET',
      port = proxy.port,
    ): Promise<Answer> => {
      testBed.take()
      return sendRaw(
        port,
        bytesOf({ title: '', method, target, lines: [['Origin', APP], ...lines] }),
      )
    }
    const bearer = async (claims: object = {}): Promise<RequestCase['lines'][number]> => [
      'Authorization',
      `Bearer ${await signToken(key, claims)}`,
    ]
    const allowed = (answer: Answer): readonly string[] =>
      answer.valuesOf('access-control-allow-origin')

    test('no login where one is required: 401 that the page can read', async () => {
      const answer = await send('/account/me')
      expect([answer.status, testBed.take(), allowed(answer)]).toEqual([401, [], [APP]])
      expect(answer.valuesOf('www-authenticate')).toEqual(['Bearer'])
      expect(answer.valuesOf('access-control-expose-headers').join()).toMatch(/www-authenticate/i)
      expect(answer.valuesOf('cache-control')).toEqual(['no-store'])
      expect(JSON.parse(answer.body)).toMatchObject({ status: 401 })
    })

    test('a login that has ended says so', async () => {
      const answer = await send('/account/me', [await bearer({ exp: seconds() - 10 })])
      expect([answer.status, testBed.take(), allowed(answer)]).toEqual([401, [], [APP]])
      expect(answer.valuesOf('www-authenticate')).toEqual([expect.stringContaining('expired')])
    })

    test('a forged one is none', async () => {
      const forger = await newIssuerKey('one')
      const answer = await send('/account/me', [
        ['Authorization', `Bearer ${await signToken(forger)}`],
      ])
      expect([answer.status, testBed.take()]).toEqual([401, []])
    })

    test('a good one goes on, with its token', async () => {
      const line = await bearer()
      const answer = await send('/account/me', [line])
      expect([answer.status, allowed(answer)]).toEqual([200, [APP]])
      expect(testBed.take().map(({ raw }) => raw.includes(line[1]))).toEqual([true])
    })

    test('a preflight is answered before anybody is asked', async () => {
      const asked = keys.requests
      const lines: RequestCase['lines'] = [
        ['Access-Control-Request-Method', 'GET'],
        ['Access-Control-Request-Headers', 'authorization'],
      ]
      const answer = await send('/account/me', lines, 'OPTIONS')
      expect([answer.status, testBed.take(), keys.requests]).toEqual([204, [], asked])
    })

    test('conditions on scopes, roles, claims and the age of a login hold', async () => {
      const statusOf = async (target: string, claims: object): Promise<string> => {
        const answer = await send(target, [await bearer(claims)])
        return `${answer.status} ${allowed(answer).join()}`.trim()
      }
      expect(await statusOf('/orders', { scope: 'orders read' })).toBe(`200 ${APP}`)
      expect(await statusOf('/orders', { scope: 'orders' })).toBe('403')
      expect(await statusOf('/reports', { realm: { roles: ['reader'] } })).toBe(`200 ${APP}`)
      expect(await statusOf('/reports', { realm: { roles: ['writer'] } })).toBe('200')
      expect(await statusOf('/org', { org: { id: 'acme' } })).toBe(`200 ${APP}`)
      expect(await statusOf('/org', { org: { id: 'other' } })).toBe('200')
      expect(await statusOf('/payment', { auth_time: seconds() - 10 })).toBe(`200 ${APP}`)
      expect(await statusOf('/payment', { auth_time: seconds() - 3_600 })).toBe('403')
    })

    test('an origin-bound token opens its resource, and never reaches the application', async () => {
      const token = await PORTAL.sign()
      expect((await send('/portal')).status).toBe(403)
      expect((await send('/portal', [['Marque-Token', `${token}x`]])).status).toBe(403)
      const others = await newOriginTokenIssuer().sign()
      expect((await send('/portal', [['Marque-Token', others]])).status).toBe(403)
      const answer = await send('/portal', [['Marque-Token', token]])
      expect([answer.status, allowed(answer)]).toEqual([200, [APP]])
      expect(testBed.take().map(({ raw }) => raw.includes(token))).toEqual([false])
    })

    test('an issuer that is gone: 503 that the page can read, and only where a login matters', async () => {
      const gone = `http://127.0.0.1:${await freePort()}/`
      const other = await openTestBed(
        { grpc, authentication: [issuerSettings(gone)] },
        LOGIN_POLICY,
      )
      const alone = await start(other, hostOf(other), 'alone')
      try {
        const line = await bearer()
        const answer = await send('/account/me', [line], 'GET', alone.port)
        const readers = hidesFaults ? [] : [APP]
        expect([answer.status, other.take(), allowed(answer)]).toEqual([503, [], readers])
        expect(answer.valuesOf('retry-after')).toEqual(['5'])
        if (!hidesFaults) expect(answer.body).toContain('login-unavailable')
        expect((await send('/public/x', [line], 'GET', alone.port)).status).toBe(200)
      } finally {
        await alone.stop()
        await other.close()
      }
    })
  })
}
