import {
  type PolicyCommand,
  RESOURCE_KINDS_POLICY,
  startPolicyCommand,
} from '@marque/testkit/gateway'
import { requestBytes, sendRaw } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { type StrictUpstream, startStrictUpstream } from '@marque/testkit/upstream'
import { afterAll, beforeAll, expect, test } from 'vitest'

let upstream: StrictUpstream
let command: PolicyCommand

beforeAll(async () => {
  upstream = await startStrictUpstream()
  command = await startPolicyCommand(RESOURCE_KINDS_POLICY, upstream.url)
})
afterAll(async () => {
  await command.stop()
  await upstream.stop()
})

/** What comes, the code that it is counted by, and the status. */
const came: readonly (readonly [bytes: string, code: string, status: number])[] = [
  ['\x16\x03\x01\x02\x00\r\n\r\n', 'HPE_INVALID_METHOD', 400],
  ['GET /open/secret\x01 HTTP/1.1\r\nHost: a\r\n\r\n', 'HPE_INVALID_URL', 400],
  ['GET /open/a HTTP/2.0\r\nHost: api.example.com\r\n\r\n', 'HPE_INVALID_VERSION', 400],
  ['CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', 'CONNECT', 405],
  [requestBytes('/open/a', [`X-A: ${'a'.repeat(70_000)}`]), 'HPE_HEADER_OVERFLOW', 431],
]

test('what is no request is answered, logged and counted, and nothing of it is repeated', async () => {
  for (const [bytes, , status] of came) {
    expect(await sendRaw(command.port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^{]*$`))
  }
  const lines = (): readonly string[] =>
    command
      .stdout()
      .split('\n')
      .filter((line) => line.startsWith('{"event":"unreadable"'))
  const end = Date.now() + 300_000
  while (lines().length < came.length && Date.now() < end) await pause(10)
  expect(lines().map((line) => JSON.parse(line) as object)).toEqual(
    came.map(([, code]) => ({
      event: 'unreadable',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      layer: 'gateway',
      code,
      client: '127.0.0.1',
    })),
  )
  const metrics = await sendRaw(
    command.adminPort,
    'GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
  )
  for (const [, code] of came) {
    expect(metrics).toContain(`marque_unreadable_requests_total{code="${code}"} 1`)
  }
  expect(command.stdout()).not.toContain('secret')
  expect(upstream.take()).toEqual([])
})
