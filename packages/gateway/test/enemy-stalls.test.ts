import { createHash } from 'node:crypto'
import { afterAll, afterEach, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../src/settings/defaults.ts'
import type { Settings } from '../src/settings/settings.ts'
import { makeCertificate } from './certificate.ts'
import {
  dial,
  get,
  pause,
  rawUpstream,
  type Stage,
  say,
  stage,
  statusOf,
} from './gateway-under-test.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const certificate = makeCertificate()
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
): Promise<{ under: Stage; open: () => number }> {
  const bytes = megabytes * 1_000_000
  let open = 0
  const upstream = await rawUpstream((socket, request) => {
    if (!request.includes('/open/flood'))
      return void socket.write(`${OK}content-length: 2\r\n\r\nok`)
    open++
    socket.once('close', () => open--)
    socket.write(`${OK}content-length: ${bytes}\r\n\r\n`)
    socket.write(Buffer.alloc(bytes, 'x'))
  })
  stops.push(() => upstream.stop())
  const under = await stage({
    upstream: [upstream.url],
    upstreamSettings: { connections: 1 },
    settings: settingsOf(300, isTls),
  })
  stops.push(() => under.stop())
  return { under, open: () => open }
}

async function until(isDone: () => boolean): Promise<boolean> {
  const end = Date.now() + 5_000
  while (!isDone() && Date.now() < end) await pause(10)
  return isDone()
}

test.each(PLACES)(
  'a client that does not read its answer gives the connection to the application back, %s',
  async (_where, isTls) => {
    const { under, open } = await before(50, isTls)
    const wire = await dial(under.port, isTls)
    wire.socket.pause()
    wire.send(get('/open/flood'))
    expect(await until(() => open() === 1)).toBe(true)
    expect(statusOf(await say(under.port, get('/open/next'), 5_000, isTls))).toBe(200)
    expect(open()).toBe(0)
    expect(under.heard.lines).toContain('finished 200')
    expect(under.heard.lines.filter((line) => line.startsWith('failed'))).toEqual([])
    wire.socket.resume()
    // What it has is not the whole.
    expect((await wire.ended()).length).toBeLessThan(50_000_000)
  },
)

test.each(PLACES)(
  'a client that does not read the end of its answer is not kept, %s',
  async (_where, isTls) => {
    const { under } = await before(8, isTls)
    const wire = await dial(under.port, isTls)
    wire.socket.pause()
    wire.send(get('/open/flood'))
    expect(await until(() => under.heard.lines.includes('finished 200'))).toBe(true)
  },
)

test.each(PLACES)(
  'a slow client gets its answer, and so does one whose application is slow, %s',
  async (_where, isTls) => {
    const { under } = await before(2, isTls)
    const wire = await dial(under.port, isTls)
    wire.send(get('/open/flood'))
    for (let times = 0; times < 8; times++) {
      wire.socket.pause()
      await pause(100)
      wire.socket.resume()
      await pause(5)
    }
    expect((await wire.ended()).length).toBeGreaterThan(2_000_000)
    const slow = await rawUpstream((socket) => {
      setTimeout(() => socket.write(`${OK}content-length: 4\r\n\r\nslow`), 900)
    })
    stops.push(() => slow.stop())
    const waiting = await stage({
      upstream: [slow.url],
      settings: settingsOf(200, isTls),
    })
    stops.push(() => waiting.stop())
    expect(await say(waiting.port, get('/open/a'), undefined, isTls)).toContain('slow')
  },
)

test.each(PLACES)('a connection that asks nothing ends, %s', async (_where, isTls) => {
  const { under } = await before(1, isTls)
  const idle = await dial(under.port, isTls)
  await idle.ended()
  const kept = await dial(under.port, isTls)
  kept.send('GET /open/a HTTP/1.1\r\nHost: api.example.com\r\n\r\n')
  await kept.until('ok')
  // Between two requests the longer bound of kept connections holds.
  await pause(600)
  kept.send(get('/open/b'))
  expect((await kept.ended()).match(/200 OK/g)).toHaveLength(2)
})

test.each(PLACES)('a quiet WebSocket stays open, %s', async (_where, isTls) => {
  const key = 'dGhlIHNhbXBsZSBub25jZQ=='
  const upstream = await rawUpstream((socket) => {
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\n${upgrade}Sec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
    )
    setTimeout(() => socket.write(Buffer.from([0x81, 4, ...Buffer.from('late')])), 900)
  })
  stops.push(() => upstream.stop())
  const under = await stage({ upstream: [upstream.url], settings: settingsOf(200, isTls) })
  stops.push(() => under.stop())
  const wire = await dial(under.port, isTls)
  const lines = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
  wire.send(
    `GET /live HTTP/1.1\r\nHost: api.example.com\r\n${lines}Sec-WebSocket-Key: ${key}\r\n\r\n`,
  )
  expect(statusOf(await wire.until('late'))).toBe(101)
  wire.socket.destroy()
})

test('one connection keeps the application busy with so many requests and no more', async () => {
  let asked = 0
  let answer: (() => void) | undefined
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  const upstream = await rawUpstream((socket) => {
    asked++
    void held.then(() => socket.write(`${OK}content-length: 2\r\n\r\nok`))
  })
  stops.push(() => upstream.stop())
  const under = await stage({ upstream: [upstream.url], upstreamSettings: { connections: 5_000 } })
  stops.push(() => under.stop())
  const request = 'GET /open/a HTTP/1.1\r\nHost: api.example.com\r\n\r\n'
  const wire = await dial(under.port)
  wire.send(request.repeat(1_000))
  expect(await until(() => asked >= 257)).toBe(true)
  const flood = await dial(under.port)
  flood.send(request.repeat(20_000))
  await flood.ended()
  const before = asked
  answer?.()
  expect((await wire.ended()).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(257)
  expect(before).toBeLessThanOrEqual(2 * 257)
})
