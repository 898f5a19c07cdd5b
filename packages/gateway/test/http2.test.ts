import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
} from 'node:http'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { createServer as createTlsServer, get as getTls } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { RESOURCE_KINDS_POLICY, startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { listen } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'

const ORIGIN = 'https://app.example.com'
let folder: string
let tls: { certFile: string; keyFile: string; clientCaFile: null }
const stops: (() => Promise<unknown>)[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-tls-'))
  tls = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem'), clientCaFile: null }
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'].concat([
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      tls.keyFile,
      '-out',
      tls.certFile,
    ]),
    { stdio: 'ignore' },
  )
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function before(listener: RequestListener | Server, drain = 200): Promise<TestGateway> {
  const app = typeof listener === 'function' ? createServer(listener) : listener
  const port = await listen(app)
  stops.push(async () => {
    app.closeAllConnections()
    await new Promise((resolve) => app.close(resolve))
  })
  const under = await startTestGateway({
    upstream: [`http://127.0.0.1:${port}`],
    settings: { listen: [{ host: '127.0.0.1', port: 0, tls }], drain },
  })
  stops.push(() => under.stop())
  return under
}

async function session({ url }: TestGateway): Promise<ClientHttp2Session> {
  const client = connect(url, { ca: readFileSync(tls.certFile) })
  client.on('error', () => undefined)
  stops.push(async () => client.destroy())
  await new Promise((resolve) => client.once('remoteSettings', resolve))
  return client
}

interface Answer {
  readonly headers: IncomingHttpHeaders & { readonly ':status'?: number | undefined }
  readonly text: string
  readonly trailers: IncomingHttpHeaders
}

function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let headers: Answer['headers'] = {}
    let trailers: IncomingHttpHeaders = {}
    let text = ''
    stream.once('response', (lines) => {
      headers = lines
    })
    stream.once('trailers', (lines) => {
      trailers = lines
    })
    stream.on('data', (chunk) => {
      text += chunk
    })
    stream.once('error', reject)
    stream.once('close', () => resolve({ headers, text, trailers }))
  })
}

function ask(
  client: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string,
): Promise<Answer> {
  const stream = client.request(
    { ':authority': 'api.example.com', ...headers },
    { endStream: body === undefined },
  )
  if (body !== undefined) stream.end(body)
  return answerOf(stream)
}

test('requests and preflights over HTTP/2, with one author of the headers', async () => {
  const seen: string[][] = []
  const under = await before((request, response) => {
    seen.push(request.rawHeaders)
    response.writeHead(200, [
      ['Access-Control-Allow-Origin', '*'],
      ['Connection', 'keep-alive'],
      ['ETag', '"a"'],
      ['Content-Type', 'text/plain'],
      ['Content-Type', 'text/html'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['Vary', 'Accept'],
    ] as never)
    response.end('ok')
  })
  const client = await session(under)
  const answer = await ask(client, {
    ':path': '/open/a?q=1',
    origin: ORIGIN,
    cookie: ['a=1', 'b=2'] as never,
  })
  expect(answer.headers).toMatchObject({
    ':status': 200,
    'access-control-allow-origin': ORIGIN,
    'content-type': 'text/plain, text/html',
    'set-cookie': ['a=1', 'b=2'],
    vary: 'Accept, Origin',
  })
  expect(answer.headers.connection).toBe(undefined)
  expect(answer.text).toBe('ok')
  const flat = seen[0]?.join('\n') ?? ''
  expect(flat).toContain('cookie\na=1; b=2')
  expect(flat).toContain('host\napi.example.com')
  expect(flat).toContain('x-forwarded-proto\nhttps')
  expect(flat).not.toContain(':path')

  const preflight = await ask(client, {
    ':method': 'OPTIONS',
    ':path': '/open/a',
    origin: ORIGIN,
    'access-control-request-method': 'PUT',
  })
  expect(preflight.headers).toMatchObject({ ':status': 204, 'access-control-allow-origin': ORIGIN })
  const refused = await ask(client, { ':path': '/closed/a', origin: 'https://evil.example' })
  expect(refused.headers[':status']).toBe(403)
  const own = await ask(client, { ':path': '/closed/a', origin: 'https://api.example.com' })
  expect(own.headers[':status']).toBe(200)
})

test('bodies, with and without a length, and trailers', async () => {
  const under = await before((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      response.writeHead(200, { trailer: 'x-sum' })
      response.write(
        `${request.headers['content-length'] ?? request.headers['transfer-encoding']} ${text}`,
      )
      response.addTrailers({ 'x-sum': '7', 'access-control-allow-origin': '*' })
      response.end()
    })
  })
  const client = await session(under)
  const counted = await ask(
    client,
    { ':method': 'POST', ':path': '/open/a', 'content-length': 3 },
    'abc',
  )
  expect(counted.text).toBe('3 abc')
  expect(counted.trailers).toMatchObject({ 'x-sum': '7' })
  expect(counted.trailers['access-control-allow-origin']).toBe(undefined)
  const uncounted = await ask(client, { ':method': 'POST', ':path': '/open/a' }, 'abc')
  expect(uncounted.text).toMatch(/^(?:chunked|3) abc$/)
  const large = await ask(
    client,
    { ':method': 'POST', ':path': '/open/a' },
    'a'.repeat(1_500_000),
  ).catch(() => null)
  expect(large === null || large.headers[':status'] === 413).toBe(true)
  expect((await ask(client, { ':path': '/open/a' })).headers[':status']).toBe(200)
})

test('what is no Host, and what no browser sends', async () => {
  const under = await before((_request, response) => void response.end('ok'))
  const client = await session(under)
  const status = async (headers: OutgoingHttpHeaders): Promise<unknown> =>
    (await ask(client, headers).catch(() => null))?.headers[':status'] ?? 'refused by the protocol'
  expect(await status({ ':path': '/open/a', host: 'other.example' })).not.toBe(200)
  expect(await status({ ':path': '/open/a', ':authority': 'a@b' })).not.toBe(200)
  const lines = Object.fromEntries(Array.from({ length: 900 }, (_, nth) => [`x-${nth}`, '1']))
  expect(await status({ ':path': '/open/a', ...lines })).toBe(200)
  const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, nth) => [`x-${nth}`, '1']))
  await ask(client, { ':path': '/open/a', ...many }).catch(() => null)
  // CONNECT without a protocol.
  const stream = client.request({ ':method': 'CONNECT', ':authority': 'db.example:5432' })
  expect((await answerOf(stream)).headers[':status']).toBe(405)
  const other = await session(under)
  expect((await ask(other, { ':path': '/open/a' })).headers[':status']).toBe(200)
})

test('HTTP/1.1 by ALPN on the same address', async () => {
  const under = await before((_request, response) => void response.end('old'))
  const status = await new Promise((resolve, reject) =>
    getTls(
      `${under.url}/open/a`,
      {
        ca: readFileSync(tls.certFile),
        agent: false,
        servername: 'localhost',
        headers: { host: 'api.example.com', origin: ORIGIN },
      },
      (response) => {
        expect(response.headers['access-control-allow-origin']).toBe(ORIGIN)
        response.resume()
        resolve(response.statusCode)
      },
    ).once('error', reject),
  )
  expect(status).toBe(200)
})

test('a WebSocket over HTTP/2 (RFC 8441) opens, carries, and ends with its grant', async () => {
  const app = createServer()
  const sockets = new WebSocketServer({ server: app })
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined)
    socket.on('message', (data) => socket.send(`echo ${data}`))
  })
  const under = await before(app)
  const client = await session(under)
  const handshake = (origin: string): ClientHttp2Stream =>
    client.request(
      {
        ':method': 'CONNECT',
        ':protocol': 'websocket',
        ':scheme': 'https',
        ':path': '/live',
        ':authority': 'api.example.com',
        'sec-websocket-version': '13',
        origin,
      },
      { endStream: false },
    )
  const refused = handshake('https://evil.example')
  expect((await answerOf(refused)).headers[':status']).toBe(403)
  const stream = handshake(ORIGIN)
  const over = answerOf(stream)
  const headers = await new Promise<Answer['headers']>((resolve) =>
    stream.once('response', resolve),
  )
  expect(headers[':status']).toBe(200)
  expect(headers['access-control-allow-origin']).toBe(undefined)
  stream.write(Buffer.concat([Buffer.of(0x81, 0x83, 0, 0, 0, 0), Buffer.from('abc')]))
  await new Promise((resolve) => stream.once('data', resolve))
  under.policy.replace(
    RESOURCE_KINDS_POLICY.replace('credentials: true, websocket: true', 'credentials: true'),
  )
  const { text } = await over
  expect(text).toContain('echo abc')
  expect(Buffer.from(text.slice(-2)).length).toBeGreaterThan(0)
  expect(under.events).toContain('finished 200')
})

test('a stop says GOAWAY, and what is under way ends', async () => {
  let finish: (() => void) | undefined
  const under = await before((_request, response) => {
    finish = () => response.end('late')
  }, 5_000)
  const client = await session(under)
  const goaway = new Promise((resolve) => client.once('goaway', resolve))
  const answer = ask(client, { ':path': '/open/a' })
  while (finish === undefined) await pause(5)
  const closed = under.gateway.close()
  await goaway
  finish()
  expect((await answer).text).toBe('late')
  await closed
})

test('an upstream over TLS is believed by its authority and by no other', async () => {
  const secure = createTlsServer(
    { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
    (_request, response) => void response.end('secure'),
  )
  const port = await listen(secure)
  stops.push(async () => {
    secure.closeAllConnections()
    await new Promise((resolve) => secure.close(resolve))
  })
  const upstream = [`https://localhost:${port}`]
  const known = await startTestGateway({
    upstream,
    settings: { hosts: 'any' },
    upstreamSettings: { caFile: tls.certFile },
  })
  const unknown = await startTestGateway({ upstream })
  stops.push(
    () => known.stop(),
    () => unknown.stop(),
  )
  const ask = async (under: TestGateway): Promise<number> =>
    (await fetch(`${under.url}/open/a`)).status
  expect(await ask(known)).toBe(200)
  expect(await ask(unknown)).toBe(502)

  // Whatever Host a client sends, the certificate is that of the upstream's own name, and the connection is kept.
  const names: unknown[] = []
  secure.on('secureConnection', ({ servername }: TLSSocket) => names.push(servername))
  const withHost = async (method: string, path: string, host: string): Promise<unknown> => {
    const { port: own } = new URL(known.url)
    const asked = request({ host: '127.0.0.1', port: own, method, path, headers: { host } }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    answer.resume()
    return answer.statusCode
  }
  expect(await withHost('GET', '/open/a', 'other.example')).toBe(200)
  expect(await withHost('GET', '/open/a', 'another.example')).toBe(200)
  expect(names).toEqual([])
  expect(await withHost('OPTIONS', '*', 'other.example')).toBe(200)
  expect(names).toEqual(['localhost'])
})

test('the certificate of an upstream without a name is that of its address', async () => {
  const names: unknown[] = []
  const secure = createTlsServer(
    { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
    (_request, response) => void response.end('secure'),
  )
  secure.on('secureConnection', ({ servername }: TLSSocket) => names.push(servername))
  const port = await listen(secure)
  stops.push(async () => {
    secure.closeAllConnections()
    await new Promise((resolve) => secure.close(resolve))
  })
  const upstream = [`https://127.0.0.1:${port}`]
  const under = await startTestGateway({ upstream, upstreamSettings: { caFile: tls.certFile } })
  stops.push(() => under.stop())
  expect((await fetch(`${under.url}/open/a`)).status).toBe(200)
  expect(names).toEqual([false])
})
