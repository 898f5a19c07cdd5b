import { createServer } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { EVIL } from '@marque/testkit/policies'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { stream, streamText } from 'hono/streaming'
import { afterEach, describe, expect, test } from 'vitest'
import { marque } from '../../src/hono.ts'
import { listening, type RunningApp } from '../contract/app.ts'
import { ask, corsOf, expectOneAuthor, GRANTED } from './answers.ts'
import { BUNDLE } from './policy.ts'

const policy = BUNDLE
const HEADERS = { 'Access-Control-Allow-Origin': EVIL, 'Access-Control-Max-Age': '1' }

let app: RunningApp | undefined
afterEach(async () => {
  await app?.stop()
  app = undefined
})

/** What an application does that is written without a thought of us. */
const ROUTES: readonly (readonly [string, number, (one: Hono) => unknown])[] = [
  [
    'headers before and behind the answer',
    200,
    (one) =>
      one.get('/x', (c) => {
        c.header('Access-Control-Allow-Origin', '*')
        const answer = c.text('x', 200, HEADERS)
        answer.headers.append('access-control-allow-origin', '*')
        return answer
      }),
  ],
  [
    'a middleware that changes the answer behind `next`',
    200,
    (one) => {
      one.use(async (c, next) => {
        await next()
        c.res.headers.set('Access-Control-Allow-Origin', EVIL)
        c.header('Access-Control-Allow-Credentials', 'false')
      })
      one.get('/x', (c) => c.text('x'))
    },
  ],
  [
    'an application in the application, with an error handler and a CORS middleware of its own',
    418,
    (one) => {
      const inner = new Hono()
      inner.use(cors({ origin: (origin) => origin, credentials: true }))
      inner.onError((_, c) => c.text('own', 418, HEADERS))
      inner.get('/', () => {
        throw new Error('broken')
      })
      one.route('/x', inner)
    },
  ],
  [
    'an exception with an answer of its own',
    409,
    (one) =>
      one.get('/x', () => {
        throw new HTTPException(409, { res: new Response('no', { status: 409, headers: HEADERS }) })
      }),
  ],
  ['a 404 of its own', 404, (one) => one.notFound((c) => c.text('none', 404, HEADERS))],
  [
    'a stream',
    200,
    (one) =>
      one.get('/x', (c) => {
        c.header('Access-Control-Allow-Origin', EVIL)
        return stream(c, async (out) => void (await out.write('part')))
      }),
  ],
  [
    'a stream that fails midway',
    200,
    (one) =>
      one.get('/x', (c) =>
        streamText(
          c,
          async (out) => {
            await out.write('part')
            throw new Error('midway')
          },
          async () => undefined,
        ),
      ),
  ],
  [
    'an answer whose body was read',
    500,
    (one) => {
      one.onError((_, c) => c.text('failed', 500, HEADERS))
      one.get('/x', async () => {
        const answer = new Response('read', { headers: HEADERS })
        await answer.text()
        return answer
      })
    },
  ],
  ['a redirect', 302, (one) => one.get('/x', (c) => c.redirect('/other'))],
  [
    'another application that is mounted',
    200,
    (one) => one.mount('/x', () => new Response('mounted', { headers: HEADERS })),
  ],
]

test('an answer that was written on Node beneath Hono', async () => {
  const one = new Hono<{ Bindings: HttpBindings }>()
  one.use(marque({ policy }))
  one.get('/x', (c) => {
    c.env.outgoing.writeHead(201, HEADERS)
    c.env.outgoing.end('own')
    return RESPONSE_ALREADY_SENT
  })
  app = await listening(
    createServer(getRequestListener(one.fetch as never, { overrideGlobalObjects: false })),
  )
  await expectOneAuthor(app, '/x', 201)
})

describe.each([
  ['on Node', (one: Hono) => getRequestListener(one.fetch, { overrideGlobalObjects: false })],
  [
    'off Node',
    (one: Hono) =>
      getRequestListener((request) => one.fetch(request), { overrideGlobalObjects: false }),
  ],
])('Hono %s', (_, listener) => {
  async function started(one: Hono): Promise<RunningApp> {
    app = await listening(createServer(listener(one)))
    return app
  }

  test.each(ROUTES)('%s', async (__, status, build) => {
    const one = new Hono()
    one.use(marque({ policy }))
    build(one)
    await expectOneAuthor(await started(one), '/x', status)
  })

  test('below another CORS middleware: what is refused is granted by nobody', async () => {
    const one = new Hono()
    one.use(cors())
    one.use(marque({ policy }))
    one.get('*', (c: Context) => c.text('x'))
    const running = await started(one)
    const granted = await ask(running, '/x')
    expect([granted.status, corsOf(granted)]).toEqual([200, GRANTED])
    const denied = await ask(running, '/account/x', { origin: EVIL })
    expect([denied.status, corsOf(denied)]).toEqual([403, {}])
  })

  test('below another CORS middleware: where `context` fails nobody is granted anything', async () => {
    const one = new Hono()
    one.use(cors())
    one.use(marque({ policy, context: () => Promise.reject(new Error('broken')) }))
    const answer = await ask(await started(one), '/x')
    expect([answer.status, corsOf(answer)]).toEqual([500, {}])
  })
})
