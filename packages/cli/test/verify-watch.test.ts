/** `marque verify --every`: drift that begins and ends, metrics, webhooks, and the end by a signal. */

import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { closeServer, listen } from '@marque/testkit/http'
import { startMarque, temporaryFolder, waitUntil } from '@marque/testkit/processes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOW, POLICY, startLayer, type TestLayer } from './verify-layer.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const files = temporaryFolder({ 'policy.yaml': POLICY, 'key.txt': `${SECRET}\n` })

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
const received: Received[] = []
const receiver = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    received.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
    // The first attempt fails: it is repeated.
    response.writeHead(received.length === 1 ? 500 : 204).end()
  })
})
let layer: TestLayer
let hook = ''
beforeAll(async () => {
  layer = await startLayer()
  hook = `http://127.0.0.1:${await listen(receiver)}/s3cret-path`
})
afterAll(async () => {
  await Promise.all([layer.close(), closeServer(receiver)])
  files.remove()
})

const events = (): readonly {
  type: string
  data: { finding: { cause: string }; since: string }
}[] => received.slice(1).map(({ body }) => JSON.parse(body))

test('drift begins and ends in metrics and webhooks; a failed run keeps the time; SIGTERM ends with 0', async () => {
  const child = startMarque(
    [
      ...['verify', 'policy.yaml', '--now', NOW, '--layer', `app=${layer.url}`, '--every', '1s'],
      ...['--metrics', '127.0.0.1:0', '--webhook', hook, '--webhook-key-file', 'key.txt'],
      ...['--max-probes', '60'],
    ],
    { cwd: files.path },
  )
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const closed = once(child, 'close')
  const metricsUrl = (): string => /metrics at (\S+)/.exec(stderr)?.[1] ?? ''
  await waitUntil(() => metricsUrl() !== '')
  const scrape = async (): Promise<string> => (await fetch(metricsUrl())).text()
  const lastRun = async (): Promise<number> =>
    Number(/^marque_verify_last_run_timestamp_seconds (.+)$/m.exec(await scrape())?.[1] ?? 0)
  const gauge = (text: string): string =>
    /^marque_verify_findings\{layer="app",cause="reflects-any-origin"\} (\d+)$/m.exec(text)?.[1] ??
    ''

  await waitUntil(async () => (await lastRun()) > 0)
  expect(await scrape()).not.toMatch(/^marque_verify_findings\{/m)
  expect(stdout).toMatch(/^the layer answers as the policy decides/)

  layer.behaviour.reflects = true
  await waitUntil(() => events().length > 0)
  expect(gauge(await scrape())).not.toMatch(/^0?$/)
  expect(stderr).toContain('began: reflects-any-origin at app')

  layer.behaviour.reflects = false
  await waitUntil(() => events().some(({ type }) => type === 'verify.drift.ended'))
  // A run during the change may have found more than one, which end one after the other.
  await waitUntil(async () => gauge(await scrape()) === '0')

  for (const { headers, body } of received) {
    const { 'webhook-id': id, 'webhook-timestamp': time } = headers
    const signed = createHmac('sha256', Buffer.alloc(32, 7)).update(`${id}.${time}.${body}`)
    expect(headers['webhook-signature']).toBe(`v1,${signed.digest('base64')}`)
  }
  expect(received[0]?.headers['webhook-id']).toBe(received[1]?.headers['webhook-id'])
  const began = events().find(({ type }) => type === 'verify.drift.began')
  expect(Object.keys(began ?? {})).toEqual(['type', 'timestamp', 'data'])
  expect(began?.data.finding.cause).toBe('reflects-any-origin')

  // A policy that is refused fails the run, and the watch goes on with the next.
  files.write('policy.yaml', POLICY.replace('origins: [web]', 'origins: [wbe]'))
  await waitUntil(() => stderr.includes('this run failed: `policy.yaml` is invalid'))
  const before = await lastRun()
  expect(await lastRun()).toBe(before)
  files.write('policy.yaml', POLICY)
  await waitUntil(async () => (await lastRun()) > before)

  child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
  expect(stdout + stderr).not.toMatch(/s3cret|whsec_/)
})
