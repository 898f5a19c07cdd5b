import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type GatewayFixture, gatewayFixture, sendRequest } from '@marque/testkit/gateway'
import { sendRaw } from '@marque/testkit/http'
import { APP } from '@marque/testkit/policies'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningGateway, runGateway } from '../src/index.ts'

let place: GatewayFixture
let gateway: RunningGateway

beforeEach(async () => {
  place = await gatewayFixture({ settings: { admin: { host: '127.0.0.1', port: 0 } } })
  const keyFile = join(place.folder, 'key')
  writeFileSync(keyFile, randomBytes(32).toString('hex'))
  gateway = await runGateway({ ...place.settings, statement: { keyId: 'k', keyFile } })
})

afterEach(async () => {
  await gateway.close()
  await place.remove()
})

async function scrape(): Promise<string> {
  const answer = await sendRequest(`${gateway.adminUrl}/metrics`, {
    headers: { host: 'localhost' },
  })
  expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
  return answer.body
}

const get = (path: string, origin: string, method = 'GET') =>
  sendRequest(gateway.urls[0] + path, {
    method,
    headers: { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'GET' }) },
  })

async function traffic(): Promise<void> {
  await get('/v1/account/me', APP)
  await get('/v1/account/me', APP, 'OPTIONS')
  for (let at = 0; at < 50; at++) await get(`/v1/account/${at}`, `https://evil${at}.example`)
  await sendRaw(gateway.urls[0] ?? '', 'nonsense\r\n\r\n')
}

test('decisions, requests and statements are counted', async () => {
  await traffic()
  const text = await scrape()
  for (const line of [
    'marque_decisions_total{mode="enforce",kind="actual",reach="true",read="true",reason="granted"} 1',
    'marque_decisions_total{mode="enforce",kind="preflight",reach="false",read="true",reason="granted"} 1',
    'marque_decisions_total{mode="enforce",kind="actual",reach="false",read="false",reason="origin-not-granted"} 50',
    'marque_http_requests_total{route="app",status="200"} 1',
    'marque_http_requests_total{route="gateway",status="204"} 1',
    'marque_http_requests_total{route="gateway",status="403"} 50',
    'marque_statements_written_total 1',
    'marque_decision_duration_seconds_count 52',
    `marque_bundle_info{number="",digest="${gateway.policy.held?.digest}"} 1`,
    'marque_bundle_stale 0',
    'marque_bundle_newest_rejected 0',
    'marque_bundle_rejected_total{reason="ERR_SYNC_REFUSED"} 0',
    'marque_bundle_rejected_total{reason="ERR_SYNC_SIGNATURE"} 0',
    'marque_panic_active{mode="deny-all"} 0',
    'marque_decision_log_dropped_total 0',
    'marque_decision_log_dropped_by_reason_total{reason="queue-full"} 0',
    'marque_streams_open 0',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).toMatch(/^marque_unreadable_requests_total\{code="HPE_[A-Z_]+"\} 1$/m)
})

test('nothing that a client chooses makes a series', async () => {
  await traffic()
  const before = (await scrape()).split('\n').length
  for (let at = 0; at < 20; at++) await get(`/other/${at}?q=${at}`, `https://more${at}.example`)
  await sendRequest(`${gateway.urls[0]}/x`, { method: 'PURGE', headers: { origin: 'null' } })
  const text = await scrape()
  expect(text).not.toContain('example')
  // A reason that was not there before, and no more.
  expect(text.split('\n').length - before).toBeLessThan(8)
})

test('faults of the application are counted by kind', async () => {
  place.upstream.closeAllConnections()
  place.upstream.close()
  await get('/v1/account/me', APP)
  expect(await scrape()).toMatch(/^marque_upstream_errors_total\{kind="upstream-[a-z]+"\} 1$/m)
})

test('a limit that is reached is counted', async () => {
  const ask = () =>
    sendRequest(`${gateway.urls[0]}/.well-known/marque/explain`, {
      method: 'POST',
      headers: { origin: APP },
      body: '{}',
    })
  // The bucket holds 300 and is refilled by five a second meanwhile.
  let sent = 0
  while ((await ask()).status !== 429 && sent < 3_000) sent++
  expect(sent).toBeGreaterThanOrEqual(300)
  expect(await scrape()).toContain('marque_rate_limited_total{by="explain"} 1\n')
})

const promtool = spawnSync('promtool', ['--version']).error === undefined

test.skipIf(!promtool && process.env.CI !== 'true')('promtool finds nothing to blame', async () => {
  await traffic()
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: await scrape(),
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})

const OPS: string = fileURLToPath(new URL('../../../docs/ops/', import.meta.url))

test.skipIf(!promtool && process.env.CI !== 'true')(
  'F29: the alerts fire when they should: denials also on a surge of unread answers',
  () => {
    for (const args of [
      ['check', 'rules', 'marque.rules.yml'],
      ['test', 'rules', 'marque.rules.test.yml', 'marque.denials.test.yml'],
    ]) {
      const { status, stderr } = spawnSync('promtool', args, { cwd: OPS, encoding: 'utf8' })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    }
  },
)

test('alerts and dashboard ask only for metrics that there are', async () => {
  const known = new Set((await scrape()).match(/(?<=^# TYPE )\w+/gm))
  const text = ['marque.rules.yml', 'marque.dashboard.json']
    .map((file) => readFileSync(join(OPS, file), 'utf8'))
    .join('\n')
  const asked = new Set(text.match(/\b(?:marque|process)_[a-z_]+(?=[{[) ])/g))
  expect(asked.size).toBeGreaterThan(10)
  for (const name of asked) expect(known).toContain(name.replace(/_bucket$/, ''))
})
