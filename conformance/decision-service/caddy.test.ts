import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2'
import { type Decision, decide } from '@marque/core'
import { selfSigned } from '@marque/testkit/certificates'
import { listen } from '@marque/testkit/http'
import { API_HOST, APP } from '@marque/testkit/policies'
import { freePort, type RunningProgram } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsOf, differences, factsOf } from './compare-response.ts'
import { CADDY, hostOf, startCaddy } from './proxies.ts'
import { type RequestCase, requests } from './requests.cases.ts'
import {
  type Answer,
  type Arrived,
  openTestBed,
  POLICY,
  sendRaw,
  type TestBed,
} from './test-bed.ts'

/** Caddy refuses these by itself, before anything is asked: stricter than the policy, and never wider. */
const REFUSED_BY_CADDY: { readonly [target: string]: number } = {
  '/v1/account/%zz': 400,
}

/** Caddy writes these anew for the application. Each can be read in two ways, so no page may send it: what is judged is what came. */
const WRITTEN_ANEW: { readonly [target: string]: string } = {
  '/v1/account\\me': '/v1/account%5Cme',
}

/** Refused, as decided, with another status: Caddy takes away what `Connection` names before it asks, so that nothing can be decided. */
const NOT_DECIDED = 'Connection names Origin'

const GRANTED: RequestCase = { title: '', lines: [['Origin', APP]] }
const PREFLIGHT: RequestCase = {
  title: '',
  method: 'OPTIONS',
  lines: [
    ['Origin', APP],
    ['Access-Control-Request-Method', 'PATCH'],
  ],
}

if (CADDY === undefined) {
  test.skip('Caddy is missing: npm run parts -- --only caddy')
} else {
  describe('Caddy', () => {
    let testBed: TestBed
    let caddy: RunningProgram
    beforeAll(async () => {
      testBed = await openTestBed({}, POLICY)
      caddy = await startCaddy(testBed, hostOf(testBed))
    })
    afterAll(async () => {
      await caddy?.stop()
      await testBed?.close()
    })

    const decisionOn = (request: RequestCase): Decision => {
      const { policy } = testBed.service
      return decide(policy.engine!, factsOf(request), {}, policy.moment())
    }

    for (const request of requests) {
      test(`as the engine decides: ${request.title}`, async () => {
        testBed.take()
        const answer = seenByPages(await sendRaw(caddy.port, bytesOf(request)))
        const arrived = testBed.take()
        const refusedBy = REFUSED_BY_CADDY[request.target ?? '']
        if (refusedBy !== undefined) {
          expect([answer.status, arrived.length, corsOf(answer)]).toEqual([refusedBy, 0, []])
          return
        }
        if (request.title === NOT_DECIDED) {
          expect([answer.status, arrived.length, corsOf(answer)]).toEqual([400, 0, []])
          return
        }
        const sent = WRITTEN_ANEW[request.target ?? '']
        expect(differences(request, decisionOn(request), answer, arrived, sent)).toEqual([])
      })
    }

    const byTitle = (title: string): RequestCase => requests.find((one) => one.title === title)!
    const ask = (request: RequestCase, port = caddy.port): Promise<Answer> =>
      sendRaw(port, bytesOf(request))

    test('a WebSocket that the policy lets through is one, and no other upgrade is', async () => {
      expect((await ask(byTitle('WebSocket'))).status).toBe(101)
      testBed.take()
      for (const title of ['another upgrade', 'an upgrade without its connection']) {
        expect((await ask(byTitle(title))).status).toBe(200)
        const [{ raw }] = testBed.take() as readonly [Arrived]
        expect(raw.map((text) => text.toLowerCase())).not.toContain('upgrade')
      }
    })

    test('what is between Caddy and the service does not come from the client, and does not go to the application', async () => {
      testBed.take()
      const forged: RequestCase = {
        title: '',
        lines: [
          ['Origin', APP],
          ['Marque-Decision', 'forged'],
          ['Marque-Token', 'secret'],
          ['Marque-Service-Key', 'x'],
          ['X-Forwarded-For', '203.0.113.9'],
          ['X-Forwarded-Host', 'other.example.com'],
        ],
      }
      expect((await ask(forged)).status).toBe(200)
      const [{ raw }] = testBed.take() as readonly [Arrived]
      // Caddy's own request for a report of the application's layer (D29).
      expect(raw.filter((text) => /^marque-/i.test(text))).toEqual(['Marque-Read'])
      expect(raw).not.toContain('203.0.113.9')
      expect(raw).not.toContain('other.example.com')
    })

    test('what `Connection` makes Caddy take away is not judged as if it had never been there', async () => {
      const judged = ['Cookie', 'AUTHORIZATION', 'Sec-Fetch-Site', 'Access-Control-Request-Method']
      for (const name of [...judged, 'Marque-Token', 'Host', 'close,origin']) {
        const answer = await ask({ title: '', lines: [['Connection', name]] })
        expect([name, answer.status]).toEqual([name, 400])
      }
      expect(testBed.take()).toEqual([])
      const twice: RequestCase['lines'] = [
        ['Connection', 'close'],
        ['Connection', 'Origin'],
      ]
      expect((await ask({ title: '', lines: [...GRANTED.lines, ...twice] })).status).toBe(400)
      // Others are the client's to take away, and those between Caddy and the service are set later.
      for (const name of ['close, X-Custom', 'close, X-Forwarded-Uri, X-Forwarded-Host']) {
        const answer = await ask({ title: '', lines: [...GRANTED.lines, ['Connection', name]] })
        expect([name, answer.status]).toEqual([name, 200])
      }
    })

    test('a target in absolute form that names another host is judged as one of that host', async () => {
      testBed.take()
      const lines = [`Host: ${API_HOST}`, `Origin: ${APP}`, 'Connection: close', '', '']
      const of = (url: string): Promise<Answer> =>
        sendRaw(caddy.port, [`GET ${url} HTTP/1.1`, ...lines].join('\r\n'))
      // A host that the policy does not name (D2).
      expect((await of('http://other.example.com/v1/account/me')).status).toBe(421)
      expect(testBed.take()).toEqual([])
      expect((await of(`http://${API_HOST}/v1/account/me`)).status).toBe(200)
      expect(testBed.take().map(({ line }) => line)).toEqual(['GET /v1/account/me'])
    })

    test('without Host, and with two, nothing is asked and nothing goes on', async () => {
      testBed.take()
      for (const hosts of [[], [`Host: ${API_HOST}`, 'Host: other.example.com']]) {
        const text = ['GET /v1/account/me HTTP/1.1', ...hosts, 'Connection: close', '', '']
        expect((await sendRaw(caddy.port, text.join('\r\n'))).status).toBe(400)
      }
      const old = 'GET /v1/account/me HTTP/1.0\r\nConnection: close\r\n\r\n'
      await sendRaw(caddy.port, old)
      expect(testBed.take()).toEqual([])
    })

    test('a client of HTTP/2 over TLS: its scheme, every line of it, and the host that it names first', async () => {
      const { certFile, keyFile } = selfSigned(testBed.folder, 'caddy')
      const secure = await startCaddy(testBed, hostOf(testBed), 'secure', (text) =>
        text
          .replace('auto_https off', 'auto_https disable_redirects\n\tskip_install_trust')
          .replace(
            /^:(\d+) \{/m,
            `https://api.example.com:$1, https://127.0.0.1:$1 {\n\ttls ${certFile} ${keyFile}`,
          ),
      )
      const session = connect(`https://127.0.0.1:${secure.port}`, {
        rejectUnauthorized: false,
        servername: API_HOST,
      })
      const of = async (more: OutgoingHttpHeaders): Promise<string> => {
        const stream = session.request({
          ':authority': API_HOST,
          ':path': '/v1/account/me',
          ...more,
        })
        stream.resume()
        stream.end()
        const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders]
        await once(stream, 'close')
        return `${headers[':status']} ${headers['access-control-allow-origin'] ?? ''}`.trim()
      }
      try {
        testBed.take()
        expect(await of({ origin: APP })).toBe(`200 ${APP}`)
        expect(await of({ origin: 'https://evil.example' })).toBe('403')
        const twoLines = [APP, 'https://evil.example'] as unknown as string
        expect(await of({ origin: twoLines })).toBe('403')
        const preflight = { ':method': 'OPTIONS', 'access-control-request-method': 'PATCH' }
        expect(await of({ ...preflight, origin: APP })).toBe(`204 ${APP}`)
        // The own origin of the policy is http, and this is https: another one.
        expect(await of({ origin: `https://${API_HOST}` })).toBe('403')
        expect(testBed.take()).toHaveLength(1)
        await of({ origin: APP, host: 'other.example.com' })
        const [{ raw }] = testBed.take() as readonly [Arrived]
        expect(raw).not.toContain('other.example.com')
      } finally {
        session.destroy()
        await secure.stop()
      }
    })

    test('a body in chunks goes on whole, and nothing of it to the service', async () => {
      testBed.take()
      const lines = [`Host: ${API_HOST}`, `Origin: ${APP}`, 'Connection: close']
      const text = ['POST /v1/account/me HTTP/1.1', ...lines, 'Transfer-Encoding: chunked', '', '']
      const answer = await sendRaw(caddy.port, `${text.join('\r\n')}4\r\nbody\r\n0\r\n\r\n`)
      expect([answer.status, testBed.take().map(({ body }) => body)]).toEqual([200, ['body']])
    })

    test('a service that never answers: nothing goes on', async () => {
      const silent = createServer(() => undefined)
      const port = await listen(silent)
      const waiting = await startCaddy(testBed, `127.0.0.1:${port}`, 'waiting')
      try {
        for (const request of [GRANTED, { title: '', lines: [] }, PREFLIGHT]) {
          const answer = await ask(request, waiting.port)
          expect([answer.status >= 500, corsOf(answer), testBed.take()]).toEqual([true, [], []])
        }
      } finally {
        await waiting.stop()
        silent.closeAllConnections()
        silent.close()
      }
    })

    test('without the service nothing goes on', async () => {
      const alone = await startCaddy(testBed, `127.0.0.1:${await freePort()}`, 'alone')
      try {
        testBed.take()
        for (const request of [GRANTED, { title: '', lines: [] }, PREFLIGHT]) {
          const answer = await ask(request, alone.port)
          expect([answer.status, corsOf(answer)]).toEqual([503, []])
        }
        expect(testBed.take()).toEqual([])
      } finally {
        await alone.stop()
      }
    })

    test('a page can read that the application is gone, and nobody else can', async () => {
      const application = `127.0.0.1:${testBed.applicationPort}`
      const gone = `127.0.0.1:${await freePort()}`
      const host = hostOf(testBed)
      const orphan = await startCaddy(testBed, host, 'orphan', (text) =>
        text.replaceAll(application, gone),
      )
      try {
        const answer = await ask(GRANTED, orphan.port)
        expect(answer.status).toBe(502)
        expect(answer.valuesOf('access-control-allow-origin')).toEqual([APP])
        expect(answer.valuesOf('access-control-allow-credentials')).toEqual(['true'])
        expect(answer.valuesOf('vary')).toEqual(['Origin'])
        expect(answer.valuesOf('cache-control')).toEqual(['no-store'])
        const other = await ask({ title: '', lines: [] }, orphan.port)
        expect([other.status, corsOf(other)]).toEqual([502, []])
      } finally {
        await orphan.stop()
      }
    })
  })
}

/** Caddy passes on the lines of a 101 as they are, and no browser reads CORS headers there (D25). */
function seenByPages(answer: Answer): Answer {
  if (answer.status !== 101) return answer
  const lines = answer.lines.filter(([name]) => !name.startsWith('access-control-'))
  return { ...answer, lines }
}
