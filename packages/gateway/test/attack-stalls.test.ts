import { createHash } from 'node:crypto'
import { temporaryCertificate } from '@marque/testkit/certificates'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { openConnection, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, afterEach, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../src/config/defaults.ts'
import type { Settings } from '../src/config/settings.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const certificate = temporaryCertificate()
afterAll(() => certificate.remove())
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const PLACES = [
  ['in clear', false],
  ['behind TLS', true],
] as const

function settingsOf(stall: number, isTls: boolean): Partial<Settings> {
  return {
    listen: [{ host: '127.0.0.1', port: 0, tls: isTls ? certificate.tls : null }],
    limits: { ...DEFAULT_LIMITS, stall },
  }
}

/** A gateway that waits a short time for clients, with one connection to an application that sends as much as is taken. */
async function before(
  megabytes: number,
  isTls = false,
): Promise<{ under: TestGateway; open: () => number }> {
  const bytes = megabytes * 1_000_000
  let open = 0
  const upstream = await startRawUpstream((socket, request) => {
    if (!request.includes('/open/flood'))
      return void socket.write(`${OK}content-length: 2\r\n\r\nok`)
    open++
    socket.once('close', () => open--)
    socket.write(`${OK}content-length: ${bytes}\r\n\r\n`)
    socket.write(Buffer.alloc(bytes, 'x'))
  })
  stops.push(() => upstream.stop())
  const under = await startTestGateway({
    upstream: [upstream.url],
    upstreamSettings: { connections: 1 },
    settings: settingsOf(300, isTls),
  })
  stops.push(() => under.stop())
  return { under, open: () => open }
}

async function until(isDone: () => boolean): Promise<boolean> {
  const end = Date.now() + 300_000
  while (!isDone() && Date.now() < end) await pause(10)
  return isDone()
}

test.each(PLACES)(
  'a client that does not read its answer gives the connection to the application back, %s',
  async (_where, isTls) => {
    const { under, open } = await before(50, isTls)
    const wire = await openConnection(under.port, isTls)
    wire.socket.pause()
    wire.send(requestBytes('/open/flood'))
    expect(await until(() => open() === 1)).toBe(true)
    expect(statusOf(await sendRaw(under.port, requestBytes('/open/next'), { isTls }))).toBe(200)
    expect(open()).toBe(0)
    expect(under.events).toContain('finished 200')
    expect(under.events.filter((line) => line.startsWith('failed'))).toEqual([])
    wire.socket.resume()
    // What it has is not the whole.
    expect((await wire.waitForEnd()).length).toBeLessThan(50_000_000)
  },
)

test.each(PLACES)(
  'a client that does not read the end of its answer is not kept, %s',
  async (_where, isTls) => {
    const { under } = await before(8, isTls)
    const wire = await openConnection(under.port, isTls)
    wire.socket.pause()
    wire.send(requestBytes('/open/flood'))
    expect(await until(() => under.events.includes('finished 200'))).toBe(true)
  },
)

test.each(PLACES)(
  'a slow client gets its answer, and so does one whose application is slow, %s',
  async (_where, isTls) => {
    const { under } = await before(2, isTls)
    const wire = await openConnection(under.port, isTls)
    wire.send(requestBytes('/open/flood'))
    for (let times = 0; times < 8; times++) {
      wire.socket.pause()
      await pause(100)
      wire.socket.resume()
      await pause(5)
    }
    expect((await wire.waitForEnd()).length).toBeGreaterThan(2_000_000)
    const slow = await startRawUpstream((socket) => {
      setTimeout(() => socket.write(`${OK}content-length: 4\r\n\r\nslow`), 900)
    })
    stops.push(() => slow.stop())
    const waiting = await startTestGateway({
      upstream: [slow.url],
      settings: settingsOf(200, isTls),
    })
    stops.push(() => waiting.stop())
    expect(await sendRaw(waiting.port, requestBytes('/open/a'), { isTls })).toContain('slow')
  },
)

test.each(PLACES)('a connection that asks nothing ends, %s', async (_where, isTls) => {
  const { under } = await before(1, isTls)
  const idle = await openConnection(under.port, isTls)
  await idle.waitForEnd()
  const kept = await openConnection(under.port, isTls)
  kept.send('GET /open/a HTTP/1.1\r\nHost: api.example.com\r\n\r\n')
  await kept.waitFor('ok')
  // Between two requests the longer bound of kept connections holds.
  await pause(600)
  kept.send(requestBytes('/open/b'))
  expect((await kept.waitForEnd()).match(/200 OK/g)).toHaveLength(2)
})

test.each(PLACES)('a quiet WebSocket stays open, %s', async (_where, isTls) => {
  const key = 'dGhlIHNhbXBsZSBub25jZQ=='
  const upstream = await startRawUpstream((socket) => {
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\n${upgrade}Sec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
    )
    setTimeout(() => socket.write(Buffer.from([0x81, 4, ...Buffer.from('late')])), 900)
  })
  stops.push(() => upstream.stop())
  const under = await startTestGateway({
    upstream: [upstream.url],
    settings: settingsOf(200, isTls),
  })
  stops.push(() => under.stop())
  const wire = await openConnection(under.port, isTls)
  const lines = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
  wire.send(
    `GET /live HTTP/1.1\r\nHost: api.example.com\r\n${lines}Sec-WebSocket-Key: ${key}\r\n\r\n`,
  )
  expect(statusOf(await wire.waitFor('late'))).toBe(101)
  wire.socket.destroy()
})

test('one connection keeps the application busy with so many requests and no more', async () => {
  let asked = 0
  let answer: (() => void) | undefined
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const upstream = await startRawUpstream((socket) => {
    asked++
    void held.then(() => socket.write(`${OK}content-length: 2\r\n\r\nok`))
  })
  stops.push(() => upstream.stop())
  const under = await startTestGateway({
    upstream: [upstream.url],
    upstreamSettings: { connections: 5_000 },
  })
  stops.push(() => under.stop())
  const request = 'GET /open/a HTTP/1.1\r\nHost: api.example.com\r\n\r\n'
  const wire = await openConnection(under.port)
  wire.send(request.repeat(1_000))
  expect(await until(() => asked >= 257)).toBe(true)
  const flood = await openConnection(under.port)
  flood.send(request.repeat(20_000))
  await flood.waitForEnd()
  const before = asked
  answer?.()
  expect((await wire.waitForEnd()).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(257)
  expect(before).toBeLessThanOrEqual(2 * 257)
})
