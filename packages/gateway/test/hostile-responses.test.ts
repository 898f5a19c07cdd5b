import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { openConnection, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { type RawUpstream, startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type EnemyAnswer, enemyAnswers } from './hostile-responses.cases.ts'

const ORIGIN = 'Origin: https://app.example.com'
const FINE = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine'
let answer: EnemyAnswer | null = null
let isGone = false
let upstream: RawUpstream
let under: TestGateway

beforeAll(async () => {
  upstream = await startRawUpstream((socket, request) => {
    if (answer === null || request.includes('/open/next')) return void socket.write(FINE)
    const { bytes, ends, later } = answer
    socket.write(Buffer.from(bytes, 'latin1'), () => {
      if (ends === true) socket.end()
      if (later !== undefined) setTimeout(() => socket.write(later), 10)
      socket.once('close', () => {
        isGone = true
      })
    })
  })
  // One connection for all clients: what is left on it meets the next one.
  under = await startTestGateway({ upstream: [upstream.url], upstreamSettings: { connections: 1 } })
})
afterAll(async () => {
  await under.stop()
  await upstream.stop()
})
afterEach(() => {
  answer = null
})

describe('an application that sends', () => {
  for (const row of enemyAnswers) {
    test(row.name, async () => {
      answer = row
      isGone = false
      const text = await sendRaw(under.port, requestBytes('/open/a', [ORIGIN], row.method))
      // Told apart from an answer only while nobody asks: a connection on which it came is given up.
      const end = Date.now() + 300_000
      while (row.later !== undefined && !isGone && Date.now() < end) await pause(5)
      const next = await sendRaw(under.port, requestBytes('/open/next'))
      expect(statusOf(text), text).toBe(row.status)
      const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s)
      expect(head.match(/access-control-allow-origin: .*/gi)).toEqual([
        'access-control-allow-origin: https://app.example.com',
      ])
      if (row.body !== undefined) expect(unchunked(head, body)).toBe(row.body)
      else expect(body).toMatch(/^\{"type":"urn:marque:gateway:upstream-broken"[^{]*\}$/)
      for (const part of [/evil/, ...(row.hasNot ?? [])]) expect(text).not.toMatch(part)
      expect(next.slice(next.indexOf('\r\n\r\n') + 4), 'the next client').toBe('fine')
    })
  }
})

function unchunked(head: string, body: string): string {
  if (!/transfer-encoding/i.test(head)) return body
  return /^[0-9a-f]+\r\n(.*)\r\n0\r\n\r\n$/s.exec(body)?.[1] ?? body
}

test('an answer that comes before the body has is whole, and the rest of the body is no request', async () => {
  const quick = await startRawUpstream((socket) => void socket.write(FINE))
  const one = await startTestGateway({
    upstream: [quick.url],
    upstreamSettings: { connections: 1 },
  })
  try {
    const wire = await openConnection(one.port)
    const smuggled = requestBytes('/closed/smuggled')
    wire.send(
      `POST /open/a HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: ${200_000 + smuggled.length}\r\n\r\n`,
    )
    wire.send('x'.repeat(100_000))
    await wire.waitFor('fine')
    wire.send('x'.repeat(100_000) + smuggled)
    wire.send(requestBytes('/open/next'))
    const text = await wire.waitForEnd()
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
    expect(quick.seen()).toContain('GET /open/next ')
    expect(quick.seen()).not.toContain('GET /closed/smuggled HTTP/1.1\r\nhost')
    // The connection on which the body broke off is not used again.
    expect(statusOf(await sendRaw(one.port, requestBytes('/open/other')))).toBe(200)
  } finally {
    await one.stop()
    await quick.stop()
  }
})
