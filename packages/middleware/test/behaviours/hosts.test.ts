import { createServer } from 'node:http'
import { closeServer, exchange, listen, valuesOf } from '@marque/testkit/http'
import { APP } from '@marque/testkit/policies'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { withMarque } from '../../src/next.ts'
import { guardUpgrades } from '../../src/node/index.ts'
import type { RunningApp } from '../contract/app.ts'
import { APPLICATIONS } from './applications.ts'
import { BUNDLE } from './policy.ts'

const PREFLIGHT = 'Access-Control-Request-Method: GET\r\n'

async function get(
  { port }: Pick<RunningApp, 'port'>,
  host: string,
  { method = 'GET', target = '/seen', lines = '' } = {},
) {
  const response = await exchange(
    port,
    `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n${lines}Connection: close\r\n\r\n`,
  )
  if (response === null) throw new Error('no response')
  return response
}

afterEach(() => vi.restoreAllMocks())

describe.each(APPLICATIONS)('F35: $name', ({ start, isNode, name }) => {
  let app: RunningApp | undefined
  afterEach(() => app?.stop())

  test('a request for a host that the policy does not name is answered 421 before the application', async () => {
    const context = vi.fn(() => ({}))
    app = await start({ policy: BUNDLE, context, log: false })
    const asked = [
      await get(app, 'evil.example'),
      await get(app, 'evil.example:8080', { lines: 'Origin: http://evil.example:8080\r\n' }),
      await get(app, 'evil.example', { lines: `Origin: ${APP}\r\n` }),
      await get(app, 'evil.example', {
        method: 'OPTIONS',
        lines: `Origin: ${APP}\r\n${PREFLIGHT}`,
      }),
      await get(app, 'evil.example', { target: '/.well-known/marque/explain', method: 'POST' }),
      await get(app, 'api.example.com.evil.example'),
      await get(app, '127.0.0.1.nip.io'),
    ]
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 421))
    for (const { body, ...response } of asked) {
      expect(JSON.parse(body)).toMatchObject({ type: 'urn:marque:gateway:host-not-served' })
      expect(valuesOf(response as never, 'cache-control')).toEqual(['no-store'])
    }
    expect(context).not.toHaveBeenCalled()
  })

  test.each([
    'api.example.com',
    'API.example.com.',
    'api.example.com:8443',
    'localhost',
    '127.0.0.1:80',
    '[::1]',
  ])('`%s` is served', async (host) => {
    app = await start({ policy: BUNDLE, log: false })
    expect((await get(app, host)).status).toBe(200)
  })

  test('hosts of the option are served, and with `any` every host', async () => {
    app = await start({
      policy: BUNDLE,
      log: false,
      hosts: ['Legacy.example.net', '*.internal.example'],
    })
    expect((await get(app, 'legacy.example.net:3000')).status).toBe(200)
    expect((await get(app, 'a.internal.example')).status).toBe(200)
    expect((await get(app, 'internal.example')).status).toBe(421)
    await app.stop()
    app = await start({ policy: BUNDLE, log: false, hosts: 'any' })
    expect((await get(app, 'evil.example')).status).toBe(200)
  })

  test('another address is served only where the runtime does not tell that of the connection', async () => {
    app = await start({ policy: BUNDLE, log: false })
    const status = isNode || !name.includes('without Node') ? 421 : 200
    expect((await get(app, '10.1.2.3')).status).toBe(status)
  })
})

test('F35: a route handler of Next.js', async () => {
  const { GET } = withMarque({ policy: BUNDLE, log: false })({ GET: () => new Response('reached') })
  const status = async (url: string): Promise<number> => (await GET(new Request(url))).status
  expect(await status('https://api.example.com/live')).toBe(200)
  expect(await status('http://localhost:3000/live')).toBe(200)
  expect(await status('http://10.0.0.7:3000/live')).toBe(200)
  expect(await status('https://evil.example/live')).toBe(421)
})

test('F35: a WebSocket handshake', async () => {
  const server = createServer()
  guardUpgrades(server, { policy: BUNDLE, log: false })
  let opened = 0
  server.on('upgrade', (_, socket) => {
    opened++
    socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
  })
  const port = await listen(server)
  const lines =
    'Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n'
  const response = await exchange(
    port,
    `GET /live HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\n${lines}\r\n`,
  )
  expect([response?.status, opened]).toEqual([421, 0])
  await closeServer(server)
})

test('F35: each host is reported once, and not more than twenty', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  const { GET } = withMarque({ policy: BUNDLE })({ GET: () => new Response('reached') })
  for (let at = 0; at < 60; at++) await GET(new Request(`https://h${at % 30}.example/x`))
  expect(warn).toHaveBeenCalledTimes(20)
  expect(warn.mock.calls[0]?.[0]).toBe(
    'marque: answered 421 to a request for the host `h0.example`, which the policy does not name; if clients of the application use it, add it to the option `hosts`',
  )
})

test.each<{ hosts: unknown; isValid?: true }>([
  { hosts: ['evil.example', '*.internal.example', '[::1]'], isValid: true },
  { hosts: 'all' },
  { hosts: ['https://api.example.com'] },
  { hosts: ['a.example:80'] },
  { hosts: ['*'] },
  { hosts: [7] },
  { hosts: [''] },
])('F35: `hosts` is checked: $hosts', ({ hosts, isValid = false }) => {
  const create = (): unknown => withMarque({ policy: BUNDLE, hosts: hosts as never })
  if (isValid) expect(create).not.toThrow()
  else expect(create).toThrow(/`hosts`/)
})
