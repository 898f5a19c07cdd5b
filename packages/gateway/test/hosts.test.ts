import { createServer } from 'node:http'
import { createHostCheck } from '@marque/core/hosts'
import { replaceablePolicy, startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { listen, sendRaw, statusOf } from '@marque/testkit/http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Settings } from '../src/config/index.ts'

const POLICY = `version: 1
self: [https://api.example.com, https://www.example.com:8443, "https://{tenant}.app.example.com"]
unmatched: headers
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: tests }
tenants:
  identify: { host: "{tenant}.rest.example.com" }
  members:
    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: tests }
resources:
  - name: open
    match: [{ path: /open/** }, { host: files.example.com, path: /files/** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
`
const APP = 'Origin: https://app.example.com'
const NOWHERE = { host: null, path: null, originSets: null, tenant: null, upstream: 'app' }

let arrived: string[] = []
const application = createServer((request, response) => {
  arrived.push(String(request.headers.host))
  response.end('secret')
})
application.on('upgrade', (request, socket) => {
  arrived.push(String(request.headers.host))
  socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
})
let upstream = ''

beforeAll(async () => {
  upstream = `http://127.0.0.1:${await listen(application)}`
})
afterAll(() => {
  application.closeAllConnections()
  application.close()
})

async function start(settings: Partial<Settings> = {}): Promise<TestGateway> {
  arrived = []
  return startTestGateway({ upstream: [upstream], policy: POLICY, settings })
}

function get(
  { port }: TestGateway,
  host: string,
  { target = '/open/a', method = 'GET', lines = [] as readonly string[] } = {},
): Promise<string> {
  const all = [`Host: ${host}`, ...lines, ...(lines.length > 1 ? [] : ['Connection: close'])]
  return sendRaw(port, `${method} ${target} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`)
}

const PREFLIGHT = [APP, 'Access-Control-Request-Method: GET', 'Connection: close']
const WEBSOCKET = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
]

describe('F35: a request for a host that `self` does not name is answered with 421 before the application', () => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await start()
  })
  afterAll(() => gateway.stop())

  const misdirected: readonly (readonly [
    title: string,
    host: string,
    options?: Parameters<typeof get>[2],
  ])[] = [
    ['without Origin', 'evil.example'],
    [
      'with the origin of the rebound page',
      'evil.example',
      { lines: ['Origin: http://evil.example'] },
    ],
    ['with a granted origin', 'evil.example', { lines: [APP] }],
    ['with a port', 'evil.example:8080'],
    ['a preflight', 'evil.example', { method: 'OPTIONS', lines: PREFLIGHT }],
    ['a WebSocket handshake', 'evil.example', { lines: WEBSOCKET }],
    ['a path that no resource matches', 'evil.example', { target: '/' }],
    ['an absolute target', 'evil.example', { target: 'http://evil.example/open/a' }],
    [
      'the explain endpoint',
      'evil.example',
      { target: '/.well-known/marque/explain', method: 'POST' },
    ],
    ['a host that ends like that of the policy', 'evilapi.example.com'],
    ['a host that begins like that of the policy', 'api.example.com.evil.example'],
    ['the parent of the policy host', 'example.com'],
    ['a template without its tenant', 'app.example.com'],
    ['another address', '10.1.2.3'],
    ['a name that resolvers map to an address', '127.0.0.1.nip.io'],
    ['an empty path of OPTIONS', 'evil.example', { target: '*', method: 'OPTIONS' }],
  ]
  for (const [title, host, options] of misdirected) {
    test(title, async () => {
      arrived = []
      const text = await get(gateway, host, options)
      expect([statusOf(text), arrived]).toEqual([421, []])
      expect(text).toContain('urn:marque:gateway:host-not-served')
      expect(text).toContain('cache-control: no-store')
    })
  }

  test.each([
    'api.example.com',
    'API.example.com.',
    'api.example.com:8443',
    'www.example.com',
    'globex.app.example.com',
    'globex.rest.example.com',
    'files.example.com',
    'localhost',
    'api.localhost:8080',
    '127.0.0.1',
    '[::1]:80',
  ])('`%s` is served', async (host) => {
    arrived = []
    expect([statusOf(await get(gateway, host)), arrived]).toEqual([200, [host]])
  })

  test('a host that cannot be read stays 400', async () => {
    for (const host of ['', 'user@api.example.com', 'evil.example:0'])
      expect(statusOf(await get(gateway, host))).toBe(400)
  })

  test('`OPTIONS *` for a host of the policy is forwarded', async () => {
    const options = { target: '*', method: 'OPTIONS' }
    expect(statusOf(await get(gateway, 'api.example.com', options))).toBe(200)
  })

  test('observers see the error', async () => {
    gateway.events.length = 0
    await get(gateway, 'evil.example')
    expect(gateway.events).toContain('failed host-not-served')
    expect(gateway.events).toContain('finished 421')
  })
})

test('F35: hosts of routes and of `hosts` are served too', async () => {
  const gateway = await start({
    hosts: ['legacy.example.net', '*.internal.example'],
    routes: [{ ...NOWHERE, host: '*.route.example' }, NOWHERE],
  })
  const statuses: { [host: string]: number } = {}
  const asked = ['legacy.example.net', 'a.internal.example', 'b.route.example']
  for (const host of [...asked, 'internal.example', '.internal.example', 'evil.example'])
    statuses[host] = statusOf(await get(gateway, host))
  expect(statuses).toEqual({
    'legacy.example.net': 200,
    'a.internal.example': 200,
    'b.route.example': 200,
    'internal.example': 421,
    '.internal.example': 421,
    'evil.example': 421,
  })
  await gateway.stop()
})

test('F35: `hosts: any` serves every host', async () => {
  const gateway = await start({ hosts: 'any' })
  expect(statusOf(await get(gateway, 'evil.example'))).toBe(200)
  await gateway.stop()
})

test('F35: over another address than loopback, that address is served, and loopback names, as published ports of containers receive them', () => {
  const isServed = createHostCheck([])
  const { engine } = replaceablePolicy(POLICY)
  const at = (host: string, localAddress: string | null): boolean | undefined =>
    engine === null ? undefined : isServed?.(engine, `http://${host}/`, localAddress)
  expect(at('10.0.0.5:8080', '10.0.0.5')).toBe(true)
  expect(at('10.0.0.5:8080', '::ffff:10.0.0.5')).toBe(true)
  expect(at('[fd00::5]', 'fd00::5')).toBe(true)
  expect(at('10.0.0.6', '10.0.0.5')).toBe(false)
  // Neither can be pointed elsewhere, so no page of an attacker has such a host.
  expect(at('localhost:3000', '10.0.0.5')).toBe(true)
  expect(at('127.0.0.1', '10.0.0.5')).toBe(true)
  expect(at('127.0.0.1.nip.io', '10.0.0.5')).toBe(false)
  // Where the runtime does not tell the address: no address and no loopback name can be an attacker's.
  for (const host of ['10.0.0.6:80', '[fd00::5]', 'localhost:3000', 'api.example.com'])
    expect(at(host, null)).toBe(true)
  for (const host of ['evil.example', '10.0.0.6.nip.io', 'localhost.evil.example'])
    expect(at(host, null)).toBe(false)
})

test('F35: hosts of a new policy are served from the next request on', async () => {
  const gateway = await start()
  expect(statusOf(await get(gateway, 'new.example.com'))).toBe(421)
  gateway.policy.replace(POLICY.replaceAll('api.example.com', 'new.example.com'))
  expect(statusOf(await get(gateway, 'new.example.com'))).toBe(200)
  expect(statusOf(await get(gateway, 'api.example.com'))).toBe(421)
  await gateway.stop()
})
