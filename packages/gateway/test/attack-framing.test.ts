import { temporaryCertificate } from '@marque/testkit/certificates'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { openConnection } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { type StrictUpstream, startStrictUpstream } from '@marque/testkit/upstream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { framingCases } from './attack-framing.cases.ts'

const certificate = temporaryCertificate()
afterAll(() => certificate.remove())

// Node's servers behind TLS are others than those in clear, and keep other defaults.
describe.each([
  ['in clear', null],
  ['behind TLS', certificate.tls],
])('%s', (_where, tls) => {
  let upstream: StrictUpstream
  let under: TestGateway

  beforeAll(async () => {
    upstream = await startStrictUpstream()
    under = await startTestGateway({
      upstream: [upstream.url],
      settings: { listen: [{ host: '127.0.0.1', port: 0, tls }] },
    })
  })
  afterAll(async () => {
    await under.stop()
    await upstream.stop()
  })

  for (const { name, bytes, statuses, reached } of framingCases) {
    test(name, async () => {
      upstream.take()
      const wire = await openConnection(under.port, tls !== null)
      wire.send(bytes)
      const seen = (): readonly number[] =>
        [...wire.text().matchAll(/HTTP\/1\.1 (\d{3}) [\w -]+\r\n/g)].map(([, status]) =>
          Number(status),
        )
      const end = Date.now() + 300_000
      while (seen().length < statuses.length && Date.now() < end) await pause(5)
      // What should not come has time to.
      await pause(20)
      wire.socket.destroy()
      const came = upstream
        .take()
        .map(({ line, body }) => `${line.replace(/HTTP\/1.1$/, '')}${body}`)
      // Pipelined requests go on side by side.
      expect({ statuses: seen(), reached: came.sort() }).toEqual({
        statuses,
        reached: [...reached].sort(),
      })
      expect(upstream.unreadable).toEqual([])
      const origins = wire.text().match(/access-control-allow-origin/gi) ?? []
      expect(origins.length).toBeLessThanOrEqual(statuses.length)
    })
  }

  test('a connection ends with the answer to an upgrade that is none, and what was behind it is not taken up in the middle', async () => {
    upstream.take()
    const wire = await openConnection(under.port, tls !== null)
    const head = 'Host: api.example.com\r\n'
    wire.send(
      `GET /open/a HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\nPOST /open/b HTTP/1.1\r\n${head}Content-Length: 100\r\n\r\n`,
    )
    await wire.waitFor('HTTP/1.1 203')
    wire.send(`GET /closed/smuggled HTTP/1.1\r\n${head}\r\n`)
    expect((await wire.waitForEnd()).match(/connection: close/gi)).toHaveLength(1)
    expect(upstream.take().map(({ line }) => line)).toEqual(['GET /open/a HTTP/1.1'])
  })
})
