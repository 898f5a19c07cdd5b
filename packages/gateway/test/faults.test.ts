import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { openConnection, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { type RawUpstream, startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_TIMEOUTS } from '../src/config/defaults.ts'
import { type FaultCase, faultCases } from './faults.cases.ts'

const ORIGIN = 'Origin: https://app.example.com'
let answer: FaultCase | null = null
let upstream: RawUpstream
let under: TestGateway

beforeAll(async () => {
  upstream = await startRawUpstream((socket, request) => {
    if (request.includes('/open/other') || answer === null) {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      return
    }
    const { bytes, ending = 'stay' } = answer
    socket.write(Buffer.from(bytes, 'latin1'), () => {
      if (ending === 'end') socket.end()
      // What was written must have left before the reset.
      if (ending === 'reset') setTimeout(() => socket.resetAndDestroy(), 20)
    })
  })
  under = await startTestGateway({
    upstream: [upstream.url],
    upstreamSettings: { timeouts: { ...DEFAULT_TIMEOUTS, headers: 500 } },
  })
})
afterAll(async () => {
  await under.stop()
  await upstream.stop()
})
afterEach(() => {
  under.events.length = 0
})

describe('what a client gets of an upstream that', () => {
  for (const row of faultCases) {
    const { name, method = 'GET', status, has = [], hasNot = [], heard, isCut = false } = row
    test(`sends ${name}`, async () => {
      answer = row
      const [text, other] = await Promise.all([
        sendRaw(under.port, requestBytes('/open/a', [ORIGIN], method)),
        sendRaw(under.port, requestBytes('/open/other', [ORIGIN])),
      ])
      expect(statusOf(other), 'another client is served meanwhile').toBe(200)
      expect(statusOf(text), text).toBe(status)
      for (const part of has) expect(text).toMatch(part)
      for (const part of hasNot) expect(text).not.toMatch(part)
      if (status >= 502) expect(text.match(/urn:marque:gateway/g)).toHaveLength(1)
      const failed = under.events.filter((line) => line.startsWith('failed'))
      expect(failed).toEqual(heard === undefined ? [] : [`failed ${heard}`])
      if (isCut) expect(text).not.toMatch(/okok|\r\n0\r\n/)
      await pause(5)
      expect(under.events.filter((line) => line.startsWith('finished'))).toHaveLength(2)
    })
  }
})

test('an upstream that takes no connections is 502, readable, and other addresses are taken instead', async () => {
  const dead = 'http://127.0.0.1:1'
  const alone = await startTestGateway({ upstream: [dead] })
  try {
    const text = await sendRaw(alone.port, requestBytes('/open/a', [ORIGIN]))
    expect(statusOf(text)).toBe(502)
    expect(text).toContain('access-control-allow-origin: https://app.example.com')
    expect(text).toContain('upstream-unreachable')
    expect(alone.events).toContain('failed upstream-unreachable')
  } finally {
    await alone.stop()
  }
  answer = null
  const several = await startTestGateway({ upstream: [dead, upstream.url, dead] })
  try {
    for (let nth = 0; nth < 6; nth++) {
      const body =
        'POST /open/a HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab'
      expect(
        statusOf(await sendRaw(several.port, nth % 2 === 0 ? requestBytes('/open/a') : body)),
      ).toBe(200)
    }
    expect(several.events.filter((line) => line.startsWith('failed'))).toEqual([])
  } finally {
    await several.stop()
  }
})

test('a connection that the upstream closed while it was idle costs nobody an answer', async () => {
  const closing = await startRawUpstream((socket, _request, nth) => {
    // Every second request meets a connection that is closed under it.
    if (nth % 2 === 1) return void socket.destroy()
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
  })
  const one = await startTestGateway({
    upstream: [closing.url],
    upstreamSettings: { connections: 1 },
  })
  try {
    expect(statusOf(await sendRaw(one.port, requestBytes('/open/1')))).toBe(200)
    expect(statusOf(await sendRaw(one.port, requestBytes('/open/2')))).toBe(200)
    // What is not idempotent is not sent twice: 4th.
    const post =
      'POST /open/a HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab'
    expect(statusOf(await sendRaw(one.port, post))).toBe(502)
    expect(closing.seen().match(/POST/g)).toHaveLength(1)
  } finally {
    await one.stop()
    await closing.stop()
  }
})

test('a client that leaves frees the connection to the upstream, and nobody is blamed', async () => {
  const gone: string[] = []
  const hanging = await startRawUpstream((socket, request) => {
    const [, path = ''] = request.split(' ')
    socket.once('close', () => gone.push(path))
    if (path === '/open/stream')
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n')
  })
  const one = await startTestGateway({ upstream: [hanging.url] })
  try {
    // Before the answer; in the middle of it; behind another one that is not answered; in the middle of its own body.
    const before = await openConnection(one.port)
    before.send(requestBytes('/open/before'))
    const within = await openConnection(one.port)
    within.send(requestBytes('/open/stream'))
    await within.waitFor('data: 1')
    const piped = await openConnection(one.port)
    const keep = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: api.example.com\r\n\r\n`
    piped.send(keep('/open/first') + keep('/open/second'))
    const sending = await openConnection(one.port)
    sending.send(
      'POST /open/body HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 100\r\n\r\nhalf',
    )
    while ((hanging.seen().match(/ HTTP\/1.1/g) ?? []).length < 5) await pause(5)
    for (const { socket } of [before, within, piped, sending]) socket.destroy()
    const end = Date.now() + 300_000
    while (gone.length < 5 && Date.now() < end) await pause(5)
    expect(gone.sort()).toEqual([
      '/open/before',
      '/open/body',
      '/open/first',
      '/open/second',
      '/open/stream',
    ])
    expect(one.events.filter((line) => line.startsWith('failed'))).toEqual([])
  } finally {
    await one.stop()
    await hanging.stop()
  }
})
