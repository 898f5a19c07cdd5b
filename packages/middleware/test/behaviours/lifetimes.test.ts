import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { type Engine, type Moment, prepare } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import { APP, compilePolicy } from '@marque/testkit/policies'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { guardUpgrades } from '../../src/node/index.ts'
import { FETCHING, STREAMING } from './event-streams.ts'
import { BUNDLE } from './policy.ts'

const ENGINE = prepare(BUNDLE)
/** What the grant of `/live` says beyond its methods. */
const live = (more: string): Engine =>
  prepare(
    compilePolicy(`version: 1
self: [https://api.example.com]
origins: { web: { allow: [${APP}], owner: web@example.com, purpose: tests } }
resources:
  - name: live
    match: [{ path: /live }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true${more} }]
`),
  )
const LOCKED: Partial<Moment> = { lockdowns: [{ mode: 'deny-all', scope: {} }] }
const BOUND = { timeout: 300_000, interval: 20 }

/** A policy that the test turns. */
interface Turned extends PolicySource {
  engine: Engine
  more: Partial<Moment>
}

function turned(): Turned {
  return {
    engine: ENGINE,
    more: {},
    held: null,
    moment() {
      return { now: Date.now(), ...this.more }
    },
    onEvent: () => () => undefined,
    close: async () => undefined,
  }
}

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A client of one event stream. */
async function reader(port: number): Promise<() => boolean> {
  const socket = connect(port, '127.0.0.1')
  stops.push(() => socket.destroy())
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => undefined)
  socket.write(`GET /live HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\n\r\n`)
  await expect.poll(() => text.includes('data: 1'), BOUND).toBe(true)
  return () => text.endsWith('\r\n0\r\n\r\n')
}

describe.each(STREAMING)('an event stream of $name', ({ start }) => {
  test('stays while it is granted, and ends as a whole one when it is not; the writer hears of it', async () => {
    const policy = turned()
    const writers = { open: 0 }
    const app = await start(policy, writers)
    stops.push(() => app.stop())
    const errors = vi.fn()
    process.on('uncaughtException', errors)
    stops.push(() => process.off('uncaughtException', errors))
    const [one, other] = [await reader(app.port), await reader(app.port)]
    // Judged again at least once.
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect([one(), other(), writers.open]).toEqual([false, false, 2])
    policy.more = LOCKED
    await expect.poll(() => one() && other(), BOUND).toBe(true)
    await expect.poll(() => writers.open, BOUND).toBe(0)
    expect(errors).not.toHaveBeenCalled()
  })
})

describe.each(FETCHING)('an event stream of $name off Node', ({ handler }) => {
  test('ends with its grant, and the application is told', async () => {
    const policy = turned()
    const writers = { open: 0 }
    const response = await handler(
      policy,
      writers,
    )(new Request('https://api.example.com/live', { headers: { origin: APP } }))
    const stream = response.body?.getReader()
    expect((await stream?.read())?.done).toBe(false)
    policy.more = LOCKED
    const drained = (async () => {
      while ((await stream?.read())?.done === false);
    })()
    await drained
    await expect.poll(() => writers.open, BOUND).toBe(0)
  })

  test('is left alone by a client that leaves: the application is told at once', async () => {
    const writers = { open: 0 }
    const response = await handler(
      turned(),
      writers,
    )(new Request('https://api.example.com/live', { headers: { origin: APP } }))
    const stream = response.body?.getReader()
    await stream?.read()
    await stream?.cancel()
    await expect.poll(() => writers.open, BOUND).toBe(0)
  })
})

describe('a WebSocket', () => {
  let server: Server

  /** What `ws` says on it, all the time. */
  async function talking(policy: PolicySource): Promise<{
    readonly port: number
    readonly heard: string[]
    readonly sockets: WebSocketServer
  }> {
    const heard: string[] = []
    server = createServer()
    guardUpgrades(server, { policy })
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket) => {
      const timer = setInterval(() => socket.send('x'.repeat(70_000)), 5)
      socket.on('message', (data) => heard.push(String(data)))
      socket.on('error', () => undefined)
      socket.on('close', () => clearInterval(timer))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    stops.push(() => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      server.close()
    })
    return { port: (server.address() as AddressInfo).port, heard, sockets }
  }

  const opened = async (port: number, origin: string | undefined = APP): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, {
      headers: { host: 'api.example.com' },
      ...(origin !== '' && { origin }),
    })
    stops.push(() => socket.terminate())
    await once(socket, 'message')
    return socket
  }

  test('ends with 1008 when its grant ends, between frames; others stay', async () => {
    const policy = turned()
    const { port, sockets } = await talking(policy)
    const socket = await opened(port)
    const program = await opened(port, '')
    const errors = vi.fn()
    socket.on('error', errors)
    policy.engine = live('')
    const [code] = await once(socket, 'close')
    expect(code).toBe(1008)
    expect(errors).not.toHaveBeenCalled()
    await expect.poll(() => sockets.clients.size, BOUND).toBe(1)
    expect(program.readyState).toBe(WebSocket.OPEN)
  })

  test('ends at the date of its grant', async () => {
    const policy = turned()
    const until = new Date(Date.now() + 1_500).toISOString()
    policy.engine = live(`, websocket: true, until: ${until}`)
    const { port } = await talking(policy)
    const [code] = await once(await opened(port), 'close')
    expect(code).toBe(1008)
  })

  test('that does not say goodbye is cut off, and what it still sends comes to nobody', async () => {
    const policy = turned()
    const { port, heard, sockets } = await talking(policy)
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    stops.push(() => socket.destroy())
    let text = ''
    socket.on('data', (chunk) => {
      text = (text + chunk.toString('latin1')).slice(-200)
    })
    socket.on('error', () => undefined)
    socket.write(
      `GET /live HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    )
    const say = (word: string): boolean =>
      socket.write(
        Buffer.concat([Buffer.of(0x81, 0x80 | word.length, 0, 0, 0, 0), Buffer.from(word)]),
      )
    await expect.poll(() => sockets.clients.size, BOUND).toBe(1)
    say('before')
    await expect.poll(() => heard, BOUND).toEqual(['before'])
    policy.more = LOCKED
    await expect.poll(() => text.endsWith('\x88\x02\x03\xf0'), BOUND).toBe(true)
    say('after')
    await expect.poll(() => sockets.clients.size, BOUND).toBe(0)
    expect(heard).toEqual(['before'])
    expect(text.endsWith('\x88\x02\x03\xf0')).toBe(true)
  })

  test('whose handshake no listener has answered when the grant ends gets none', async () => {
    const policy = turned()
    server = createServer()
    guardUpgrades(server, { policy })
    let asked = 0
    server.on('upgrade', () => asked++)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    stops.push(() => server.close())
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += String(chunk)
    })
    socket.on('error', () => undefined)
    socket.write(
      `GET /live HTTP/1.1\r\nHost: api.example.com\r\nOrigin: ${APP}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    )
    await expect.poll(() => asked, BOUND).toBe(1)
    policy.more = LOCKED
    await once(socket, 'close')
    expect(text).toBe('')
  })
})
