import { connect, type IncomingHttpHeaders } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import fastifyCors from '@fastify/cors'
import { APP, EVIL } from '@marque/testkit/policies'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { marque } from '../../src/fastify.ts'
import type { RunningApp } from '../contract/app.ts'
import { ask, corsOf, expectOneAuthor, GRANTED } from './answers.ts'
import { BUNDLE } from './policy.ts'

const policy = BUNDLE
const HEADERS = { 'access-control-allow-origin': EVIL, 'access-control-max-age': '1' }

let app: FastifyInstance | undefined
afterEach(async () => {
  await app?.close()
  app = undefined
})

async function started(
  build: (app: FastifyInstance) => unknown,
  options: FastifyServerOptions = {},
): Promise<RunningApp> {
  const made: FastifyInstance = fastify(options)
  app = made
  await made.register(marque, { policy })
  await build(made)
  await made.listen({ port: 0, host: '127.0.0.1' })
  const [address] = made.addresses() as AddressInfo[]
  return { port: address?.port ?? 0, stop: async () => undefined }
}

test.each<readonly [string, number, (app: FastifyInstance) => unknown]>([
  [
    '`reply.hijack`, answered on `reply.raw`',
    200,
    (one) =>
      one.get('/x', (_, reply) => {
        reply.hijack()
        reply.raw.writeHead(200, HEADERS)
        reply.raw.end('own')
      }),
  ],
  [
    'headers of `reply` beside those of `reply.raw`',
    200,
    (one) =>
      one.get('/x', (_, reply) => {
        reply.raw.setHeader('Access-Control-Allow-Origin', '*')
        reply.raw.setHeader('Vary', 'Accept')
        return reply.headers(HEADERS).header('vary', 'Cookie').send('both')
      }),
  ],
  [
    'an `onSend` that sets headers late',
    200,
    (one) => {
      one.addHook('onSend', async (_, reply) => void reply.headers(HEADERS))
      one.get('/x', async () => 'x')
    },
  ],
  [
    'an `onSend` that fails',
    500,
    (one) => {
      one.addHook('onSend', async (_, reply) => {
        reply.headers(HEADERS)
        throw new Error('late')
      })
      one.get('/x', async () => 'x')
    },
  ],
  [
    'an error handler of a context that fails too',
    500,
    (one) =>
      one.register(async (inner) => {
        inner.setErrorHandler((_, __, reply) => {
          reply.headers(HEADERS)
          throw new Error('again')
        })
        inner.get('/x', async () => {
          throw new Error('first')
        })
      }),
  ],
  [
    'a 404 of a context of its own, which takes all headers away',
    404,
    (one) =>
      one.register(
        async (inner) =>
          inner.setNotFoundHandler((_, reply) => {
            for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
            reply.code(404).headers(HEADERS).send('own')
          }),
        { prefix: '/x' },
      ),
  ],
  [
    'a stream that fails before its first byte',
    500,
    (one) =>
      one.get('/x', (_, reply) =>
        reply.headers(HEADERS).send(
          new Readable({
            read() {
              this.destroy(new Error('broken'))
            },
          }),
        ),
      ),
  ],
  [
    'a `Response` of the platform',
    201,
    (one) =>
      one.get('/x', (_, reply) =>
        reply.send(new Response('made', { status: 201, headers: HEADERS })),
      ),
  ],
  [
    'the CORS plugin in a context beneath',
    200,
    (one) =>
      one.register(async (inner) => {
        await inner.register(fastifyCors, {
          origin: true,
          credentials: true,
          hideOptionsRoute: true,
        })
        inner.get('/x', async () => 'x')
      }),
  ],
  [
    'a redirect',
    302,
    (one) => one.get('/x', (_, reply) => reply.headers(HEADERS).redirect('/other')),
  ],
  [
    'a trailer',
    200,
    (one) =>
      one.get('/x', (_, reply) =>
        reply
          .trailer('access-control-allow-origin', async () => EVIL)
          .trailer('etag', async () => '"e"')
          .send('x'),
      ),
  ],
])('%s', async (_, status, build) => {
  await expectOneAuthor(await started(build), '/x', status)
})

test('no trailer of ours, all others', async () => {
  const running = await started((one) =>
    one.get('/x', (_, reply) =>
      reply
        .trailer('access-control-allow-origin', async () => EVIL)
        .trailer('x-sum', async () => '1')
        .send('x'),
    ),
  )
  expect((await ask(running, '/x')).trailers).toEqual([['x-sum', '1']])
})

test('below `rewriteUrl` the target that came is judged', async () => {
  const running = await started(
    (one) => one.get('/open', async (request) => request.marque?.resource),
    { rewriteUrl: () => '/open' },
  )
  expect((await ask(running, '/account/x', { origin: '' })).body).toBe('account')
  expect((await ask(running, '/account/x', { origin: EVIL })).status).toBe(403)
})

test('a body that is too long or of no known type is refused with the headers', async () => {
  const running = await started((one) => one.post('/x', { bodyLimit: 1 }, async () => 'x'))
  const more = (type: string): { method: string; lines: string } => ({
    method: 'POST',
    lines: `Content-Type: ${type}\r\nContent-Length: 2\r\n`,
  })
  for (const [type, status] of [
    ['application/json', 413],
    ['x/y', 415],
  ] as const) {
    const answer = await ask(running, '/x', more(type))
    expect([answer.status, corsOf(answer)]).toEqual([status, GRANTED])
  }
})

test('over HTTP/2', async () => {
  const running = await started(
    (one) => one.get('/x', (_, reply) => reply.headers(HEADERS).header('vary', 'Accept').send('x')),
    { http2: true } as never,
  )
  const session = connect(`http://127.0.0.1:${running.port}`)
  const get = (origin: string, path = '/x'): Promise<IncomingHttpHeaders> =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ':authority': 'api.example.com', ':path': path, origin })
      stream.on('response', resolve)
      stream.on('error', reject)
      stream.resume()
      stream.end()
    })
  try {
    expect(await get(APP)).toMatchObject({ ...GRANTED, vary: 'Accept, Origin' })
    expect(await get(EVIL)).not.toHaveProperty('access-control-allow-origin')
    expect(await get(EVIL, '/account/x')).toMatchObject({ ':status': 403 })
  } finally {
    session.close()
  }
})
