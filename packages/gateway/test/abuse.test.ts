import { temporaryCertificate } from '@marque/testkit/certificates'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { type RawUpstream, startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { abuseCases } from './abuse.cases.ts'

const certificate = temporaryCertificate()
afterAll(() => certificate.remove())

// Node's servers behind TLS are others than those in clear, and keep other defaults.
describe.each([
  ['in clear', false],
  ['behind TLS', true],
])('what a hostile client sends %s', (_where, isTls) => {
  let upstream: RawUpstream
  let under: TestGateway
  let before = 0

  beforeAll(async () => {
    upstream = await startRawUpstream((socket, request) => {
      const body = /transfer-encoding: chunked/i.test(request) ? '\r\n0\r\n\r\n' : ''
      const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
      if (body === '' || upstream.seen().endsWith(body)) return void socket.write(answer)
      socket.once('data', () => socket.write(answer))
    })
    const tls = isTls ? certificate.tls : null
    under = await startTestGateway({
      upstream: [upstream.url],
      settings: { listen: [{ host: '127.0.0.1', port: 0, tls }] },
    })
  })
  afterAll(async () => {
    await under.stop()
    await upstream.stop()
  })
  afterEach(async () => {
    // Another client is served meanwhile and afterwards.
    const text = await sendRaw(under.port, requestBytes('/open/after'), { isTls })
    expect(statusOf(text)).toBe(200)
  })

  for (const { name, bytes, status, reached, absent, answers = 1 } of abuseCases) {
    test(name, async () => {
      before = upstream.seen().length
      const text = await sendRaw(under.port, bytes, { isTls })
      expect(statusOf(text), text).toBe(status)
      expect(text.split('HTTP/1.1 ').length - 1, text).toBe(answers)
      const seen = upstream.seen().slice(before)
      if (reached === undefined) expect(seen).toBe('')
      else expect(seen).toContain(reached)
      if (absent !== undefined) expect(seen).not.toContain(absent)
    })
  }
})
