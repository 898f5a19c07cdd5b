import { createServer } from 'node:http'
import { decide } from '@marque/core'
import { listen } from '@marque/testkit/http'
import { API_HOST, APP } from '@marque/testkit/policies'
import { freePort, type RunningProgram } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsOf, differences, factsOf } from './compare-response.ts'
import { hostOf, NGINX, startNginx } from './proxies.ts'
import { type RequestCase, requests } from './requests.cases.ts'
import {
  type Answer,
  type Arrived,
  openTestBed,
  POLICY,
  sendRaw,
  type TestBed,
} from './test-bed.ts'

/** nginx refuses these by itself, before anything is asked: stricter than the policy, and never wider. The last is the example's own, and internal. */
const REFUSED_BY_NGINX: { readonly [target: string]: number } = {
  '/v1/account/me%00': 400,
  '/v1/account/%zz': 400,
  '/.marque/check': 404,
}

if (NGINX === undefined) {
  test.skip('nginx is missing: npm run parts -- --only nginx')
} else {
  describe('nginx', () => {
    let testBed: TestBed
    let nginx: RunningProgram
    beforeAll(async () => {
      testBed = await openTestBed({}, POLICY)
      nginx = await startNginx(testBed, hostOf(testBed))
    })
    afterAll(async () => {
      await nginx?.stop()
      await testBed?.close()
    })

    for (const request of requests) {
      test(`as the engine decides: ${request.title}`, async () => {
        testBed.take()
        const answer = await sendRaw(nginx.port, bytesOf(request))
        const arrived = testBed.take()
        const refusedBy = REFUSED_BY_NGINX[request.target ?? '']
        if (refusedBy !== undefined) {
          expect([answer.status, arrived.length, corsOf(answer)]).toEqual([refusedBy, 0, []])
          return
        }
        const { engine } = testBed.service.policy
        const decision = decide(engine!, factsOf(request), {}, testBed.service.policy.moment())
        expect(differences(request, decision, answer, arrived)).toEqual([])
      })
    }

    test('a WebSocket that the policy lets through is one, and no other upgrade is', async () => {
      const byTitle = (title: string): RequestCase => requests.find((one) => one.title === title)!
      expect((await sendRaw(nginx.port, bytesOf(byTitle('WebSocket')))).status).toBe(101)
      testBed.take()
      for (const title of ['another upgrade', 'an upgrade without its connection']) {
        expect((await sendRaw(nginx.port, bytesOf(byTitle(title)))).status).toBe(200)
        const [{ raw }] = testBed.take() as readonly [Arrived]
        expect(raw.map((text) => text.toLowerCase())).not.toContain('upgrade')
      }
    })

    test('a target in absolute form that names another host is refused', async () => {
      testBed.take()
      const lines = [`Host: ${API_HOST}`, `Origin: ${APP}`, 'Connection: close', '', '']
      const of = (url: string): Promise<Answer> =>
        sendRaw(nginx.port, [`GET ${url} HTTP/1.1`, ...lines].join('\r\n'))
      expect((await of('http://other.example.com/v1/account/me')).status).toBe(400)
      expect(testBed.take()).toEqual([])
      expect((await of(`http://${API_HOST}/v1/account/me`)).status).toBe(200)
    })

    test('without Host, and with two, nothing is asked and nothing goes on', async () => {
      testBed.take()
      for (const hosts of [[], [`Host: ${API_HOST}`, 'Host: other.example.com']]) {
        const text = ['GET /v1/account/me HTTP/1.1', ...hosts, 'Connection: close', '', '']
        expect((await sendRaw(nginx.port, text.join('\r\n'))).status).toBe(400)
      }
      expect(testBed.take()).toEqual([])
    })

    test('a body in chunks goes on whole, and nothing of it to the service', async () => {
      testBed.take()
      const lines = [`Host: ${API_HOST}`, `Origin: ${APP}`, 'Connection: close']
      const text = ['POST /v1/account/me HTTP/1.1', ...lines, 'Transfer-Encoding: chunked', '', '']
      const answer = await sendRaw(nginx.port, `${text.join('\r\n')}4\r\nbody\r\n0\r\n\r\n`)
      expect([answer.status, testBed.take().map(({ body }) => body)]).toEqual([200, ['body']])
    })

    test('a client of HTTP/1.0 that names no host is refused', async () => {
      const answer = await sendRaw(
        nginx.port,
        'GET /v1/account/me HTTP/1.0\r\nConnection: close\r\n\r\n',
      )
      expect([answer.status, testBed.take()]).toEqual([403, []])
    })

    test('a service that never answers: nothing goes on', async () => {
      const silent = createServer(() => undefined)
      const port = await listen(silent)
      const waiting = await startNginx(testBed, `127.0.0.1:${port}`, 'waiting')
      try {
        const answer = await sendRaw(waiting.port, bytesOf({ title: '', lines: [['Origin', APP]] }))
        expect([answer.status, corsOf(answer), testBed.take()]).toEqual([503, [], []])
      } finally {
        await waiting.stop()
        silent.closeAllConnections()
        silent.close()
      }
    })

    test('without the service nothing goes on', async () => {
      const alone = await startNginx(testBed, `127.0.0.1:${await freePort()}`, 'alone')
      try {
        testBed.take()
        for (const request of [
          { title: '', lines: [['Origin', APP]] },
          { title: '', lines: [] },
          {
            title: '',
            method: 'OPTIONS',
            lines: [
              ['Origin', APP],
              ['Access-Control-Request-Method', 'PATCH'],
            ],
          },
        ] as const) {
          const answer = await sendRaw(alone.port, bytesOf(request))
          expect([answer.status, corsOf(answer)]).toEqual([503, []])
        }
        expect(testBed.take()).toEqual([])
      } finally {
        await alone.stop()
      }
    })
  })
}
