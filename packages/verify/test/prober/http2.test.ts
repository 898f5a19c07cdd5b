import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import { readCertificate, selfSigned } from '@marque/testkit/certificates'
import { listen } from '@marque/testkit/http'
import { temporaryFolder } from '@marque/testkit/processes'
import { afterAll, afterEach, expect, test } from 'vitest'
import { askLayer } from '../../src/prober/index.ts'
import { layerAt, OK, options, probe, probes, startRawLayer } from './raw-layer.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const own = selfSigned(folder.path, 'api', ['DNS:api.example.com'])
const ca = readFileSync(own.certFile, 'utf8')
const tls = { ca, client: null }

let server: Http2Server
let sessions: ServerHttp2Session[] = []
let seen: IncomingHttpHeaders[] = []
afterEach(async () => {
  for (const session of sessions) session.destroy()
  const closed = once(server, 'close')
  server.close()
  await closed
})

type Respond = (stream: ServerHttp2Stream, index: number) => void

const respondOk: Respond = (stream) => stream.respond({ ':status': 200 }, { endStream: true })

async function start(respond: Respond, isTls = true, settings = {}): Promise<string> {
  server = isTls
    ? createSecureServer({ ...readCertificate(own), settings, allowHTTP1: false })
    : createServer({ settings })
  sessions = []
  seen = []
  server.on('session', (session) => sessions.push(session))
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined)
    seen.push(headers)
    respond(stream, seen.length - 1)
  })
  return `${isTls ? 'https' : 'http'}://127.0.0.1:${await listen(server)}/`
}

for (const isTls of [true, false]) {
  test(`HTTP/2 ${isTls ? 'by ALPN' : 'with prior knowledge'}: one session, the bytes of the target, the host of the policy`, async () => {
    const url = await start((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>' })
      stream.respond({ ':status': 200, vary: 'Origin', 'set-cookie': ['a=1', 'b=2'] })
      stream.end('hello')
    }, isTls)
    const plan = [
      probe(0, {
        url: 'https://api.example.com//v1/%2e%2e/a\\b',
        headers: [
          ['Origin', 'https://app.example.com'],
          ['Connection', 'close'],
          ['X-Twice', '1'],
          ['X-Twice', '2'],
        ],
      }),
      probe(1, { method: 'POST' }),
      probe(2, { method: 'HEAD' }),
    ]
    const asked = await askLayer(layerAt(url, { http: 2 }), plan, options({ tls, concurrency: 1 }))
    expect(asked).toMatchObject({ state: 'asked', sent: 3, leftOut: {} })
    // POST has a connection of its own, so that it is never in doubt whether it arrived.
    expect(sessions).toHaveLength(2)
    expect(seen[0]).toMatchObject({
      ':method': 'GET',
      ':scheme': isTls ? 'https' : 'http',
      ':authority': 'api.example.com',
      ':path': '//v1/%2e%2e/a\\b?marque-probe=7-0',
      origin: 'https://app.example.com',
      'x-twice': '1, 2',
    })
    expect(seen[0]).not.toHaveProperty('connection')
    expect(seen[1]).toMatchObject({ ':method': 'POST', 'content-length': '0' })
    expect(asked.exchanges[0]?.answer).toMatchObject({
      status: 200,
      body: 'hello',
      headers: expect.arrayContaining([
        ['vary', 'Origin'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ]),
    })
  })
}

test('requests share the streams that a layer allows, and further ones a further session', async () => {
  const url = await start((stream) => void setTimeout(() => respondOk(stream, 0), 20), true, {
    maxConcurrentStreams: 3,
  })
  const asked = await askLayer(
    layerAt(url, { http: 2 }),
    probes(30),
    options({ tls, concurrency: 6 }),
  )
  expect(asked).toMatchObject({ state: 'asked', sent: 30, leftOut: {} })
  expect(asked.exchanges.filter(({ failure }) => failure !== null)).toEqual([])
  expect(sessions.length).toBeLessThanOrEqual(3)
})

test('a session that the layer closes (GOAWAY) is replaced, and nothing fails', async () => {
  const url = await start((stream, index) => {
    respondOk(stream, index)
    if (index % 5 === 4) stream.session?.close()
  })
  const asked = await askLayer(layerAt(url, { http: 2 }), probes(40), options({ tls }))
  expect(asked).toMatchObject({ state: 'asked', leftOut: {} })
  expect(asked.exchanges.filter(({ failure }) => failure !== null)).toEqual([])
  expect(sessions.length).toBeGreaterThan(3)
})

test('a session that ends without a word between two requests is replaced', async () => {
  const url = await start((stream, index) => {
    respondOk(stream, index)
    if (index % 5 === 4) stream.on('close', () => stream.session?.destroy())
  })
  const asked = await askLayer(
    layerAt(url, { http: 2 }),
    probes(20),
    options({ tls, concurrency: 1 }),
  )
  expect(asked).toMatchObject({ state: 'asked', leftOut: {} })
  expect(asked.exchanges.filter(({ failure }) => failure !== null)).toEqual([])
})

test('a stream that is refused is sent again on a session of its own', async () => {
  const url = await start((stream, index) => {
    if (index === 3) stream.close(7)
    else respondOk(stream, index)
  })
  const asked = await askLayer(
    layerAt(url, { http: 2 }),
    probes(6),
    options({ tls, concurrency: 1 }),
  )
  expect(asked).toMatchObject({ state: 'asked', sent: 7 })
  expect(asked.exchanges.filter(({ failure }) => failure !== null)).toEqual([])
})

test('a stream that is reset, and one that is not answered, are failures', async () => {
  const url = await start((stream, index) => {
    if (index === 1) stream.close(2)
    else if (index === 2) {
      stream.respond({ ':status': 200 })
      stream.write('abc', () => setTimeout(() => stream.destroy(new Error('lost')), 20))
    } else if (index !== 3) respondOk(stream, index)
  })
  const asked = await askLayer(
    layerAt(url, { http: 2 }),
    probes(5),
    options({ tls, concurrency: 1, timeout: 300 }),
  )
  expect(asked.exchanges.map(({ failure }) => failure)).toEqual([
    null,
    { kind: 'connection', message: 'stream reset (INTERNAL_ERROR) before an answer' },
    { kind: 'connection', message: 'stream reset (INTERNAL_ERROR) in the body of the answer' },
    { kind: 'timeout', message: 'no answer within 300 ms' },
    null,
  ])
})

test('an event stream is cut, and the session goes on', async () => {
  const url = await start((stream) => {
    stream.respond({ ':status': 200 })
    stream.write('data: 1\n\n')
  })
  const asked = await askLayer(
    layerAt(url, { http: 2 }),
    probes(3),
    options({ tls, concurrency: 1 }),
  )
  expect(asked.exchanges.map(({ answer }) => answer?.body)).toEqual(Array(3).fill('data: 1\n\n'))
  expect(sessions).toHaveLength(1)
})

test('repeats are sent by turns on one session and on new ones', async () => {
  const url = await start(respondOk)
  const asked = await askLayer(layerAt(url, { http: 2 }), probes(1), options({ tls, replicas: 2 }))
  expect(asked).toMatchObject({ sent: 6 })
  expect(sessions).toHaveLength(4)
})

test('WebSocket handshakes are left out where a layer speaks HTTP/2 only', async () => {
  const url = await start(respondOk)
  const plan = [probe(0), probe(1, { kind: 'websocket' }), probe(2, { kind: 'websocket' })]
  const asked = await askLayer(layerAt(url, { http: 2 }), plan, options({ tls }))
  expect(asked).toMatchObject({ state: 'asked', sent: 1, leftOut: { 'no-websocket': 2 } })
})

test('WebSocket handshakes go over HTTP/1.1 where a layer has it too', async () => {
  const url = await start(respondOk)
  const both = createSecureServer({ ...readCertificate(own), allowHTTP1: true })
  both.on('request', (_request, response) => response.end())
  const upgrades: string[] = []
  both.on('upgrade', (request, socket) => {
    upgrades.push(`${request.httpVersion} ${request.url}`)
    socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
  })
  const port = await listen(both)
  const plan = [
    probe(0),
    probe(1, {
      kind: 'websocket',
      headers: [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
      ],
    }),
  ]
  const asked = await askLayer(
    layerAt(`https://127.0.0.1:${port}/`, { http: 2 }),
    plan,
    options({ tls }),
  )
  both.close()
  expect(url).not.toBe('')
  expect(asked.exchanges.map(({ answer }) => answer?.status)).toEqual([200, 101])
  expect(upgrades).toEqual(['1.1 /v1/items/1?marque-probe=7-1'])
})

test('a layer without HTTP/2 is no answer', async () => {
  await start(respondOk)
  const plain = await startRawLayer(() => OK)
  const secure = await startRawLayer(() => OK, {
    ...readCertificate(own),
    ALPNProtocols: ['http/1.1'],
  })
  for (const { layer } of [plain, secure]) {
    const how = options({ tls, timeout: 500 })
    const asked = await askLayer({ ...layer, http: 2 }, [probe(0)], how)
    expect(asked.state).toBe('unreachable')
    expect(asked.exchanges[0]?.failure?.kind).toBe(layer === plain.layer ? 'invalid' : 'tls')
  }
  await plain.close()
  await secure.close()
})

test('an interrupted run ends at once', async () => {
  const url = await start((stream, index) => {
    if (index < 3) respondOk(stream, index)
  })
  const stop = new AbortController()
  const how = options({ tls, signal: stop.signal })
  const run = askLayer(layerAt(url, { http: 2 }), probes(20), how)
  await expect.poll(() => seen.length).toBe(7)
  stop.abort()
  expect(await run).toMatchObject({ sent: 7, leftOut: { interrupted: 17 } })
})
