import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  GATEWAY_POLICY,
  type GatewayFixture,
  gatewayFixture,
  sendRequest,
} from '@marque/testkit/gateway'
import { sendRaw } from '@marque/testkit/http'
import { APP } from '@marque/testkit/policies'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningGateway, runGateway } from '../src/index.ts'

let place: GatewayFixture
let gateway: RunningGateway
let admin: string
/** Lets the application answer. */
let release: () => void

beforeEach(async () => {
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  place = await gatewayFixture({
    settings: { admin: { host: '127.0.0.1', port: 0 } },
    app: async (request, response) => {
      if (request.url === '/slow') await held
      response.end('done')
    },
  })
  gateway = await runGateway(place.settings)
  admin = gateway.adminUrl ?? ''
})

afterEach(async () => {
  release()
  await gateway.close()
  await place.remove()
})

const host = { host: 'localhost' }

async function ask(path: string, headers: { readonly [name: string]: string } = host) {
  const answer = await sendRequest(admin + path, { headers })
  return { ...answer, json: JSON.parse(answer.body) as { readonly [key: string]: unknown } }
}

test('healthy and ready, with headers that keep it out of pages', async () => {
  const { status, headers } = await ask('/healthz')
  expect(status).toBe(200)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' })
  expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  expect((await ask('/readyz')).json).toEqual({ ready: true, reasons: [] })
})

test('not ready while it drains, and alive until the last request is over', async () => {
  const slow = sendRequest(`${gateway.urls[0]}/slow`)
  while (!(await ask('/readyz')).json.ready) await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 50))
  const closed = gateway.close()
  const { status, json } = await ask('/readyz')
  expect(status).toBe(503)
  expect(json.reasons).toEqual(['shutting down'])
  expect((await ask('/healthz')).status).toBe(200)
  release()
  expect((await slow).body).toBe('done')
  await closed
  await expect(sendRequest(`${admin}/healthz`)).rejects.toThrow()
})

test.each([
  ['a name that is turned to this address', { host: 'rebound.example' }],
  ['such a name with the port', { host: 'rebound.example:9901' }],
  ['an address that is not this one', { host: '10.0.0.1' }],
  ['a page', { ...host, origin: 'http://localhost' }],
  ['an opaque page', { ...host, origin: 'null' }],
  ['a link on a page of another site', { ...host, 'sec-fetch-site': 'cross-site' }],
  ['a page of a sibling', { ...host, 'sec-fetch-site': 'same-site' }],
])('refused: %s', async (_name, headers) => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/policy', '/explain?url=http://a/']) {
    expect((await ask(path, headers)).status).toBe(403)
  }
})

test.each([
  ['this address', '127.0.0.1:9901'],
  ['localhost', 'LocalHost:1'],
  ['the loopback address of IPv6', '[::1]:9901'],
])('answered: %s', async (_name, name) => {
  expect((await ask('/healthz', { host: name })).status).toBe(200)
})

test('a page’s preflight gets nothing', async () => {
  const answer = await sendRequest(`${admin}/explain`, {
    method: 'OPTIONS',
    headers: { ...host, origin: APP, 'access-control-request-method': 'POST' },
  })
  expect(answer.status).toBe(403)
})

test('explain tells operators all, from an address and from a line of `decide`', async () => {
  const url = 'http://api.example.com/v1/account/me'
  const query = new URLSearchParams({ origin: 'https://partner.example', url })
  const { status, json } = await ask(`/explain?${query}`)
  expect(status).toBe(200)
  expect(json.decision).toMatchObject({ reason: 'expired' })
  expect(json.steps).not.toHaveLength(0)
  const body = JSON.stringify({
    url,
    headers: [['Origin', 'https://partner.example']],
    now: '2019-11-21T12:00:00Z',
  })
  const posted = await sendRequest(`${admin}/explain`, { method: 'POST', headers: host, body })
  expect(JSON.parse(posted.body)).toMatchObject({ decision: { reason: 'granted' } })
})

test('explain takes what is known of the sender', async () => {
  const question = { url: 'http://api.example.com/v1/reports', headers: [['Origin', APP]] }
  const reason = async (context: object): Promise<unknown> => {
    const body = JSON.stringify({ ...question, context })
    const answer = await sendRequest(`${admin}/explain`, { method: 'POST', headers: host, body })
    return (JSON.parse(answer.body) as { decision: { reason: string } }).decision.reason
  }
  expect(await reason({})).toBe('condition-unmet')
  expect(await reason({ roles: ['reader'] })).toBe('granted')
})

test.each([
  ['/explain', 400],
  ['/explain?url=http://a/&nonsense=1', 400],
  ['/explain?url=http://a/&header=nonsense', 400],
  ['/nothing', 404],
  ['/__proto__', 404],
])('%s is %i', async (path, status) => {
  expect((await ask(path)).status).toBe(status)
})

test.each([
  '{',
  '[]',
  '{"url":1}',
  '{"url":"http://a/","more":1}',
  '{"url":"http://a/","now":"soon"}',
])('a body that cannot be read is 400: %s', async (body) => {
  const answer = await sendRequest(`${admin}/explain`, { method: 'POST', headers: host, body })
  expect(answer.status).toBe(400)
})

test('other methods have no answer', async () => {
  const answer = await sendRequest(`${admin}/policy`, { method: 'DELETE', headers: host })
  expect(answer.status).toBe(405)
  expect(answer.headers.allow).toBe('GET, HEAD')
})

test('a body over the bound ends the connection', async () => {
  const raw = await sendRaw(
    admin,
    `POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n${'x'.repeat(70_000)}`,
  )
  expect(raw).toMatch(/^HTTP\/1\.1 413 /)
})

test('the policy that is held, its sets and their ends', async () => {
  const { json } = await ask('/policy')
  expect(json).toMatchObject({
    environment: 'production',
    release: null,
    isStale: false,
    digest: gateway.policy.held?.digest,
    sets: [
      { name: 'old', origins: 1, until: '2020-01-31T00:00:00Z', isEnded: true },
      { name: 'web', origins: 1, until: null, isEnded: false },
    ],
    tenants: 1,
  })
})

test('F31: an exception, and a set whose grants end, have an end', async () => {
  writeFileSync(
    place.policy,
    `${GATEWAY_POLICY}exceptions:
  - id: EX-2098-014
    origin: https://debug.partner.example
    resource: account
    methods: [GET]
    from: 2098-11-21T00:00:00Z
    until: 2098-11-28T00:00:00Z
    purpose: incident 4711, read-only
    requestedBy: dev@example.com
    approvedBy: [lead@example.com, security@example.com]
    token: true
`,
  )
  await gateway.reload()
  expect((await ask('/policy')).json.sets).toContainEqual({
    name: 'https://debug.partner.example',
    origins: 1,
    until: '2098-11-28T00:00:00Z',
    isEnded: false,
  })
})

test('a reload is seen, and a bad one leaves what is held', async () => {
  const before = (await ask('/policy')).json.digest
  writeFileSync(place.policy, GATEWAY_POLICY.replace('[GET, PATCH]', '[GET]'))
  await gateway.reload()
  const after = (await ask('/policy')).json.digest
  expect(after).not.toBe(before)
  writeFileSync(place.policy, 'version: 7')
  await gateway.reload()
  expect((await ask('/policy')).json.digest).toBe(after)
  expect((await ask('/readyz')).json.ready).toBe(true)
  const { body } = await sendRequest(`${admin}/metrics`, { headers: host })
  expect(body).toMatch(/^marque_bundle_rejected_total\{reason="ERR_SYNC_[A-Z_]+"\} 1$/m)
  expect(body).toContain('marque_bundle_newest_rejected 1\n')
})

test('an address that is taken: nothing is listened on', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const settings = { ...place.settings, admin: { host: '127.0.0.1', port } }
  await expect(runGateway(settings)).rejects.toThrow(/EADDRINUSE/)
  taken.close()
})
