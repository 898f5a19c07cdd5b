import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exchange } from '@marque/testkit/http'
import { APP, EVIL } from '@marque/testkit/policies'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { guardUpgrades } from '../../src/node/index.ts'
import { BUNDLE } from './policy.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function started(
  options: Partial<Parameters<typeof guardUpgrades>[1]> = {},
): Promise<{ readonly port: number; readonly taken: string[]; readonly stopGuard: () => void }> {
  const taken: string[] = []
  server = createServer((_, response) => response.end('plain'))
  const stopGuard = guardUpgrades(server, { policy: BUNDLE, ...options })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    taken.push(request.headers.origin ?? 'none')
    socket.on('message', (data) => socket.send(`heard ${String(data)}`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, taken, stopGuard }
}

/** What comes of a handshake: the echo of a message, or the status that refused it. */
async function shake(port: number, path: string, origin?: string): Promise<string | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers: { host: 'api.example.com' },
    ...(origin !== undefined && { origin }),
  })
  return new Promise((resolve, reject) => {
    socket.on('open', () => socket.send('hello'))
    socket.on('message', (data) => {
      socket.terminate()
      resolve(String(data))
    })
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0)
      response.resume()
    })
    socket.on('error', reject)
  })
}

test('a granted handshake goes on, and so do those of the page itself and of programs', async () => {
  const { port, taken } = await started()
  expect(await shake(port, '/live', APP)).toBe('heard hello')
  expect(await shake(port, '/live', 'https://api.example.com')).toBe('heard hello')
  expect(await shake(port, '/live')).toBe('heard hello')
  expect(taken).toEqual([APP, 'https://api.example.com', 'none'])
})

test.each([
  ['another origin', '/live', EVIL],
  ['a resource whose grant is for no socket', '/news', APP],
  ['an origin that is none', '/live', 'null'],
])('%s is refused before any listener', async (_, path, origin) => {
  const { port, taken } = await started()
  expect(await shake(port, path, origin)).toBe(403)
  expect(taken).toEqual([])
})

test('a refusal is a problem document without a permission, and ends the connection', async () => {
  const { port } = await started()
  const answer = await exchange(
    port,
    `GET /live HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${EVIL}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  )
  expect(answer?.status).toBe(403)
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ reason: 'origin-not-granted' })
  expect(answer?.headers.filter(([name]) => /^access-control-/i.test(name))).toEqual([])
})

test('a context that takes its time is waited for', async () => {
  const { port, taken } = await started({
    context: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return {}
    },
  })
  expect(await shake(port, '/live', APP)).toBe('heard hello')
  expect(await shake(port, '/live', EVIL)).toBe(403)
  expect(taken).toEqual([APP])
})

test('a context that fails opens nothing', async () => {
  const { port, taken } = await started({ context: () => Promise.reject(new Error('broken')) })
  expect(await shake(port, '/live', APP)).toBe(500)
  expect(taken).toEqual([])
})

test('a client that goes away while it is judged harms nobody', async () => {
  const { port, taken } = await started({
    context: () => new Promise((resolve) => setTimeout(() => resolve({}), 50)),
  })
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, {
    headers: { host: 'api.example.com' },
    origin: APP,
  })
  socket.on('error', () => undefined)
  await new Promise((resolve) => setTimeout(resolve, 20))
  socket.terminate()
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(taken).toEqual([])
  expect(await shake(port, '/live', APP)).toBe('heard hello')
})

test('the guard can be taken away', async () => {
  const { port, stopGuard } = await started()
  stopGuard()
  expect(await shake(port, '/live', EVIL)).toBe('heard hello')
})
