import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { openConnection, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { type StrictUpstream, startStrictUpstream } from '@marque/testkit/upstream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reservedPath } from '../src/request/reserved-path.ts'

/** Spellings of `/.well-known/marque/explain` that one server or another takes for it. */
const SPELLINGS = [
  '/.well-known/marque/',
  '/.well-known/marque/explain',
  '/.well-known/marque/explain?x=1',
  '/.well-known/marque',
  '/.well-known/marque?x',
  '/.Well-Known/Marque/explain',
  '//.well-known/marque/explain',
  '/.well-known//marque/explain',
  '/.well-known/marque//explain',
  '/%2ewell-known/marque/explain',
  '/%2Ewell-known/%6darque/explain',
  '/.well%2dknown/marque/explain',
  '/.well-known%2fmarque/explain',
  '/.well-known/marque%2Fexplain',
  '/.well-known%5cmarque%5cexplain',
  '/.well-known\\marque\\explain',
  '/\\.well-known/marque/explain',
  '/.well-known;a=b/marque/explain',
  '/.well-known/marque;a/explain',
  '/;a/.well-known/marque/explain',
  '/%252ewell-known/marque/explain',
  '/.well-known%252fmarque/explain',
  '/./.well-known/marque/explain',
  '/x/../.well-known/marque/explain',
  '/x/%2e%2e/.well-known/marque/explain',
  '/x/..;/.well-known/marque/explain',
  '/x/..%2f.well-known/marque/explain',
  '/x/..\\.well-known\\marque/explain',
  '/.well-known/x/../marque/explain',
  '/%c0%ae%c0%ae/.well-known/marque/explain',
  '/x/%c0%ae%c0%ae/.well-known/marque/explain',
  '/.well-known/./marque/explain',
]

const OTHERS = [
  '/.well-known/marquee',
  '/.well-known/',
  '/.well-known/acme-challenge/marque/',
  '/a/.well-known/marque/explain',
  '/well-known/marque/',
  '/open?x=/.well-known/marque/',
  '/%2e',
  '/',
]

let upstream: StrictUpstream
let under: TestGateway

beforeAll(async () => {
  upstream = await startStrictUpstream()
  under = await startTestGateway({ upstream: [upstream.url] })
})
afterAll(async () => {
  await under.stop()
  await upstream.stop()
})

describe('the paths of the gateway never reach the application', () => {
  for (const target of SPELLINGS) {
    test(`as ${target}`, async () => {
      const handshake = [
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ]
      upstream.take()
      const plain = statusOf(await sendRaw(under.port, requestBytes(target)))
      const absolute = statusOf(
        await sendRaw(under.port, requestBytes(`http://api.example.com${target}`)),
      )
      const socket = statusOf(await sendRaw(under.port, requestBytes(target, handshake)))
      const own = statusOf(
        await sendRaw(under.port, requestBytes(target, ['Origin: https://api.example.com'])),
      )
      const foreign = await sendRaw(
        under.port,
        requestBytes(target, ['Origin: https://evil.example'], 'POST'),
      )
      expect([plain, absolute, socket, own]).toEqual([404, 404, 404, 404])
      expect([400, 403, 404]).toContain(statusOf(foreign))
      expect(upstream.take()).toEqual([])
    })
  }

  test('others do', async () => {
    for (const target of OTHERS) {
      expect(reservedPath(target, true), target).toBe(null)
      upstream.take()
      await sendRaw(under.port, requestBytes(target))
      expect(upstream.take().map(({ line }) => line)).toEqual([`GET ${target} HTTP/1.1`])
    }
  })
})

describe('the observer hears', () => {
  const heardAfter = async (send: string, isDone: (lines: readonly string[]) => boolean) => {
    under.events.length = 0
    const wire = await openConnection(under.port)
    wire.send(send)
    const end = Date.now() + 300_000
    while (!isDone(under.events) && Date.now() < end) await pause(5)
    wire.socket.destroy()
    return under.events
  }

  test.each([
    ['Content-Length: 1000001\r\n', 'failed body-too-large'],
    ['Transfer-Encoding: gzip, chunked\r\n', 'failed body-framing'],
    ['Expect: the-moon\r\n', 'failed expectation-unknown'],
  ])('of a request that is not passed on: %j', async (line, told) => {
    const request = `POST /open/a HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n${line}\r\n`
    expect(await heardAfter(request, (lines) => lines.includes(told))).toContain(told)
  })

  test('of the end of each pipelined request whose client has left', async () => {
    const silent = await startTestGateway({
      upstream: ['http://127.0.0.1:1'],
      deps: { authenticate: () => new Promise(() => undefined) },
    })
    try {
      const wire = await openConnection(silent.port)
      wire.send('GET /open/a HTTP/1.1\r\nHost: api.example.com\r\n\r\n'.repeat(5))
      await pause(50)
      wire.socket.destroy()
      const end = Date.now() + 300_000
      while (silent.events.length < 5 && Date.now() < end) await pause(5)
      expect(silent.events).toEqual(Array.from({ length: 5 }, () => 'finished null'))
    } finally {
      await silent.stop()
    }
  })
})
