import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import {
  type ClientHttp2Session,
  connect,
  createServer,
  type Http2Server,
  type Http2ServerResponse,
  type IncomingHttpHeaders,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { APP, EVIL } from '@marque/testkit/policies'
import { H3 } from 'h3'
import { toNodeHandler } from 'h3/node'
import { Hono } from 'hono'
import Koa from 'koa'
import { afterEach, describe, expect, test } from 'vitest'
import { withMarque } from '../../src/fetch.ts'
import { marque as h3Marque } from '../../src/h3/index.ts'
import { marque as honoMarque } from '../../src/hono.ts'
import { marque as koaMarque } from '../../src/koa.ts'
import { marque as nodeMarque } from '../../src/node/index.ts'
import { GRANTED } from './answers.ts'
import { BUNDLE } from './policy.ts'

const policy = BUNDLE
const HEADERS = { 'access-control-allow-origin': EVIL, 'timing-allow-origin': '*', vary: 'Accept' }
const OWN_GLOBALS = { overrideGlobalObjects: false }

let server: Http2Server
let session: ClientHttp2Session
afterEach(() => {
  session.destroy()
  server.close()
})

/** What Node has and its types do not know. */
interface Untyped extends Http2ServerResponse {
  flushHeaders(): void
  setTrailer(name: string, value: string): void
  /** Since 24.18. */
  writeInformation?(status: number, fields: object): void
}

type Listener = (request: never, response: Http2ServerResponse) => void

async function start(listener: Listener): Promise<void> {
  server = createServer(listener as never).listen(0, '127.0.0.1')
  await once(server, 'listening')
  session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

interface Heard {
  readonly answer: IncomingHttpHeaders
  readonly interim: readonly IncomingHttpHeaders[]
  readonly trailers: readonly IncomingHttpHeaders[]
}

async function get(origin: string, path = '/x'): Promise<Heard> {
  const [interim, trailers]: [IncomingHttpHeaders[], IncomingHttpHeaders[]] = [[], []]
  const stream = session.request({ ':authority': 'api.example.com', ':path': path, origin })
  stream.on('headers', (fields) => interim.push(fields))
  stream.on('trailers', (fields) => trailers.push(fields))
  stream.end()
  const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  stream.resume()
  await once(stream, 'close')
  return { answer, interim, trailers }
}

function namesIn(fields: readonly IncomingHttpHeaders[]): readonly string[] {
  return fields
    .flatMap((one) => Object.keys(one))
    .filter((name) => !/^:|^(?:date|link)$/.test(name))
}

const LISTENERS: readonly (readonly [string, () => Listener])[] = [
  [
    'node:http2',
    () => {
      const cors = nodeMarque({ policy })
      return (request, response) =>
        cors(request, response, () => response.writeHead(200, HEADERS).end('x'))
    },
  ],
  [
    'Koa 3',
    () => {
      const koa = new Koa()
      koa.use(koaMarque({ policy }))
      koa.use((ctx) => {
        ctx.set(HEADERS)
        ctx.body = 'x'
      })
      return koa.callback() as unknown as Listener
    },
  ],
  [
    'Hono',
    () => {
      const app = new Hono()
      app.use(honoMarque({ policy }))
      app.get('*', (c) => c.text('x', 200, HEADERS))
      return getRequestListener(app.fetch, OWN_GLOBALS) as unknown as Listener
    },
  ],
  [
    'h3 2',
    () => {
      const app = new H3()
      app.use(h3Marque({ policy }))
      app.get('/**', () => new Response('x', { headers: HEADERS }))
      return toNodeHandler(app) as unknown as RequestListener as unknown as Listener
    },
  ],
  [
    'Fetch',
    () => {
      const handler = withMarque({ policy }, () => new Response('x', { headers: HEADERS }))
      return getRequestListener(handler, OWN_GLOBALS) as unknown as Listener
    },
  ],
]

describe.each(LISTENERS)('%s over HTTP/2', (_, listener) => {
  test('has one author of its headers, and refuses what is not granted', async () => {
    await start(listener())
    const granted = await get(APP)
    expect(granted.answer).toMatchObject({ ':status': 200, ...GRANTED, vary: 'Accept, Origin' })
    expect(granted.answer['timing-allow-origin']).toBe(APP)
    const denied = await get(EVIL)
    expect(denied.answer).toMatchObject({ ':status': 200, vary: 'Accept, Origin' })
    expect(Object.keys(denied.answer).filter((name) => /^access-|^timing/.test(name))).toEqual([])
    const refused = await get(EVIL, '/account/x')
    expect(refused.answer).toMatchObject({ ':status': 403, vary: 'Origin' })
  })
})

/** Node's own ways, behind the middleware. */
async function behind(use: (response: Http2ServerResponse) => void): Promise<void> {
  const cors = nodeMarque({ policy })
  await start((request, response) => cors(request, response, () => use(response)))
}

test.each<readonly [string, (response: Http2ServerResponse) => void]>([
  ['a flat list', (response) => response.writeHead(200, Object.entries(HEADERS).flat())],
  ['pairs', (response) => response.writeHead(200, Object.entries(HEADERS) as never)],
  [
    '`appendHeader`',
    (response) => {
      response.setHeader('Access-Control-Allow-Origin', '*')
      response.appendHeader('Access-Control-Allow-Origin', EVIL)
      response.appendHeader('Vary', 'Accept')
      ;(response as Untyped).flushHeaders()
    },
  ],
])('%s', async (_, use) => {
  await behind((response) => {
    use(response)
    response.end('x')
  })
  expect((await get(APP)).answer).toMatchObject({ ...GRANTED, vary: 'Accept, Origin' })
  expect((await get(EVIL)).answer).not.toHaveProperty('access-control-allow-origin')
})

test('neither interim answers nor trailers carry what is ours', async () => {
  await behind((response) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload', ...HEADERS, 'x-kept': 'yes' })
    const untyped = response as Untyped
    untyped.writeInformation?.(103, { ...HEADERS, 'x-kept': 'yes' })
    response.write('x')
    untyped.setTrailer('Access-Control-Allow-Origin', EVIL)
    untyped.setTrailer(' timing-allow-origin ', '*')
    response.addTrailers({ 'access-control-expose-headers': '*', 'x-sum': '1' })
    response.end()
  })
  const { answer, interim, trailers } = await get(APP)
  expect(answer).toMatchObject(GRANTED)
  expect(interim.length).toBeGreaterThan(0)
  expect(new Set(namesIn(interim))).toEqual(new Set(['vary', 'x-kept']))
  expect(namesIn(trailers)).toEqual(['x-sum'])
})

test('a client that takes its request back harms nobody', async () => {
  const errors: unknown[] = []
  let left = false
  await behind((response) => {
    response.stream.on('error', () => undefined)
    response.stream.once('close', () => {
      try {
        response.writeHead(200, HEADERS).end('late')
      } catch (error) {
        errors.push(error)
      }
      left = true
    })
    if (response.req.url === '/fine') response.writeHead(200).end('fine')
  })
  const stream = session.request({ ':authority': 'api.example.com', ':path': '/x', origin: APP })
  stream.on('error', () => undefined)
  await new Promise((resolve) => setTimeout(resolve, 30))
  stream.close(8)
  await expect.poll(() => left, { timeout: 300_000 }).toBe(true)
  expect(errors).toEqual([])
  expect((await get(APP, '/fine')).answer).toMatchObject(GRANTED)
})
