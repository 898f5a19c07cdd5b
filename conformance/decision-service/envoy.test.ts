import { type Decision, decide } from '@marque/core'
import { API_HOST, APP } from '@marque/testkit/policies'
import type { RunningProgram } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsOf, differences, factsOf, ownedOf } from './compare-response.ts'
import { ENVOY, openEnvoyTestBed, type Protocol, portsOf, startEnvoy } from './envoy-test-bed.ts'
import { sendHttp2 } from './http2-client.ts'
import { type RequestCase, requests } from './requests.cases.ts'
import { type Answer, type Arrived, POLICY, sendRaw, type TestBed, WITH_LOGIN } from './test-bed.ts'

/** Envoy refuses these by itself, before anything is asked: stricter than the policy, and never wider. */
const REFUSED_BY_ENVOY: { readonly [target: string]: number } = {
  '/v1/account/me?a=/../b#c': 400,
}

/** Envoy takes away what `Connection` names before it asks, and the application does not see it either: the request without these lines is judged. */
const TAKEN_AWAY: { readonly [title: string]: readonly string[] } = {
  'Connection names Origin': ['origin', 'connection'],
}

const EVIL = 'https://evil.example'

if (ENVOY === undefined) {
  test.skip('Envoy is missing: npm run parts -- --only envoy')
} else {
  describe.each<Protocol>(['grpc', 'http'])('Envoy, asking over %s', (protocol) => {
    let testBed: TestBed
    let envoy: RunningProgram
    beforeAll(async () => {
      testBed = await openEnvoyTestBed(POLICY)
      envoy = await startEnvoy(protocol, testBed.folder, portsOf(testBed))
    })
    afterAll(async () => {
      await envoy?.stop()
      await testBed?.close()
    })
    const send = (request: RequestCase): Promise<Answer> => sendRaw(envoy.port, bytesOf(request))

    for (const request of requests) {
      test(`as the engine decides: ${request.title}`, async () => {
        testBed.take()
        const answer = await send(request)
        const arrived = testBed.take()
        const refusedBy = REFUSED_BY_ENVOY[request.target ?? '']
        if (refusedBy !== undefined) {
          expect([answer.status, arrived.length, corsOf(answer)]).toEqual([refusedBy, 0, []])
          return
        }
        const taken = TAKEN_AWAY[request.title] ?? []
        const found = differences(request, decisionOn(testBed, request, taken), answer, arrived)
        // Envoy drops the type of an answer without a body, which the service's answer to HEAD is.
        const isUntyped = request.method === 'HEAD' && protocol === 'http'
        expect(found.filter((each) => !(isUntyped && each.startsWith('type: [],')))).toEqual([])
        const inner = answer.lines.filter(([name]) => /^x-(?:envoy|original)-/.test(name))
        expect(inner).toEqual([])
        const seen = arrived.flatMap(({ raw }) => namesOf(raw))
        // `marque-read` is Envoy's own request for a report of the application's layer (D29).
        const others = seen.filter((name) => name !== 'marque-read')
        expect(others.filter((name) => name.startsWith('marque') || taken.includes(name))).toEqual(
          [],
        )
      })
    }

    test('a WebSocket that the policy lets through is one, and no other upgrade is', async () => {
      const byTitle = (title: string): RequestCase => requests.find((one) => one.title === title)!
      expect((await send(byTitle('WebSocket'))).status).toBe(101)
      testBed.take()
      for (const title of ['another upgrade', 'an upgrade without its connection']) {
        expect((await send(byTitle(title))).status).toBe(200)
        const [{ raw }] = testBed.take() as readonly [Arrived]
        expect(namesOf(raw)).not.toContain('upgrade')
      }
    })

    test('a target in absolute form is judged, and passed on, as one of the host that it names', async () => {
      testBed.take()
      const lines = [`Host: ${API_HOST}`, `Origin: ${APP}`, 'Connection: close', '', '']
      const of = (url: string): Promise<Answer> =>
        sendRaw(envoy.port, [`GET ${url} HTTP/1.1`, ...lines].join('\r\n'))
      expect((await of('http://other.example.com/v1/account/me')).status).toBe(421)
      expect(testBed.take()).toEqual([])
      expect((await of(`http://${API_HOST}/v1/account/me`)).status).toBe(200)
      const [{ raw }] = testBed.take() as readonly [Arrived]
      expect(raw[namesOf(raw).indexOf('host') * 2 + 1]).toBe(API_HOST)
    })

    test.each([
      ['without Host', []],
      ['with two', [`Host: ${API_HOST}`, 'Host: other.example.com']],
      ['with two in one', [`Host: ${API_HOST}, other.example.com`]],
      ['with a path in it', [`Host: ${API_HOST}/v1/account`]],
      ['with a name and a password in it', [`Host: ${API_HOST}@other.example.com`]],
      ['with an empty one', ['Host: ']],
    ])('%s nothing goes on', async (_, hosts) => {
      expect(await isRefused('GET /v1/account/me', hosts)).toBe(true)
    })

    test.each([
      'OPTIONS *',
      'CONNECT api.example.com:80',
      'TRACE /v1/account/me',
      'get /v1/account/me',
    ])('the odd request `%s` does not go on', async (first) => {
      expect(await isRefused(first, [`Host: ${API_HOST}`])).toBe(true)
    })

    test('a client of HTTP/1.0 is refused', async () => {
      testBed.take()
      const lines = ['GET /v1/account/me HTTP/1.0', `Host: ${API_HOST}`, `Origin: ${APP}`, '', '']
      const answer = await sendRaw(envoy.port, lines.join('\r\n'))
      expect([answer.status, testBed.take()]).toEqual([426, []])
    })

    async function isRefused(first: string, hosts: readonly string[]): Promise<boolean> {
      testBed.take()
      const lines = [`${first} HTTP/1.1`, ...hosts, `Origin: ${APP}`, 'Connection: close', '', '']
      const answer = await sendRaw(envoy.port, lines.join('\r\n'))
      return answer.status >= 400 && corsOf(answer).length === 0 && testBed.take().length === 0
    }

    test('a body in chunks goes on whole, and nothing of it to the service', async () => {
      testBed.take()
      const lines = [`Host: ${API_HOST}`, `Origin: ${APP}`, 'Connection: close']
      const text = ['POST /v1/account/me HTTP/1.1', ...lines, 'Transfer-Encoding: chunked', '', '']
      const answer = await sendRaw(envoy.port, `${text.join('\r\n')}4\r\nbody\r\n0\r\n\r\n`)
      expect([answer.status, testBed.take().map(({ body }) => body)]).toEqual([200, ['body']])
    })

    test('a body that waits to be asked for goes on whole', async () => {
      testBed.take()
      const answer = await send({
        title: '',
        method: 'POST',
        lines: [
          ['Origin', APP],
          ['Expect', '100-continue'],
        ],
        body: 'body',
      })
      expect(`${answer.status} ${answer.body}`).toMatch(/^(?:100 HTTP\/1\.1 )?200 /)
      expect(testBed.take().map(({ body }) => body)).toEqual(['body'])
    })

    test('what a client writes about ownership, decisions and questions changes nothing', async () => {
      testBed.take()
      const answer = await send({
        title: '',
        target: '/assets/a.js',
        lines: [
          ['Origin', EVIL],
          ['Marque-Owns', 'timing-allow-origin, cross-origin-resource-policy'],
          ['Marque-Decision', 'x'],
          ['Marque_Decision', 'x'],
          ['Marque-Token', 'x'],
          ['X-Envoy-Auth-Headers-To-Remove', 'origin'],
          ['X-Original-Scheme', 'https'],
          ['X-Original-Address', '10.0.0.1'],
          ['X-Forwarded-Proto', 'https'],
          ['X-Request-Id', 'x'],
        ],
      })
      expect(answer.status).toBe(200)
      expect(ownedOf(answer)).toEqual({ corp: ['cross-origin'], timing: ['*'] })
      const [{ raw }] = testBed.take() as readonly [Arrived]
      expect(raw[namesOf(raw).indexOf('x-forwarded-proto') * 2 + 1]).toBe('http')
      expect(namesOf(raw).filter((name) => name.startsWith('marque'))).toEqual(['marque-read'])
    })

    describe('a client of HTTP/2', () => {
      const h2 = (headers: object) => sendHttp2(envoy.port, headers)
      const me = { ':path': '/v1/account/me', ':authority': API_HOST }

      test('is answered as others are', async () => {
        testBed.take()
        const granted = await h2({ ...me, origin: APP, cookie: ['a=1', 'b=2'] })
        expect(granted[':status']).toBe(200)
        expect(granted['access-control-allow-origin']).toBe(APP)
        expect(granted['access-control-allow-credentials']).toBe('true')
        expect(testBed.take()).toHaveLength(1)
        const evil = await h2({ ...me, origin: EVIL })
        expect([evil[':status'], evil['access-control-allow-origin']]).toEqual([403, undefined])
        const preflight = await h2({
          ...me,
          ':method': 'OPTIONS',
          origin: APP,
          'access-control-request-method': 'PATCH',
        })
        expect(preflight[':status']).toBe(204)
        expect(preflight['access-control-allow-methods']).toBe('GET, PATCH, POST')
        expect(testBed.take()).toEqual([])
      })

      test('is judged by the authority that is passed on, whatever its Host says', async () => {
        testBed.take()
        const other = await h2({ ...me, ':authority': 'other.example.com', origin: APP })
        // A host that the policy does not name.
        expect([other[':status'], testBed.take()]).toEqual([421, []])
        const two = await h2({ ...me, host: 'other.example.com', origin: APP })
        for (const { raw } of testBed.take()) {
          expect(two[':status']).toBe(200)
          expect(raw[namesOf(raw).indexOf('host') * 2 + 1]).toBe(API_HOST)
        }
      })

      test('does not choose its scheme', async () => {
        const own = { ...me, ':path': '/v1/reports/1', origin: 'http://api.example.com' }
        const answers = [await h2(own), await h2({ ...own, ':scheme': 'https' })]
        expect(answers.map(({ ':status': status }) => status)).toEqual([200, 200])
      })

      const socket = {
        ':method': 'CONNECT',
        ':protocol': 'websocket',
        ':scheme': 'http',
        ':path': '/v1/live',
        ':authority': API_HOST,
      }

      test('opens no socket', async () => {
        testBed.take()
        const answer = await h2({ ...socket, origin: APP }).catch(() => ({ ':status': 400 }))
        expect([Number(answer[':status']) >= 400, testBed.take()]).toEqual([true, []])
      })

      test('opens one where Envoy lets it and the policy does, too', async () => {
        const allowing = (text: string): string =>
          text.replace(
            /codec_type: AUTO\n( +)/,
            '$&http2_protocol_options: { allow_connect: true }\n$1',
          )
        const other = await startEnvoy(protocol, testBed.folder, portsOf(testBed), allowing)
        try {
          testBed.take()
          const evil = await sendHttp2(other.port, { ...socket, origin: EVIL })
          expect([evil[':status'], testBed.take()]).toEqual([403, []])
          const unmatched = await sendHttp2(other.port, { ...socket, ':path': '/v2', origin: APP })
          expect([unmatched[':status'], testBed.take()]).toEqual([403, []])
          const granted = await sendHttp2(other.port, { ...socket, origin: APP })
          expect([granted[':status'], granted['access-control-allow-origin']]).toEqual([
            200,
            undefined,
          ])
          expect(testBed.take().map(({ line }) => line)).toEqual(['UPGRADE /v1/live'])
        } finally {
          await other.stop()
        }
      })
    })
  })

  describe.each<Protocol>(['grpc', 'http'])('Envoy, asking over %s about logins', (protocol) => {
    let testBed: TestBed
    let envoy: RunningProgram
    beforeAll(async () => {
      testBed = await openEnvoyTestBed(WITH_LOGIN)
      envoy = await startEnvoy(protocol, testBed.folder, portsOf(testBed))
    })
    afterAll(async () => {
      await envoy?.stop()
      await testBed?.close()
    })

    test.each(['/v1/login', '/v1//login'])('%s is not passed on without one', async (target) => {
      const lines = target === '/v1/login' ? ([['Origin', APP]] as const) : []
      const answer = await sendRaw(envoy.port, bytesOf({ title: '', target, lines }))
      expect([answer.status, testBed.take()]).toEqual([401, []])
      // A page must be able to read that a login is missing (D21).
      expect(answer.valuesOf('access-control-allow-origin')).toEqual(lines.length > 0 ? [APP] : [])
      expect(answer.valuesOf('www-authenticate')).toHaveLength(1)
    })
  })
}

/** @param taken Names of lines that the request is judged without. */
function decisionOn(testBed: TestBed, request: RequestCase, taken: readonly string[]): Decision {
  const { engine } = testBed.service.policy
  const facts = factsOf(request)
  const headers = facts.headers.filter(([name]) => !taken.includes(name.toLowerCase()))
  return decide(engine!, { ...facts, headers }, {}, testBed.service.policy.moment())
}

/** @param raw Names and values in turn. */
function namesOf(raw: readonly string[]): readonly string[] {
  return raw.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
}
