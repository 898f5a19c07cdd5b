import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GATEWAY_POLICY, sendRequest } from '@marque/testkit/gateway'
import { API_HOST, APP, PARTNER } from '@marque/testkit/policies'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type DecisionServiceSettings,
  type RunningDecisionService,
  runDecisionService,
} from '../src/index.ts'
import { lineSink } from '../src/observability/line-sink.ts'

const ASKED = {
  'x-original-method': 'GET',
  'x-original-uri': '/v1/account/me?token=secret',
  'x-original-host': API_HOST,
  'x-original-name': API_HOST,
  'x-original-scheme': 'http',
  'x-original-address': '192.0.2.7',
  'x-request-id': 'of-nginx',
}

let folder: string
let file: string
let service: RunningDecisionService
let written = ''

const settings = (more: Partial<DecisionServiceSettings> = {}): DecisionServiceSettings => ({
  policy: { from: 'file', file },
  environment: 'production',
  listen: { host: '127.0.0.1', port: 0 },
  admin: { host: '127.0.0.1', port: 0 },
  keyFile: null,
  log: { access: true, decisions: { granted: 1, denied: 1 } },
  ...more,
})

/** What the log says, as it is on its way to standard output. */
const sink = () =>
  lineSink(
    (bytes, done) => {
      written += bytes.toString()
      done(null, bytes.length)
    },
    { chunk: 4_096, capacity: 1_000_000 },
  )

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'marque-decision-service-'))
  file = join(folder, 'policy.yaml')
  writeFileSync(file, GATEWAY_POLICY)
  service = await runDecisionService(settings(), undefined, sink())
})
beforeEach(() => {
  written = ''
})
afterAll(async () => {
  await service.close()
  rmSync(folder, { recursive: true, force: true })
})

type Lines = { readonly [name: string]: string }

const ask = (path: string, lines: Lines) => sendRequest(`${service.url}${path}`, { headers: lines })
const admin = (path: string) =>
  sendRequest(`${service.adminUrl}${path}`, {
    headers: { host: new URL(service.adminUrl ?? '').host },
  })

/** Lines come a little later than answers. */
async function logged(count: number): Promise<readonly { readonly [name: string]: unknown }[]> {
  for (let times = 0; times < 60_000; times++) {
    const lines = written.split('\n').filter((line) => line !== '')
    if (lines.length >= count) return lines.map((line) => JSON.parse(line))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`not ${count} lines: ${written}`)
}

async function countOf(series: string): Promise<number> {
  const { body } = await admin('/metrics')
  const line = body.split('\n').find((one) => one.startsWith(`${series} `))
  return Number(line?.slice(series.length + 1) ?? 0)
}

test('a decision is logged once, by its layer, whichever proxy asks', async () => {
  await ask('/nginx/check', { ...ASKED, origin: APP, cookie: 'sid=secret' })
  await ask('/nginx/check', { ...ASKED, origin: PARTNER })
  // The second question is about the same request.
  await ask('/nginx/answer', { ...ASKED, origin: PARTNER })
  const forwarded = {
    'x-forwarded-method': 'GET',
    'x-forwarded-uri': '/v1/account/me',
    'x-forwarded-host': API_HOST,
    'x-forwarded-proto': 'http',
    'x-forwarded-for': '198.51.100.3, 192.0.2.8',
  }
  await ask('/caddy/check', { ...forwarded, origin: APP })
  await ask('/traefik/check', { ...forwarded, origin: APP, 'x-request-id': 'of-the-client' })
  const lines = await logged(4)
  expect(lines).toHaveLength(4)
  expect(
    lines.every(({ event, layer }) => `${event} ${layer}` === 'decision decision-service'),
  ).toBe(true)
  expect(lines[0]).toMatchObject({
    kind: 'actual',
    host: API_HOST,
    path: '/v1/account/me',
    origin: APP,
    credentials: ['cookie'],
    reason: 'granted',
    resource: 'account',
    set: 'web',
    requestId: 'of-nginx',
    client: '192.0.2.7',
  })
  expect(lines[1]).toMatchObject({ origin: PARTNER, reason: 'expired', reach: false, status: 403 })
  // The address that the proxy itself sees; nobody is trusted to name another.
  expect(lines[2]).toMatchObject({ reason: 'granted', client: '192.0.2.8' })
  expect(lines[3]?.requestId).not.toBe('of-the-client')
  expect(written).not.toContain('secret')
})

test('decisions and what cannot be answered are counted under the names of the gateway', async () => {
  const series =
    'marque_decisions_total{mode="enforce",kind="actual",reach="false",read="false",reason="expired"}'
  const unreadable = 'marque_unreadable_requests_total{code="question-unreadable"}'
  const before = [await countOf(series), await countOf(unreadable)] as const
  await ask('/nginx/check', { ...ASKED, origin: PARTNER })
  await ask('/nginx/answer', { ...ASKED, origin: PARTNER })
  await ask('/caddy/check', { origin: APP })
  expect(await countOf(series)).toBe(before[0] + 1)
  expect(await countOf(unreadable)).toBe(before[1] + 1)
})

test('operators learn that it lives and is ready, and what policy it holds', async () => {
  expect((await admin('/healthz')).status).toBe(200)
  expect(JSON.parse((await admin('/readyz')).body)).toEqual({ ready: true, reasons: [] })
  expect(JSON.parse((await admin('/policy')).body)).toMatchObject({
    digest: service.policy.held?.digest,
  })
  const query = `origin=${APP}&url=http://${API_HOST}/v1/account/me`
  expect(JSON.parse((await admin(`/explain?${query}`)).body)).toMatchObject({
    decision: { reason: 'granted' },
  })
  // They are not told where proxies ask.
  expect((await ask('/healthz', {})).status).toBe(404)
})

test('a proxy in front of the proxy is believed where it is trusted, its scheme too', async () => {
  const behind = await runDecisionService(
    settings({ trustedProxies: ['192.0.2.7'], admin: null }),
    undefined,
    sink(),
  )
  try {
    const lines = {
      ...ASKED,
      origin: APP,
      'x-forwarded-for': '203.0.113.5',
      'x-forwarded-proto': 'https',
    }
    await sendRequest(`${behind.url}/nginx/check`, { headers: lines })
    const clients = async () => (await logged(1)).map(({ client }) => client)
    // Lines of the test before may still be on their way.
    await expect.poll(clients).toContain('203.0.113.5')
    expect(behind.adminUrl).toBeNull()
  } finally {
    await behind.close()
  }
})

test('nothing is listened on where the admin address is taken', async () => {
  const { hostname, port } = new URL(service.adminUrl ?? '')
  const taken = settings({ admin: { host: hostname, port: Number(port) } })
  await expect(runDecisionService(taken)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
