import { createServer, type RequestListener } from 'node:http'
import { EVIL } from '@marque/testkit/policies'
import Koa from 'koa'
import { afterEach, expect, test } from 'vitest'
import { marque } from '../../src/koa.ts'
import { listening, type RunningApp } from '../contract/app.ts'
import { ask, expectOneAuthor } from './answers.ts'
import { BUNDLE } from './policy.ts'

const policy = BUNDLE

let app: RunningApp | undefined
afterEach(async () => {
  await app?.stop()
  app = undefined
})

async function serve(listener: RequestListener): Promise<RunningApp> {
  app = await listening(createServer(listener))
  return app
}

function made(use: (ctx: Koa.Context) => unknown): RequestListener {
  const koa = new Koa()
  koa.silent = true
  koa.use(marque({ policy }))
  koa.use(async (ctx) => use(ctx as unknown as Koa.Context))
  return koa.callback()
}

const HEADERS = { 'Access-Control-Allow-Origin': EVIL, 'Timing-Allow-Origin': '*' }

test.each<readonly [string, number, (ctx: Koa.Context) => unknown]>([
  [
    '`ctx.respond = false`, answered on `ctx.res`',
    200,
    (ctx) => {
      ctx.respond = false
      ctx.res.writeHead(200, HEADERS)
      ctx.res.end('own')
    },
  ],
  [
    '`ctx.res.end` without a word to Koa',
    404,
    (ctx) => {
      ctx.res.setHeader('access-control-allow-origin', EVIL)
      ctx.res.end('own')
    },
  ],
  ['`ctx.throw` with headers', 409, (ctx) => ctx.throw(409, 'no', { headers: HEADERS })],
  ['`ctx.assert`', 401, (ctx) => ctx.assert(false, 401, 'no', { headers: HEADERS })],
  [
    'what is thrown is no error',
    500,
    () => {
      throw 'text'
    },
  ],
  [
    '`flushHeaders`',
    200,
    (ctx) => {
      ctx.set(HEADERS)
      ctx.status = 200
      ctx.flushHeaders()
      ctx.body = 'flushed'
    },
  ],
  [
    'a redirect',
    302,
    (ctx) => {
      ctx.set(HEADERS)
      ctx.redirect('/other')
    },
  ],
  [
    'a `Response` of the platform',
    201,
    (ctx) => {
      ctx.body = new Response('made', { status: 201, headers: HEADERS })
    },
  ],
])('%s', async (_, status, use) => {
  await expectOneAuthor(await serve(made(use)), '/x', status)
})

test('below a mount that rewrites the path the target that came is judged', async () => {
  const koa = new Koa()
  koa.use((ctx, next) => {
    // What `koa-mount` does.
    ctx.path = ctx.path.slice('/account'.length)
    return next()
  })
  koa.use(marque({ policy }))
  koa.use((ctx) => {
    ctx.body = ctx.state.marque.resource
  })
  const running = await serve(koa.callback())
  expect((await ask(running, '/account/x', { origin: '' })).body).toBe('account')
  expect((await ask(running, '/account/x', { origin: EVIL })).status).toBe(403)
})
