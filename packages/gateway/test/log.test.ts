import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type GatewayFixture, gatewayFixture, sendRequest } from '@marque/testkit/gateway'
import { sendRaw } from '@marque/testkit/http'
import { API_HOST, APP, singleOriginPolicy } from '@marque/testkit/policies'
import { freePort } from '@marque/testkit/processes'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  DEFAULTS,
  type LineSink,
  type RunningGateway,
  runGateway,
  type Settings,
} from '../src/index.ts'
import { type DropCause, lineSink, type Write } from '../src/observability/line-sink.ts'

let place: GatewayFixture
let gateway: RunningGateway | undefined

beforeAll(async () => {
  place = await gatewayFixture()
})
afterEach(async () => {
  await gateway?.close()
  gateway = undefined
})
afterAll(() => place.remove())

interface Line {
  readonly [field: string]: unknown
}

/** Runs a gateway that logs all, and gives what it logged. */
async function logged(
  act: (url: string) => Promise<unknown>,
  decisions = { granted: 1, denied: 1 },
  which: Settings['log']['access'] = true,
): Promise<{ readonly text: string; readonly decisions: Line[]; readonly access: Line[] }> {
  const lines: string[] = []
  const log: LineSink = { write: (line) => void lines.push(line), close: async () => undefined }
  const settings = { ...place.settings, log: { access: which, decisions } }
  gateway = await runGateway(settings, { log })
  await act(gateway.urls[0] ?? '')
  await gateway.close()
  gateway = undefined
  const all = lines.map((line) => JSON.parse(line) as Line)
  return {
    text: lines.join('\n'),
    decisions: all.filter(({ event }) => event === 'decision'),
    access: all.filter(({ event }) => event === 'access'),
  }
}

const SECRET = 's3cret'

test('a decision line has the fields of the contract and nothing secret', async () => {
  const { decisions, access, text } = await logged((url) =>
    sendRequest(`${url}/v1/account/me?token=${SECRET}`, {
      headers: { origin: APP, cookie: `session=${SECRET}`, authorization: `Bearer ${SECRET}` },
    }),
  )
  expect(decisions).toHaveLength(1)
  expect(Object.keys(decisions[0] ?? {}).sort()).toEqual(
    'bundle client credentials event exception grant host kind layer method mode origin path reach read reason release requestHeaders requestId requestMethod resource set status tenant time traceId'.split(
      ' ',
    ),
  )
  expect(decisions[0]).toMatchObject({
    layer: 'gateway',
    mode: 'enforce',
    kind: 'actual',
    method: 'GET',
    host: API_HOST,
    path: '/v1/account/me',
    origin: APP,
    credentials: ['cookie', 'authorization'],
    reach: true,
    read: true,
    reason: 'granted',
    resource: 'account',
    grant: 0,
    set: 'web',
    status: null,
    release: null,
    bundle: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    client: '127.0.0.1',
  })
  expect(access[0]).toMatchObject({
    path: '/v1/account/me',
    status: 200,
    aborted: false,
    upstream: 'app',
    requestId: decisions[0]?.requestId,
  })
  expect(text).not.toContain(SECRET)
})

test('F29: the access line has both the origin and the status, also of a forwarded request whose response the page may not read', async () => {
  const headersOnly = await gatewayFixture({
    policy: singleOriginPolicy().replace(
      'sensitivity: confidential',
      'sensitivity: internal\n    enforce: headers',
    ),
  })
  const before = place
  place = headersOnly
  const { access } = await logged(async (url) => {
    await sendRequest(`${url}/account`, { headers: { origin: 'https://evil.example' } })
    await sendRequest(`${url}/account`, { headers: { origin: APP } })
    await sendRequest(`${url}/account`)
  })
  place = before
  await headersOnly.remove()
  expect(access.map(({ origin, status, reach, read }) => [origin, status, reach, read])).toEqual([
    ['https://evil.example', 200, true, false],
    [APP, 200, true, true],
    [null, 200, true, false],
  ])
  expect(Object.keys(access[0] ?? {})).not.toContain('subject')
})

test('a preflight’s line says what was asked', async () => {
  const { decisions } = await logged((url) =>
    sendRequest(`${url}/v1/account/me`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'x-one,X-Two',
      },
    }),
  )
  expect(decisions[0]).toMatchObject({
    kind: 'preflight',
    reason: 'origin-not-granted',
    status: 403,
    requestMethod: 'PATCH',
    requestHeaders: ['x-one', 'x-two'],
    grant: null,
    set: null,
  })
})

test('secrets in an origin, a target or user information stay out', async () => {
  const { text } = await logged(async (url) => {
    const head = `Host: ${API_HOST}\r\nConnection: close\r\n`
    await sendRaw(url, `GET /a HTTP/1.1\r\n${head}Origin: https://u:${SECRET}@a.example\r\n\r\n`)
    await sendRaw(url, `GET /a HTTP/1.1\r\n${head}Origin: https://a.example/?t=${SECRET}\r\n\r\n`)
    await sendRaw(url, `GET http://u:${SECRET}@${API_HOST}/a?x=${SECRET} HTTP/1.1\r\n${head}\r\n`)
    await sendRaw(url, `GET http://u*:${SECRET}@${API_HOST}/a HTTP/1.1\r\n${head}\r\n`)
    await sendRaw(url, `GET http://${SECRET}*@${API_HOST}/a HTTP/1.1\r\n${head}\r\n`)
    await sendRaw(url, `GET /a#${SECRET} HTTP/1.1\r\n${head}\r\n`)
  })
  expect(text).not.toBe('')
  expect(text).not.toContain(SECRET)
})

test('no client can forge a line or reach a terminal', async () => {
  const { text, access } = await logged(async (url) => {
    const escapes = '\x9b31m"}\\n{"event":"decision"}\u0085'
    await sendRaw(
      url,
      `GET /a"b HTTP/1.1\r\nHost: ${API_HOST}\r\nOrigin: https://a${escapes}\r\nConnection: close\r\n\r\n`,
    )
  })
  expect(text).toMatch(/^[\x20-\x7e\n]+$/)
  expect(access).toHaveLength(1)
})

test('a line is bounded, whatever a client sends', async () => {
  const { text } = await logged((url) =>
    sendRaw(
      url,
      `OPTIONS /${'é'.repeat(9_000)} HTTP/1.1\r\nHost: ${'h'.repeat(500)}\r\nOrigin: ${'\xff'.repeat(9_000)}\r\n` +
        `Access-Control-Request-Method: ${'M'.repeat(900)}\r\nAccess-Control-Request-Headers: ${'\xe9'.repeat(90)},${'a,'.repeat(900)}\r\nConnection: close\r\n\r\n`,
    ),
  )
  for (const line of text.split('\n')) expect(line.length).toBeLessThan(12_000)
})

test('sampling: none, and all denials', async () => {
  const { decisions } = await logged(
    async (url) => {
      for (let at = 0; at < 20; at++) {
        await sendRequest(`${url}/v1/account/me`, { headers: { origin: APP } })
        await sendRequest(`${url}/v1/account/me`, { headers: { origin: 'https://evil.example' } })
      }
    },
    { granted: 0, denied: 1 },
  )
  expect(decisions).toHaveLength(20)
  expect(new Set(decisions.map(({ reason }) => reason))).toEqual(new Set(['origin-not-granted']))
})

test('where nothing is said, only what failed has an access line', async () => {
  const app = createServer((request, response) => {
    if (request.url === '/cut') response.write('half', () => response.destroy())
    else response.writeHead(request.url === '/fails' ? 500 : 200).end('x')
  }).listen(0, '127.0.0.1')
  await once(app, 'listening')
  const before = place
  const { port } = app.address() as AddressInfo
  const upstreams = Object.fromEntries(
    Object.entries(place.settings.upstreams).map(([name, one]) => [
      name,
      { ...one, urls: [`http://127.0.0.1:${port}`] },
    ]),
  )
  place = { ...before, settings: { ...before.settings, upstreams } }
  const { access, decisions } = await logged(
    async (url) => {
      for (const path of ['/good', '/fails', '/cut'])
        await sendRequest(url + path).catch(() => undefined)
      await sendRequest(`${url}/v1/account/x`, { headers: { origin: 'https://evil.test' } })
    },
    DEFAULTS.log.decisions,
    DEFAULTS.log.access,
  )
  place = before
  app.close()
  expect(access.map(({ path }) => path)).toEqual(['/fails', '/cut'])
  expect(access[1]).toMatchObject({ status: 200, aborted: true, fault: expect.any(String) })
  expect(decisions.filter(({ reach }) => reach === false)).toHaveLength(1)
})

test('an application that is gone is in the access log, by its fault', async () => {
  const before = place
  const urls = [`http://127.0.0.1:${await freePort()}`]
  const upstreams = Object.fromEntries(
    Object.entries(before.settings.upstreams).map(([name, one]) => [name, { ...one, urls }]),
  )
  place = { ...before, settings: { ...before.settings, upstreams } }
  const { access } = await logged((url) => sendRequest(`${url}/a`))
  place = before
  expect(access[0]).toMatchObject({
    status: 502,
    fault: 'upstream-unreachable',
    error: expect.stringContaining('ECONNREFUSED'),
  })
})

/** A sink on a writer that the test moves on by hand. */
function byHand(options = { chunk: 4_096, capacity: 1_000 }) {
  const writes: { bytes: Buffer; done: Parameters<Write>[1] }[] = []
  const drops: DropCause[] = []
  const sink = lineSink((bytes, done) => void writes.push({ bytes, done }), options)
  const line = (text: string) => sink.write(text, (cause) => drops.push(cause))
  return { writes, drops, sink, line }
}

test('what finds no room is dropped and counted, and what is under way goes on', async () => {
  const { writes, drops, sink, line } = byHand()
  for (let at = 0; at < 30; at++) line('x'.repeat(99))
  expect(drops).toEqual(Array.from({ length: 20 }, () => 'queue-full'))
  const closing = sink.close(1_000)
  writes[0]?.done(null, 1_000)
  await closing
  expect(writes[0]?.bytes.toString()).toBe(`${'x'.repeat(99)}\n`.repeat(10))
  expect(drops).toHaveLength(20)
})

test('a write that breaks off in a line leaves one broken line and not two', async () => {
  const { writes, drops, sink, line } = byHand()
  line('first')
  line('second')
  const closing = sink.close(1_000)
  line('third')
  writes[0]?.done(Object.assign(new Error('full'), { code: 'ENOSPC' }), 'first\nse'.length)
  writes[1]?.done(null, 0)
  await closing
  expect(drops).toEqual(['write-failed'])
  expect(writes[1]?.bytes.toString()).toBe('\nthird\n')
})

test('what comes while a write is under way is collected, unless it fills a write', async () => {
  const { writes, sink, line } = byHand({ chunk: 20, capacity: 1_000 })
  line('first')
  await waitFor(() => writes.length === 1)
  line('second')
  line('third')
  writes[0]?.done(null, 6)
  expect(writes).toHaveLength(1)
  await waitFor(() => writes.length === 2)
  expect(writes[1]?.bytes.toString()).toBe('second\nthird\n')
  for (const text of ['x'.repeat(12), 'y'.repeat(12)]) line(text)
  writes[1]?.done(null, 13)
  expect(writes.slice(2).map(({ bytes }) => bytes.toString())).toEqual([`${'x'.repeat(12)}\n`])
  const closing = sink.close(1_000)
  writes[2]?.done(null, 13)
  writes[3]?.done(null, 13)
  await closing
  expect(writes[3]?.bytes.toString()).toBe(`${'y'.repeat(12)}\n`)
})

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('a close does not wait for a reader for ever', async () => {
  const { drops, sink, line } = byHand()
  line('first')
  await sink.close(10)
  line('second')
  expect(drops).toEqual(['closed'])
})

const MARQUE: string = fileURLToPath(new URL('../../../node_modules/.bin/marque', import.meta.url))

/** The command with this standard output, asked a thousand times, and stopped; its standard output is never read. */
async function underLoad(
  stdout: 'pipe' | number,
  ruin?: (child: ReturnType<typeof spawn>) => void,
) {
  const [upstream = ''] = place.settings.upstreams.app?.urls ?? []
  const args = ['gateway', place.policy, '--upstream', upstream, '--listen', '127.0.0.1:0']
  const child = spawn(MARQUE, [...args, '--admin', '127.0.0.1:0', '--access-log'], {
    stdio: ['ignore', stdout, 'pipe'],
  })
  let told = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString()
  })
  while (!told.includes('policy')) await new Promise((resolve) => setTimeout(resolve, 10))
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(told)?.[0] ?? ''
  ruin?.(child)
  const statuses = new Set<number>()
  const path = `/v1/account/${'x'.repeat(700)}`
  for (let at = 0; at < 50; at++) {
    const many = Array.from({ length: 20 }, () =>
      sendRequest(url + path, { headers: { origin: APP } }),
    )
    for (const { status } of await Promise.all(many)) statuses.add(status)
  }
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  return { statuses: [...statuses], code }
}

test('a reader that does not read costs no request, and no stop', async () => {
  expect(await underLoad('pipe')).toEqual({ statuses: [200], code: 0 })
})

test('a reader that leaves costs no request', async () => {
  const outcome = await underLoad('pipe', (child) => child.stdout?.destroy())
  expect(outcome).toEqual({ statuses: [200], code: 0 })
})

test('a full disk costs no request', async () => {
  expect(await underLoad(openSync('/dev/full', 'w'))).toEqual({ statuses: [200], code: 0 })
})

test('a file holds every line, each whole', async () => {
  const file = join(place.folder, 'log.ndjson')
  writeFileSync(file, '')
  await underLoad(openSync(file, 'a'))
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const events = lines.map((line) => (JSON.parse(line) as Line).event)
  expect(events.filter((event) => event === 'access')).toHaveLength(1_000)
})
