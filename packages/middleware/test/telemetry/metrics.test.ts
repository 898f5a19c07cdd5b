import { spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { fixedSource, type PolicySource } from '@marque/sync'
import { exchange } from '@marque/testkit/http'
import { APP, EVIL } from '@marque/testkit/policies'
import { describe, expect, test } from 'vitest'
import { withMarque } from '../../src/fetch.ts'
import { METRICS_TYPE, metrics, metricsResponse, serveMetrics } from '../../src/metrics.ts'
import { ask } from '../behaviours/answers.ts'
import { APPLICATIONS } from '../behaviours/applications.ts'
import { BUNDLE } from '../behaviours/policy.ts'
import { listening } from '../contract/app.ts'

const countOf = (series: string): number =>
  Number(
    metrics()
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? 0,
  )

const DENIED =
  'marque_decisions_total{mode="enforce",kind="actual",reach="true",read="false",reason="origin-not-granted"}'
const USED = 'marque_grants_total{resource="everything",grant="0",set="web"}'

describe.each(APPLICATIONS)('$name', ({ start }) => {
  test('F29: decisions are counted under the names of the gateway', async () => {
    const before = [DENIED, USED].map(countOf)
    const app = await start({ policy: BUNDLE, log: false })
    await ask(app, '/plain')
    await ask(app, '/plain', { origin: EVIL })
    await ask(app, '/plain', { origin: EVIL })
    await app.stop()
    expect([DENIED, USED].map(countOf)).toEqual([(before[0] ?? 0) + 2, (before[1] ?? 0) + 1])
  })
})

test('F29: nothing that a client chooses makes a series', async () => {
  const handle = withMarque({ policy: BUNDLE, log: false }, () => new Response('ok'))
  const send = (at: number): Promise<Response> =>
    handle(
      new Request(`https://api.example.com/p${at}?q=${at}`, {
        headers: { origin: `https://evil${at}.test` },
      }),
    )
  await send(0)
  const before = metrics().split('\n').length
  for (let at = 1; at < 50; at++) await send(at)
  expect(metrics().split('\n')).toHaveLength(before)
  expect(metrics()).not.toContain('evil')
})

test('the handlers serve the same text', async () => {
  const response = metricsResponse()
  expect(response.headers.get('content-type')).toBe(METRICS_TYPE)
  expect(await response.text()).toBe(metrics())
  const app = await listening(createServer(serveMetrics))
  const answer = await exchange(app.port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await app.stop()
  expect(answer?.status).toBe(200)
  expect(metrics()).toContain(`marque_bundle_info{number="",digest="sha256:`)
})

test('F29: the age of the policy, its lease and lockdowns are those of the worst source', () => {
  const stale: PolicySource = {
    ...fixedSource({ ...BUNDLE, staleAfter: { ...BUNDLE.staleAfter, confidential: 0 } }),
    moment: () => ({
      now: 2_000_000,
      leaseUntil: 1_000_000,
      lockdowns: [{ mode: 'deny-all', scope: {} }],
    }),
  }
  expect(countOf('marque_bundle_stale')).toBe(0)
  withMarque({ policy: stale }, () => new Response('ok'))
  expect(countOf('marque_bundle_stale')).toBe(1)
  expect(countOf('marque_bundle_lease_expiry_timestamp_seconds')).toBe(1_000)
  expect(countOf('marque_bundle_last_success_timestamp_seconds')).toBeGreaterThan(1_700_000_000)
  expect(countOf('marque_panic_active{mode="deny-all"}')).toBe(1)
  expect(countOf('marque_panic_active{mode="public-only"}')).toBe(0)
  expect(stale.engine).not.toBeNull()
})

const promtool = spawnSync('promtool', ['--version']).error === undefined

test.skipIf(!promtool && process.env.CI !== 'true')('promtool finds no fault', async () => {
  await withMarque(
    { policy: BUNDLE, log: false },
    () => new Response('ok'),
  )(new Request('https://api.example.com/', { headers: { origin: APP } }))
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: metrics(),
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})
