import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decide } from '@marque/core'
import { APP } from '@marque/testkit/policies'
import {
  freePort,
  type RunningProgram,
  startProgram,
  temporaryFolder,
} from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsBy, corsOf, factsOf } from '../decision-service/compare-response.ts'
import { ENVOY } from '../decision-service/envoy-test-bed.ts'
import { type RequestCase, requests } from '../decision-service/requests.cases.ts'
import {
  type Answer,
  openTestBed,
  POLICY,
  sendRaw,
  type TestBed,
} from '../decision-service/test-bed.ts'
import { envoyOfIstio } from './istio-as-envoy.ts'
import { pageConfig } from './page-config.ts'

const KEY = '0123456789abcdef0123456789abcdef'

if (ENVOY === undefined) {
  test.skip('Envoy is missing: npm run parts -- --only envoy')
} else {
  describe('F35: Istio with the decision service as an extension provider', () => {
    const folder = temporaryFolder({ key: KEY })
    const stops: (() => Promise<unknown>)[] = []
    let testBed: TestBed
    let envoy: RunningProgram
    beforeAll(async () => {
      testBed = await openTestBed({ keyFile: folder.at('key') }, POLICY)
      envoy = await start()
    })
    afterAll(async () => {
      for (const stop of stops) await stop()
      await testBed?.close()
      folder.remove()
    })

    const start = async (cors: object | null = null, key = KEY): Promise<RunningProgram> => {
      const own = await freePort()
      const ports = {
        own,
        service: Number(new URL(testBed.service.url).port),
        application: testBed.applicationPort,
      }
      const provider = pageConfig('istio', 'extension provider', { ': KEY': `: ${key}` })
      const virtualService = pageConfig('istio', 'to the application')
      const file = join(folder.path, `${own}.json`)
      writeFileSync(file, envoyOfIstio(provider, virtualService, ports, cors))
      const quiet = ['--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'warning']
      const running = await startProgram(own, ENVOY ?? '', ['-c', file, ...quiet])
      stops.push(running.stop)
      return running
    }
    const send = (request: RequestCase, port = envoy.port): Promise<Answer> =>
      sendRaw(port, bytesOf(request))

    /** Envoy resolves dot segments, and takes away headers that `Connection` names, before it asks: what it forwards is what was evaluated. */
    const asForwarded = (request: RequestCase, target: string): RequestCase => ({
      ...request,
      target,
      lines: request.lines.some(([name, value]) => name === 'Connection' && /origin/i.test(value))
        ? request.lines.filter(([name]) => name !== 'Origin' && name !== 'Connection')
        : request.lines,
    })

    test.each(requests)('nothing but what the policy permits: $title', async (request) => {
      testBed.take()
      const answer = await send(request)
      const arrived = testBed.take()
      const { policy } = testBed.service
      const [, target = request.target ?? ''] = arrived[0]?.line.split(' ') ?? []
      const evaluated = arrived.length === 0 ? request : asForwarded(request, target)
      const decision = decide(policy.engine!, factsOf(evaluated), {}, policy.moment())
      expect(corsOf(answer)).toEqual(corsBy(decision))
      if (arrived.length > 0) expect(decision.reach).toBe(true)
      else if (decision.status === 204) expect(answer.status).toBe(204)
      else expect(answer.status).toBeGreaterThanOrEqual(400)
      const names = arrived.flatMap(({ raw }) => raw.map((name) => name.toLowerCase()))
      expect(names.filter((name) => /^marque-(?:decision|token|service-key)$/.test(name))).toEqual(
        [],
      )
    })

    test('the refusal of a preflight is the problem document', async () => {
      const lines = [
        ['Origin', APP],
        ['Access-Control-Request-Method', 'DELETE'],
      ] as const
      const answer = await send({ title: '', method: 'OPTIONS', lines })
      expect(answer.status).toBe(403)
      expect(answer.body).toContain('"reason":"method-not-granted"')
    })

    test('with another key nothing reaches the application', async () => {
      const { port } = await start(null, 'wrong')
      testBed.take()
      const answer = await send({ title: '', lines: [['Origin', APP]] }, port)
      expect([answer.status, corsOf(answer), testBed.take()]).toEqual([403, [], []])
    })

    test('with a `corsPolicy` a page reads what the policy withholds', async () => {
      const withheld: RequestCase = {
        title: '',
        target: '/v1/reports/q4',
        lines: [['Origin', 'https://evil.example']],
      }
      expect(corsOf(await send(withheld))).toEqual([])
      const { port } = await start({
        allow_origin_string_match: [{ safe_regex: { regex: '.*' } }],
        allow_credentials: true,
      })
      expect(corsOf(await send(withheld, port))).toEqual([
        'access-control-allow-credentials: true',
        'access-control-allow-origin: https://evil.example',
      ])
    })
  })
}
