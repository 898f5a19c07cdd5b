import { createServer, type Server } from 'node:http'
import { closeServer, listen } from '@marque/testkit/http'
import { API_HOST, APP } from '@marque/testkit/policies'
import { freePort, type RunningProgram } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsOf } from './compare-response.ts'
import { ENVOY, openEnvoyTestBed, type Protocol, portsOf, startEnvoy } from './envoy-test-bed.ts'
import {
  CADDY,
  hostOf,
  NGINX,
  type StartProxy,
  startCaddy,
  startNginx,
  startTraefik,
  TRAEFIK,
} from './proxies.ts'
import type { RequestCase } from './requests.cases.ts'
import { type Answer, POLICY, sendRaw, type TestBed } from './test-bed.ts'

/** The decision service is up, dead, or hangs: what its proxy answers, in both modes. */

interface ProxyCase {
  readonly name: string
  readonly program: string | undefined
  readonly start: StartProxy
  /** Forwards what CORS does not concern while the service is unreachable. */
  readonly pass: (text: string) => string
  /** Cannot write a response of its own: a 503 without the problem document. */
  readonly isTerse?: true
  /** The CORS headers of responses are the application's. */
  readonly isInnerCors?: true
}

const PROXIES: readonly ProxyCase[] = [
  {
    name: 'nginx',
    program: NGINX,
    start: startNginx,
    pass: (text) => text.replace('default 0;', 'default 1;'),
  },
  {
    name: 'Caddy',
    program: CADDY,
    start: startCaddy,
    pass: (text) => text.replace('{$MARQUE_PASSES_UNCHECKED:0}', '1'),
  },
  {
    name: 'Envoy over gRPC',
    program: ENVOY,
    start: envoyAt('grpc'),
    pass: envoyPasses,
  },
  {
    name: 'Envoy over HTTP',
    program: ENVOY,
    start: envoyAt('http'),
    pass: envoyPasses,
  },
  {
    name: 'Traefik',
    program: TRAEFIK,
    start: startTraefik,
    pass: (text) =>
      text.replace(
        /(marque-or-fallback:\s+failover:\s+.*\s+fallback: )unavailable/,
        '$1ping@internal',
      ),
    isTerse: true,
    isInnerCors: true,
  },
]

/** Envoy whose service is at another address, for both protocols. */
function envoyAt(protocol: Protocol): StartProxy {
  return (testBed, service, _, change) => {
    const port = Number(service.split(':').at(-1))
    const isRunning = service === hostOf(testBed)
    const ports = portsOf(testBed)
    const other = isRunning ? ports : { ...ports, http: port, grpc: port }
    return startEnvoy(protocol, testBed.folder, other, change)
  }
}

/** The second of the two checks, for requests that CORS does not concern. */
function envoyPasses(text: string): string {
  const at = text.lastIndexOf('failure_mode_allow: false')
  return `${text.slice(0, at)}${text.slice(at).replace('false', 'true')}`
}

const PLAIN: RequestCase = { title: 'without Origin', lines: [] }
const CONCERNED: readonly RequestCase[] = [
  { title: 'with an Origin that is granted', lines: [['Origin', APP]] },
  { title: 'with another Origin', lines: [['Origin', 'https://evil.example']] },
  {
    title: 'a preflight',
    method: 'OPTIONS',
    lines: [
      ['Origin', APP],
      ['Access-Control-Request-Method', 'PATCH'],
    ],
  },
  {
    title: 'a WebSocket without Origin',
    target: '/v1/live',
    lines: [
      ['Connection', 'close'],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ],
  },
]

for (const { name, program, start, pass, isTerse, isInnerCors } of PROXIES) {
  if (program === undefined) {
    test.skip(`${name} is missing: npm run parts -- --only ${name.toLowerCase().split(' ')[0]}`)
    continue
  }
  describe.each([
    ['dead', async () => `127.0.0.1:${await freePort()}`],
    ['hanging', null],
  ] as const)(`F32: ${name}, the service is %s`, (state, address) => {
    let testBed: TestBed
    let silent: Server
    let service: string
    const running: RunningProgram[] = []
    let closed: RunningProgram
    let open: RunningProgram
    beforeAll(async () => {
      testBed = await openEnvoyTestBed(POLICY)
      silent = createServer(() => undefined)
      service = address === null ? `127.0.0.1:${await listen(silent)}` : await address()
      closed = await start(testBed, service, `closed-${state}`)
      running.push(closed)
      open = await start(testBed, service, `open-${state}`, pass)
      running.push(open)
    })
    afterAll(async () => {
      for (const proxy of running) await proxy.stop()
      silent?.closeAllConnections()
      if (silent?.listening) await closeServer(silent)
      await testBed?.close()
    })

    async function expectUnavailable(port: number, request: RequestCase): Promise<void> {
      testBed.take()
      const answer = await sendRaw(port, bytesOf(request))
      expect([answer.status, corsOf(answer), testBed.take()]).toEqual([503, [], []])
      if (isTerse) return
      expect(answer.valuesOf('cache-control')[0]).toBe('no-store')
      expect(answer.valuesOf('retry-after')[0]).toBe('5')
      expect(answer.valuesOf('content-type')[0]).toContain('application/problem+json')
      expect(JSON.parse(answer.body)).toMatchObject({
        type: 'urn:marque:decision-service:unavailable',
        status: 503,
      })
    }

    test.each([PLAIN, ...CONCERNED])(`F32: closed, $title: 503 and nothing goes on`, (request) =>
      expectUnavailable(closed.port, request),
    )

    test.each(CONCERNED)(`F32: open, $title: 503 and nothing goes on`, (request) =>
      expectUnavailable(open.port, request),
    )

    test('F32: open, a request without Origin is forwarded, and grants nothing', async () => {
      testBed.take()
      const answer = await sendRaw(open.port, bytesOf(PLAIN))
      expect([answer.status, testBed.take().length]).toEqual([200, 1])
      if (isInnerCors) return
      expect(corsOf(answer)).toEqual([])
      expect(answer.valuesOf('vary').join().toLowerCase()).toContain('origin')
    })
  })

  describe(`${name}, the service is up`, () => {
    let testBed: TestBed
    let proxy: RunningProgram
    beforeAll(async () => {
      testBed = await openEnvoyTestBed(POLICY)
      proxy = await start(testBed, hostOf(testBed), 'up', pass)
    })
    afterAll(async () => {
      await proxy?.stop()
      await testBed?.close()
    })

    test('F32: the open mode changes nothing', async () => {
      testBed.take()
      const granted = await sendRaw(proxy.port, bytesOf({ title: '', lines: [['Origin', APP]] }))
      expect([granted.status, corsOf(granted).length > 0]).toEqual([200, true])
      const evil = { title: '', lines: [['Origin', 'https://evil.example']] } as const
      expect((await sendRaw(proxy.port, bytesOf(evil))).status).toBe(403)
    })

    const explain = (origin: string, body: string): Promise<Answer> =>
      sendRaw(
        proxy.port,
        [
          'POST /.well-known/marque/explain HTTP/1.1',
          `Host: ${API_HOST}`,
          `Origin: ${origin}`,
          'Content-Type: text/plain',
          `Content-Length: ${body.length}`,
          'Connection: close',
          '',
          body,
        ].join('\r\n'),
      )

    test('F28: a page reads why its own origin is denied', async () => {
      testBed.take()
      const url = `http://${API_HOST}/v1/account/me`
      const answer = await explain('https://evil.example', JSON.stringify({ url }))
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body)).toMatchObject({
        format: 'marque-explanation/1',
        origin: 'https://evil.example',
        reason: 'origin-not-granted',
        contact: 'api-support@example.com',
      })
      expect(answer.valuesOf('access-control-allow-origin')[0]).toBe('*')
      expect(answer.lines.filter(([line]) => line.startsWith('marque-'))).toEqual([])
      expect((await explain(APP, '{')).status).toBe(400)
      expect(testBed.take(), 'nothing reaches the application').toEqual([])
    })

    test('headers for a certificate are not the client’s to set', async () => {
      testBed.take()
      const lines = ['Client-Cert', 'X-Forwarded-Tls-Client-Cert', 'X-Original-Certificate'].map(
        (line) => [line, 'forged'] as const,
      )
      const request: RequestCase = {
        title: '',
        target: '/v1/reports/1',
        lines: [['Origin', APP], ...lines],
      }
      const answer = await sendRaw(proxy.port, bytesOf(request))
      const [arrived] = testBed.take()
      expect(arrived?.raw.filter((text) => /client-cert/i.test(text))).toEqual([])
      if (isInnerCors) return
      // A request with a certificate would not be granted here.
      expect(answer.valuesOf('access-control-allow-origin')[0]).toBe(APP)
    })
  })
}
