import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  RESOURCE_KINDS_POLICY,
  startTestGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '@marque/testkit/gateway'
import { listen, openConnection, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { afterEach, describe, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n'
const handshake = (origin = 'https://app.example.com', path = '/live', more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: api.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${KEY}${origin === '' ? '' : `Origin: ${origin}\r\n`}${more}\r\n`
/** A masked text frame with the mask 0. */
const frame = (text: string): Buffer =>
  Buffer.concat([Buffer.of(0x81, 0x80 | text.length, 0, 0, 0, 0), Buffer.from(text)])
const CLOSE_1008 = '\x88\x02\x03\xf0'
const CLOSE_1001 = '\x88\x02\x03\xe9'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

interface Chat extends TestGateway {
  readonly clients: Set<WebSocket>
}

/** An echo that also lies about CORS. */
async function chat(more: Omit<TestGatewayOptions, 'upstream'> = {}): Promise<Chat> {
  const app = createServer((_request, response) => void response.end('plain'))
  const server = new WebSocketServer({ server: app })
  server.on('headers', (lines) => lines.push('Access-Control-Allow-Origin: *', 'X-App: 1'))
  server.on('connection', (socket) => {
    socket.on('error', () => undefined)
    socket.on('message', (data) => socket.send(`echo ${data}`))
  })
  const port = await listen(app)
  stops.push(async () => {
    for (const client of server.clients) client.terminate()
    app.closeAllConnections()
    await new Promise((resolve) => app.close(resolve))
  })
  const under = await startTestGateway({ upstream: [`http://127.0.0.1:${port}`], ...more })
  stops.push(() => under.stop())
  return { ...under, clients: server.clients }
}

/** An upstream that answers handshakes by hand. */
async function byHand(answer: (socket: Duplex, head: Buffer) => void): Promise<TestGateway> {
  const app = createServer()
  app.on('upgrade', (_request, socket, head) => {
    socket.on('error', () => undefined)
    socket.once('end', () => socket.end()).resume()
    answer(socket, head)
  })
  const port = await listen(app)
  stops.push(async () => {
    app.closeAllConnections()
    await new Promise((resolve) => app.close(resolve))
  })
  const under = await startTestGateway({ upstream: [`http://127.0.0.1:${port}`] })
  stops.push(() => under.stop())
  return under
}

describe('a handshake', () => {
  test('that is granted opens, carries both ways and no CORS header', async () => {
    const { port, events } = await chat()
    const wire = await openConnection(port)
    // The first frame right behind the handshake.
    wire.send(Buffer.concat([Buffer.from(handshake()), frame('one')]))
    await wire.waitFor('echo one')
    wire.send(frame('two'))
    const text = await wire.waitFor('echo two')
    expect(text).toMatch(/^HTTP\/1\.1 101 [\s\S]*X-App: 1/)
    expect(text).not.toMatch(/access-control/i)
    wire.socket.destroy()
    await pause(50)
    expect(events).toEqual(['decided granted', 'finished 101'])
  })

  test('without Origin, and one of the own origin, open too', async () => {
    const { port } = await chat()
    for (const origin of ['', 'https://api.example.com']) {
      const wire = await openConnection(port)
      wire.send(handshake(origin, '/anything'))
      await wire.waitFor('101 ')
      wire.socket.destroy()
    }
  })

  test.each([
    { name: 'a stranger', bytes: handshake('https://evil.example') },
    {
      name: 'two origins',
      bytes: handshake('https://app.example.com', '/live', 'Origin: https://evil.example\r\n'),
    },
    {
      name: 'an origin without a grant for WebSockets',
      bytes: handshake('https://app.example.com', '/open/a'),
    },
    { name: 'null', bytes: handshake('null') },
  ])('of $name is 403 and never reaches the application', async ({ bytes }) => {
    const { port, clients } = await chat()
    const text = await sendRaw(port, bytes)
    expect(statusOf(text)).toBe(403)
    expect(text).toContain('application/problem+json')
    expect(clients.size).toBe(0)
  })

  test('in the space of the gateway is 404', async () => {
    const { port } = await chat()
    expect(statusOf(await sendRaw(port, handshake('', '/.well-known/marque/x')))).toBe(404)
  })

  test('that the application refuses brings its answer, however long', async () => {
    const body = 'no'.repeat(200_000)
    const { port } = await byHand((socket) =>
      socket.end(
        `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      ),
    )
    const text = await sendRaw(port, handshake())
    expect(statusOf(text)).toBe(401)
    expect(text).toContain('WWW-Authenticate: Bearer')
    expect(text).not.toMatch(/allow-origin: \*/i)
    expect(text.endsWith('nono')).toBe(true)
    expect(text.length).toBeGreaterThan(400_000)
  })

  test('that the application answers with nothing, or the end, is 502', async () => {
    const { port } = await byHand((socket) => socket.destroy())
    expect(statusOf(await sendRaw(port, handshake()))).toBe(502)
    const dead = await startTestGateway({ upstream: ['http://127.0.0.1:1'] })
    stops.push(() => dead.stop())
    expect(statusOf(await sendRaw(dead.port, handshake()))).toBe(502)
  })

  test('and a client that leaves before the answer frees the application', async () => {
    let gone = false
    const { port } = await byHand((socket) => {
      socket.once('close', () => {
        gone = true
      })
    })
    const wire = await openConnection(port)
    wire.send(handshake())
    await pause(100)
    wire.socket.destroy()
    await pause(100)
    expect(gone).toBe(true)
  })

  test('what the application says last reaches the client', async () => {
    const { port } = await byHand((socket) => {
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      )
      socket.write(Buffer.concat([Buffer.of(0x82, 126, 0xff, 0xff), Buffer.alloc(65_535, 'x')]))
      socket.end(Buffer.of(0x88, 0x02, 0x03, 0xe8))
    })
    const wire = await openConnection(port)
    wire.socket.pause()
    wire.send(handshake())
    await pause(200)
    wire.socket.resume()
    expect((await wire.waitForEnd()).endsWith('\x88\x02\x03\xe8')).toBe(true)
  })
})

describe('an open WebSocket ends', () => {
  async function open(
    more?: Omit<TestGatewayOptions, 'upstream'>,
  ): Promise<Chat & { wire: Awaited<ReturnType<typeof openConnection>> }> {
    const under = await chat(more)
    const wire = await openConnection(under.port)
    wire.send(handshake())
    await wire.waitFor('101 ')
    wire.send(frame('one'))
    await wire.waitFor('echo one')
    return { ...under, wire }
  }

  test('with 1008 when a new policy denies it', async () => {
    const { wire, policy } = await open()
    policy.replace(
      RESOURCE_KINDS_POLICY.replace('credentials: true, websocket: true', 'credentials: true'),
    )
    expect((await wire.waitForEnd()).endsWith(CLOSE_1008)).toBe(true)
  })

  test('not when a new policy allows it still', async () => {
    const { wire, policy } = await open()
    policy.replace(`${RESOURCE_KINDS_POLICY}\n`)
    wire.send(frame('two'))
    await wire.waitFor('echo two')
    wire.socket.destroy()
  })

  test('with 1008 in a lockdown', async () => {
    const { wire, policy } = await open()
    policy.setMoment({ lockdowns: [{ mode: 'deny-all', scope: {}, until: null }] as never })
    expect((await wire.waitForEnd()).endsWith(CLOSE_1008)).toBe(true)
  })

  test('with 1008 when its grant expires', async () => {
    const until = new Date(Date.now() + 1_500).toISOString()
    const { wire } = await open({
      policy: RESOURCE_KINDS_POLICY.replace(
        'websocket: true }',
        `websocket: true, until: ${until} }`,
      ),
    })
    expect((await wire.waitForEnd(6_000)).endsWith(CLOSE_1008)).toBe(true)
  })

  test('with 1001 when the gateway stops', async () => {
    const { wire, gateway } = await open()
    const closed = gateway.close()
    expect((await wire.waitForEnd()).endsWith(CLOSE_1001)).toBe(true)
    await closed
  })

  test('and never in the middle of a frame', async () => {
    let peer: Duplex | undefined
    const under = await byHand((socket) => {
      peer = socket
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      )
      socket.write(Buffer.from('\x81\x06abc', 'latin1'))
    })
    const wire = await openConnection(under.port)
    wire.send(handshake())
    await wire.waitFor('abc')
    under.policy.replace(
      RESOURCE_KINDS_POLICY.replace('credentials: true, websocket: true', 'credentials: true'),
    )
    await pause(50)
    expect(wire.text().endsWith('abc')).toBe(true)
    peer?.write(Buffer.from('def\x81\x01z', 'latin1'))
    expect((await wire.waitForEnd()).endsWith(`abcdef${CLOSE_1008}`)).toBe(true)
  })
})

test('an event stream ends with its grant, and another client is served', async () => {
  const app = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
  })
  const port = await listen(app)
  stops.push(async () => {
    app.closeAllConnections()
    await new Promise((resolve) => app.close(resolve))
  })
  const under = await startTestGateway({ upstream: [`http://127.0.0.1:${port}`] })
  stops.push(() => under.stop())
  const wire = await openConnection(under.port)
  wire.send(requestBytes('/open/a', ['Origin: https://app.example.com']))
  await wire.waitFor('data: 1')
  under.policy.replace(
    RESOURCE_KINDS_POLICY.replace('allow: [https://app.example.com]', 'allow: [https://b.example]'),
  )
  expect((await wire.waitForEnd()).endsWith('0\r\n\r\n')).toBe(true)
})
