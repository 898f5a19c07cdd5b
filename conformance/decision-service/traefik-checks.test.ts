/**
 * Checks as Traefik sends them, without the program (traefik.test.ts runs it): the shape is that of `writeHeader` in its pkg/middlewares/auth/forward.go and of
 * pkg/middlewares/addprefix.
 */

import { decide, type HeaderLine, ownAnswer } from '@marque/core'
import { API_HOST, APP } from '@marque/testkit/policies'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { corsBy, corsOf, factsOf } from './compare-response.ts'
import { type RequestCase, requests } from './requests.cases.ts'
import { type Answer, openTestBed, POLICY, sendRaw, type TestBed } from './test-bed.ts'

/** oxy's `forward.HopHeaders`, which Traefik keeps to itself. */
const HOP = /^(?:connection|keep-alive|proxy-.*|te|trailers?|transfer-encoding|upgrade)$/i
/** What Traefik sets, whatever the client writes there. */
const SET = /^x-forwarded-(?:for|method|proto|host|uri)$/i

let testBed: TestBed
beforeAll(async () => {
  testBed = await openTestBed({}, POLICY)
})
afterAll(() => testBed.close())

/** `GET /traefik/check` with the client's lines; no body. */
function questionOf(request: RequestCase, more: readonly HeaderLine[] = []): string {
  const { method = 'GET', target = '/v1/account/me', host = API_HOST, lines } = request
  return text('GET', '/traefik/check', '127.0.0.1:9090', [
    ...lines.filter(([name]) => !HOP.test(name) && !SET.test(name)),
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Forwarded-Method', method],
    ['X-Forwarded-Proto', 'http'],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Uri', target],
    ...more,
  ])
}

/** A preflight as it is, behind the prefix. */
function passedOf({ target = '/v1/account/me', host = API_HOST, lines }: RequestCase): string {
  const own = lines.filter(([name]) => !HOP.test(name) && !SET.test(name))
  const told: readonly HeaderLine[] = [
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Forwarded-Proto', 'http'],
    ['X-Forwarded-Host', host],
  ]
  return text('OPTIONS', `/traefik/preflight${target}`, host, [...own, ...told])
}

function text(method: string, target: string, host: string, lines: readonly HeaderLine[]): string {
  const all: readonly HeaderLine[] = [['Host', host], ...lines, ['Connection', 'close']]
  return `${method} ${target} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

const ask = (bytes: string): Promise<Answer> =>
  sendRaw(Number(new URL(testBed.service.url).port), bytes)

for (const request of requests) {
  test(`as the engine decides: ${request.title}`, async () => {
    const { policy } = testBed.service
    const facts = factsOf(request)
    const decision = decide(policy.engine!, facts, {}, policy.moment())
    const isPreflight = decision.kind === 'preflight'
    const answer = await ask(isPreflight ? passedOf(request) : questionOf(request))
    // The lines of a refusal are the client's to see; a 200 is for Traefik alone.
    expect(answer.status).toBe(decision.reach ? 200 : decision.status)
    expect(corsOf(answer)).toEqual(corsBy(decision))
    if (decision.reach) return
    expect(answer.lines.filter(([name]) => name.startsWith('marque-'))).toEqual([])
    const own = ownAnswer(policy.engine, decision, facts, '', policy.moment())
    const { requestId: _, ...problem } = JSON.parse(own?.body || '{}')
    expect(answer.body === '' ? {} : JSON.parse(answer.body)).toMatchObject(problem)
  })
}

describe('what Traefik does not ask about', () => {
  test('a preflight that comes to forward authentication is no 2xx, whatever is granted', async () => {
    for (const request of requests.filter(({ method }) => method === 'OPTIONS')) {
      const decision = decide(
        testBed.service.policy.engine!,
        factsOf(request),
        {},
        testBed.service.policy.moment(),
      )
      if (decision.kind !== 'preflight') continue
      expect((await ask(questionOf(request))).status).toBeGreaterThanOrEqual(400)
    }
  })

  test('only a preflight is answered where preflights are passed on', async () => {
    const bytes = passedOf({ title: '', lines: [['Origin', APP]] })
    for (const method of ['GET', 'OPTIONS', 'PUT']) {
      const answer = await ask(bytes.replace('OPTIONS', method))
      expect([answer.status, corsOf(answer)]).toEqual([403, []])
    }
  })

  test('a handshake without `Connection` and `Upgrade` is judged as one: a page of another site gets no socket', async () => {
    const lines: RequestCase['lines'] = [
      ['Origin', 'https://evil.example'],
      ['Sec-WebSocket-Version', '13'],
      ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ]
    // Under `enforce: headers` any other request of that page goes on.
    const target = '/v1/reports/1'
    expect((await ask(questionOf({ title: '', target, lines }))).status).toBe(403)
    const plain = lines.slice(0, 1)
    expect((await ask(questionOf({ title: '', target, lines: plain }))).status).toBe(200)
  })

  test('a question that says something twice, or nothing, is no yes', async () => {
    const good = { title: '', lines: [['Origin', APP]] } as const
    expect((await ask(questionOf(good))).status).toBe(200)
    for (const name of ['Method', 'Proto', 'Host', 'Uri']) {
      const line = new RegExp(`X-Forwarded-${name}: .*\r\n`)
      expect((await ask(questionOf(good).replace(line, ''))).status).toBe(403)
      expect((await ask(questionOf(good, [[`X-Forwarded-${name}`, '/']]))).status).toBe(403)
    }
  })

  test('X-Original-* say nothing here, and X-Forwarded-* nothing to nginx', async () => {
    const granted = questionOf({ title: '', lines: [['Origin', APP]] })
    const bytes = granted.replaceAll('X-Forwarded-', 'X-Original-')
    expect((await ask(bytes)).status).toBe(403)
    expect((await ask(granted.replace('/traefik/check', '/nginx/check'))).status).toBe(403)
  })
})
