import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { EVIL } from '@marque/testkit/policies'
import {
  appendCorsHeaders,
  fromNodeHandler,
  H3,
  HTTPError,
  HTTPResponse,
  handleCors,
  iterable,
  noContent,
  onError,
  onResponse,
  redirect,
} from 'h3'
import { toNodeHandler } from 'h3/node'
import { afterEach, describe, expect, test } from 'vitest'
import { marque } from '../../src/h3/index.ts'
import { listening, type RunningApp } from '../contract/app.ts'
import { ask, corsOf, expectOneAuthor, GRANTED, varyOf } from './answers.ts'
import { BUNDLE } from './policy.ts'

const policy = BUNDLE
const HEADERS = {
  'access-control-allow-origin': EVIL,
  'access-control-max-age': '1',
  'timing-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

let app: RunningApp | undefined
afterEach(async () => {
  await app?.stop()
  app = undefined
})

const fail = (error: unknown) => (): never => {
  throw error
}

/** What an application does that is written without a thought of us. */
const ROUTES: readonly (readonly [string, number, (one: H3) => unknown])[] = [
  [
    'headers that were prepared beside those of the answer',
    200,
    (one) =>
      one.get('/x', (event) => {
        event.res.headers.set('access-control-allow-origin', '*')
        event.res.headers.set('vary', 'Accept')
        return new Response('x', { headers: { ...HEADERS, vary: 'Cookie' } })
      }),
  ],
  [
    'an answer of h3',
    201,
    (one) => one.get('/x', () => new HTTPResponse('x', { status: 201, headers: HEADERS })),
  ],
  [
    'an error with headers',
    409,
    (one) => one.get('/x', fail(new HTTPError({ status: 409, headers: HEADERS }))),
  ],
  [
    'an error that is none of h3, with headers as h3 takes them',
    409,
    (one) =>
      one.get('/x', fail(Object.assign(new Error('broken'), { status: 409, headers: HEADERS }))),
  ],
  [
    'an error whose cause has headers',
    500,
    (one) => one.get('/x', fail(new Error('broken', { cause: { headers: HEADERS } }))),
  ],
  [
    'an error that cannot be changed',
    500,
    (one) =>
      one.get('/x', fail(Object.freeze(Object.assign(new Error('broken'), { headers: HEADERS })))),
  ],
  [
    'an error that is returned',
    409,
    (one) => one.get('/x', () => new HTTPError({ status: 409, headers: HEADERS })),
  ],
  [
    'another error that is returned',
    500,
    (one) => one.get('/x', () => Object.assign(new Error('broken'), { headers: HEADERS })),
  ],
  ['what is thrown is no error', 500, (one) => one.get('/x', fail({ headers: HEADERS }))],
  ['a number that is thrown', 418, (one) => one.get('/x', fail(418))],
  [
    'a middleware for errors',
    418,
    (one) => {
      one.use(onError(() => new Response('own', { status: 418, headers: HEADERS })))
      one.get('/x', fail(new Error('broken')))
    },
  ],
  [
    'a middleware for answers',
    200,
    (one) => {
      one.use(
        onResponse((answer) => {
          answer.headers.set('access-control-allow-origin', EVIL)
        }),
      )
      one.get('/x', () => 'x')
    },
  ],
  ['nothing', 204, (one) => one.get('/x', () => noContent())],
  ['a redirect', 302, (one) => one.get('/x', () => redirect('/other'))],
  [
    'what is iterated',
    200,
    (one) =>
      one.get('/x', (event) => {
        event.res.headers.set('access-control-allow-origin', EVIL)
        return iterable(['a', 'b'])
      }),
  ],
  [
    'another application that is mounted',
    200,
    (one) => {
      const inner = new H3({ silent: true })
      inner.use((event) => {
        appendCorsHeaders(event, { origin: '*', credentials: true })
      })
      inner.get('/', () => 'x')
      one.mount('/x', inner)
    },
  ],
  [
    'a Fetch handler that is mounted',
    200,
    (one) => one.mount('/x', () => new Response('x', { headers: HEADERS })),
  ],
]

const ON_NODE: readonly (readonly [string, number, (one: H3) => unknown])[] = [
  [
    'a handler of Node',
    200,
    (one) =>
      one.get(
        '/x',
        fromNodeHandler((_, response) => {
          ;(response as ServerResponse).writeHead(200, HEADERS).end('x')
        }),
      ),
  ],
]

describe.each([
  ['on Node', (one: H3) => toNodeHandler(one) as unknown as RequestListener, ON_NODE],
  [
    'off Node',
    (one: H3) =>
      getRequestListener((request) => one.fetch(request), { overrideGlobalObjects: false }),
    [],
  ],
])('h3 %s', (_, listener, more) => {
  async function started(one: H3): Promise<RunningApp> {
    app = await listening(createServer(listener(one)))
    return app
  }

  test.each([...ROUTES, ...more])('%s', async (__, status, build) => {
    const one = new H3({ silent: true })
    one.use(marque({ policy }))
    build(one)
    await expectOneAuthor(await started(one), '/x', status)
  })

  test('below another CORS middleware: what is refused is granted by nobody', async () => {
    const one = new H3({ silent: true })
    one.use((event) => {
      appendCorsHeaders(event, { origin: '*', exposeHeaders: '*' })
      event.res.errHeaders.set('access-control-allow-origin', '*')
      event.res.errHeaders.set('vary', 'Accept')
      event.res.errHeaders.set('content-type', 'text/html')
      const done = handleCors(event, { origin: '*' })
      return done === false ? undefined : done
    })
    one.use(marque({ policy }))
    one.get('/**', () => 'x')
    const running = await started(one)
    const granted = await ask(running, '/x')
    expect([granted.status, corsOf(granted)]).toEqual([200, GRANTED])
    const denied = await ask(running, '/account/x', { origin: EVIL })
    expect([denied.status, corsOf(denied)]).toEqual([403, {}])
    expect(varyOf(denied)).toContain('origin')
    expect(denied.headers.filter(([name]) => name.toLowerCase() === 'content-type')).toEqual([
      [expect.anything(), 'application/problem+json'],
    ])
  })

  test('in an application that is mounted the target that came is judged', async () => {
    const one = new H3({ silent: true })
    const inner = new H3({ silent: true })
    inner.use(marque({ policy }))
    inner.get('/**', (event) => event.context.marque?.resource)
    one.mount('/account', inner)
    const running = await started(one)
    expect((await ask(running, '/account/x', { origin: '' })).body).toBe('account')
    expect((await ask(running, '/account/x', { origin: EVIL })).status).toBe(403)
  })
})
