import { createServer } from 'node:http'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { listen, sendRaw, statusOf } from '@marque/testkit/http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_TIMEOUTS } from '../src/config/defaults.ts'
import { type RouteCase, routeCases } from './routes.cases.ts'

const POLICY = `version: 1
self: [https://api.example.com]
unmatched: headers
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: tests }
  partner: { allow: [https://partner.example], owner: web@example.com, purpose: tests }
tenants:
  identify: { host: "{tenant}.rest.example.com" }
  members:
    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: tests }
    initech: { allow: [https://portal.initech.example], owner: it@initech.example, purpose: tests }
resources:
  - name: open
    match: [{ path: /open/** }]
    sensitivity: public
    grants: [{ origins: [web, partner], methods: [GET] }]
  - name: tenants
    match: [{ path: /v1/** }]
    sensitivity: public
    grants: [{ origins: ["@tenant"], methods: [GET] }]
`
const NAMES = ['files', 'wild', 'globex', 'partner', 'api']
const NOWHERE = { host: null, path: null, originSets: null, tenant: null }

let under: TestGateway
const stops: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const upstreams: { [name: string]: { urls: string[] } } = {}
  for (const name of NAMES) {
    const app = createServer((request, response) => {
      response.end(`${name} got ${request.url} of ${request.headers.host}`)
    })
    app.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 403 No\r\nx-app: ${name}\r\n\r\n`))
    upstreams[name] = { urls: [`http://127.0.0.1:${await listen(app)}`] }
    stops.push(async () => {
      app.closeAllConnections()
      await new Promise((resolve) => app.close(resolve))
    })
  }
  const more = { caFile: null, timeouts: DEFAULT_TIMEOUTS, connections: 8 }
  under = await startTestGateway({
    upstream: [],
    policy: POLICY,
    settings: {
      hosts: 'any',
      upstreams: Object.fromEntries(
        Object.entries(upstreams).map(([name, { urls }]) => [name, { urls, ...more }]),
      ),
      routes: [
        { ...NOWHERE, host: 'files.example.com', upstream: 'files' },
        { ...NOWHERE, host: '*.example.net', path: '/v1/**', upstream: 'wild' },
        { ...NOWHERE, tenant: 'globex', upstream: 'globex' },
        { ...NOWHERE, originSets: ['partner'], upstream: 'partner' },
        { ...NOWHERE, path: '/open/{id}', upstream: 'api' },
      ],
    },
  })
})
afterAll(async () => {
  await under.stop()
  for (const stop of stops) await stop()
})

function bytesOf({
  host = 'api.example.com',
  path = '/open/a',
  target,
  lines = [],
}: RouteCase): string {
  const all = [`Host: ${host}`, 'Connection: close', ...lines]
  return `GET ${target ?? path} HTTP/1.1\r\n${all.map((line) => `${line}\r\n`).join('')}\r\n`
}

test.each(routeCases)('$name', async (row) => {
  const text = await sendRaw(under.port, bytesOf(row))
  if (row.to === null) {
    expect(statusOf(text)).toBe(404)
    expect(text).toContain('urn:marque:gateway:no-route')
    expect(text).toContain('cache-control: no-store')
  } else {
    expect(statusOf(text)).toBe(200)
    // Byte for byte as it was judged (D1).
    expect(text).toContain(
      `${row.to} got ${row.path ?? '/open/a'} of ${row.host ?? 'api.example.com'}`,
    )
  }
})

test('that nothing is configured is readable by a page that may read the answer, and by no other', async () => {
  const ask = (origin: string): Promise<string> =>
    sendRaw(
      under.port,
      bytesOf({ name: '', path: '/open/a/b', to: null, lines: [`Origin: ${origin}`] }),
    )
  expect(await ask('https://app.example.com')).toContain(
    'access-control-allow-origin: https://app.example.com',
  )
  const strange = await ask('https://evil.example')
  expect(statusOf(strange)).toBe(404)
  expect(strange).not.toMatch(/access-control/i)
})

test('a WebSocket goes the same way', async () => {
  const shake = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
  ]
  const row = { name: '', host: 'files.example.com', path: '/x', to: 'files' }
  const bytes = bytesOf({ ...row, lines: shake }).replace('Connection: close\r\n', '')
  expect(await sendRaw(under.port, bytes)).toContain('x-app: files')
  const none = bytes.replace('files.example.com', 'elsewhere.example')
  expect(statusOf(await sendRaw(under.port, none))).toBe(404)
})

test('a preflight is answered whatever the routes say', async () => {
  const bytes = bytesOf({
    name: '',
    path: '/open/a/b',
    to: null,
    lines: ['Origin: https://app.example.com', 'Access-Control-Request-Method: GET'],
  }).replace('GET', 'OPTIONS')
  expect(statusOf(await sendRaw(under.port, bytes))).toBe(204)
})
