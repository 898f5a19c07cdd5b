import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { abuseCases } from './abuse.cases.ts'
import {
  get,
  type RawUpstream,
  rawUpstream,
  type Stage,
  say,
  stage,
  statusOf,
} from './gateway-under-test.ts'

let upstream: RawUpstream
let under: Stage
let before = 0

beforeAll(async () => {
  upstream = await rawUpstream((socket, request) => {
    const body = /transfer-encoding: chunked/i.test(request) ? '\r\n0\r\n\r\n' : ''
    const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
    if (body === '' || upstream.seen().endsWith(body)) return void socket.write(answer)
    socket.once('data', () => socket.write(answer))
  })
  under = await stage({ upstream: [upstream.url] })
})
afterAll(async () => {
  await under.stop()
  await upstream.stop()
})
afterEach(async () => {
  // Another client is served meanwhile and afterwards.
  expect(statusOf(await say(under.port, get('/open/after')))).toBe(200)
})

describe('what a hostile client sends', () => {
  for (const { name, bytes, status, reached, absent, answers = 1 } of abuseCases) {
    test(name, async () => {
      before = upstream.seen().length
      const text = await say(under.port, bytes)
      expect(statusOf(text), text).toBe(status)
      expect(text.split('HTTP/1.1 ').length - 1, text).toBe(answers)
      const seen = upstream.seen().slice(before)
      if (reached === undefined) expect(seen).toBe('')
      else expect(seen).toContain(reached)
      if (absent !== undefined) expect(seen).not.toContain(absent)
    })
  }
})
