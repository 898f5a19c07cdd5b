/**
 * One application, written for each framework as its users write it.
 *
 * @module
 */

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import fastifyCors from '@fastify/cors'
import { getRequestListener } from '@hono/node-server'
import koaCors from '@koa/cors'
import { EVIL } from '@marque/testkit/policies'
import cors from 'cors'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import { H3, HTTPError, HTTPResponse, handleCors } from 'h3'
import { toNodeHandler } from 'h3/node'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { cors as honoCors } from 'hono/cors'
import Koa from 'koa'
import { marque as expressMarque } from '../../src/express.ts'
import { marque as fastifyMarque } from '../../src/fastify.ts'
import { withMarque } from '../../src/fetch.ts'
import { marque as h3Marque } from '../../src/h3/index.ts'
import { marque as honoMarque } from '../../src/hono.ts'
import { marque as koaMarque } from '../../src/koa.ts'
import { marque as nodeMarque } from '../../src/node/index.ts'
import { listening, type RunningApp } from '../contract/app.ts'
import { NODE_ROUTES } from './node-routes.ts'

/** What every adapter takes; `context` is left out here, because each framework has a request of its own. */
export interface Options {
  readonly policy: typeof import('./policy.ts').BUNDLE
  readonly statement?: readonly import('@marque/core').StatementKey[]
  readonly tokenKeys?: readonly import('@marque/sync').TokenKey[]
  readonly explain?: boolean
  readonly hosts?: 'any' | readonly string[]
  readonly context?: () => import('@marque/core').Context | Promise<import('@marque/core').Context>
  readonly log?: import('../../src/node/index.ts').LogOption
  readonly onDecision?: (event: import('../../src/node/index.ts').DecisionEvent) => void
}

export interface Application {
  readonly name: string
  /** Whether the answers of Node itself can be reached. */
  readonly isNode: boolean
  /** @param second Whether another CORS middleware stands beneath, that lets everybody in. */
  start(options: Options, second?: boolean): Promise<RunningApp>
}

/** Else the server replaces the `Response` of the platform, on which the other frameworks of this process stand. */
const OWN_GLOBALS = { overrideGlobalObjects: false }

/** Headers of an application that the policy decides (D22). */
const OWNED = {
  'Access-Control-Allow-Origin': EVIL,
  'Timing-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

const PLAIN = { allow: 'GET, OPTIONS' }

/** The names of headers that came to the application, in an answer. */
function seen(request: IncomingMessage): string {
  return JSON.stringify({
    headers: request.headers,
    raw: request.rawHeaders,
    distinct: request.headersDistinct,
  })
}

/** Routes whose text is the same wherever `(request, response)` are Node's. */
function plainly(request: IncomingMessage, response: ServerResponse): boolean {
  const path = (request.url ?? '').split('?')[0] ?? ''
  if (path === '/seen') response.end(seen(request))
  else if (NODE_ROUTES[path] !== undefined) NODE_ROUTES[path](response, request)
  else return false
  return true
}

export const APPLICATIONS: readonly Application[] = [
  {
    name: 'node:http',
    isNode: true,
    start: (options, second = false) => {
      const first = nodeMarque(options)
      const other = cors({})
      return serve((request, response) => {
        const go = (): void => onNode(request, response)
        first(request, response, (error) => {
          if (error !== undefined) response.writeHead(500).end('failed')
          else if (second) other(request, response, go)
          else go()
        })
      })
    },
  },
  {
    name: 'Express 5',
    isNode: true,
    start: (options, second) => serve(onExpress(express, options, second)),
  },
  {
    name: 'Express 4',
    isNode: true,
    start: (options, second) => serve(onExpress(express4, options, second)),
  },
  {
    name: 'Fastify 5',
    isNode: true,
    start: async (options, second = false) => {
      const app = fastify()
      await app.register(fastifyMarque, options)
      if (second) await app.register(fastifyCors, { origin: '*' })
      app.get('/throw', () => {
        throw new Error('thrown')
      })
      app.get('/reject', async () => {
        throw new Error('rejected')
      })
      app.get('/redirect', (_, reply) => reply.redirect('/elsewhere'))
      app.get('/stream', (_, reply) => reply.send(Readable.from(['a', 'b'])))
      app.get('/vary', (_, reply) =>
        reply.header('vary', 'Accept').header('vary', 'Accept, origin').send('v'),
      )
      app.get('/vary-all', (_, reply) => reply.header('vary', '*').send('v'))
      app.get('/cookies', (_, reply) =>
        reply.header('set-cookie', ['a=1', 'b=2']).headers(OWNED).send('c'),
      )
      app.get('/etag', (request, reply) =>
        request.headers['if-none-match'] === '"e"'
          ? reply.code(304).header('etag', '"e"').send()
          : reply.header('etag', '"e"').send('tagged'),
      )
      app.options('/plain', (_, reply) => reply.headers(PLAIN).send('plain'))
      app.get('/decision', (request) => request.marque?.reason)
      app.register(
        async (inner) => {
          inner.get('/decision', (request) => request.marque?.resource)
        },
        { prefix: '/account' },
      )
      app.get('/*', (request, reply) => {
        if (NODE_ROUTES[request.url] === undefined && request.url !== '/seen')
          return reply.callNotFound()
        reply.hijack()
        plainly(request.raw, reply.raw)
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      const [address] = app.addresses() as AddressInfo[]
      return { port: address?.port ?? 0, stop: () => app.close() }
    },
  },
  {
    name: 'Koa 3',
    isNode: true,
    start: (options, second = false) => {
      const app = new Koa()
      app.silent = true
      app.use(koaMarque(options))
      if (second) app.use(koaCors({ origin: '*' }))
      app.use(async (ctx) => {
        switch (ctx.path) {
          case '/throw':
          case '/reject':
            ctx.set('access-control-allow-origin', EVIL)
            throw Object.assign(new Error('thrown'), {
              headers: { 'Access-Control-Allow-Origin': EVIL },
            })
          case '/redirect':
            return ctx.redirect('/elsewhere')
          case '/stream':
            ctx.body = Readable.from(['a', 'b'])
            return
          case '/vary':
            ctx.vary('Accept')
            ctx.append('Vary', 'origin')
            ctx.body = 'v'
            return
          case '/vary-all':
            ctx.vary('*')
            ctx.body = 'v'
            return
          case '/cookies':
            ctx.set('Set-Cookie', ['a=1', 'b=2'])
            ctx.set(OWNED)
            ctx.body = 'c'
            return
          case '/etag':
            ctx.set('ETag', '"e"')
            ctx.status = 200
            if (ctx.fresh) ctx.status = 304
            else ctx.body = 'tagged'
            return
          case '/plain':
            ctx.set(PLAIN)
            ctx.body = 'plain'
            return
          case '/decision':
            ctx.body = ctx.state.marque.reason
            return
          case '/account/decision':
            ctx.body = ctx.state.marque.resource
            return
          default:
            ctx.status = 200
            if (plainly(ctx.req, ctx.res)) ctx.respond = false
            else ctx.status = 404
        }
      })
      return serve(app.callback())
    },
  },
  {
    name: 'Hono',
    isNode: false,
    start: (options, second = false) =>
      serve(getRequestListener(onHono(options, second).fetch, OWN_GLOBALS)),
  },
  {
    name: 'Hono without Node',
    isNode: false,
    start: (options, second = false) => {
      const app = onHono(options, second)
      return serve(getRequestListener((request) => app.fetch(request), OWN_GLOBALS))
    },
  },
  {
    name: 'h3 2',
    isNode: false,
    start: (options, second = false) =>
      serve(toNodeHandler(onH3(options, second)) as unknown as RequestListener),
  },
  {
    name: 'h3 2 without Node',
    isNode: false,
    start: (options, second = false) => {
      const app = onH3(options, second)
      return serve(getRequestListener((request) => app.fetch(request), OWN_GLOBALS))
    },
  },
  {
    name: 'Fetch',
    isNode: false,
    start: (options, second = false) =>
      serve(getRequestListener(onFetch(options, second), OWN_GLOBALS)),
  },
  {
    name: 'Fetch without Node',
    isNode: false,
    start: (options, second = false) => {
      const handler = onFetch(options, second)
      return serve(getRequestListener((request) => handler(request), OWN_GLOBALS))
    },
  },
]

function serve(listener: RequestListener): Promise<RunningApp> {
  return listening(createServer(listener))
}

function onNode(request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? '').split('?')[0]
  switch (path) {
    case '/throw':
    case '/reject':
      response.setHeader('Access-Control-Allow-Origin', EVIL)
      response.statusCode = 500
      response.end('failed')
      return
    case '/redirect':
      response.writeHead(302, { location: '/elsewhere' }).end()
      return
    case '/stream':
      Readable.from(['a', 'b']).pipe(response)
      return
    case '/vary':
      response.setHeader('vary', ['Accept', 'Accept, origin'])
      response.end('v')
      return
    case '/vary-all':
      response.setHeader('vary', '*')
      response.end('v')
      return
    case '/cookies':
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      for (const [name, value] of Object.entries(OWNED)) response.setHeader(name, value)
      response.end('c')
      return
    case '/etag':
      response.setHeader('etag', '"e"')
      response.statusCode = request.headers['if-none-match'] === '"e"' ? 304 : 200
      response.end(response.statusCode === 304 ? undefined : 'tagged')
      return
    case '/plain':
      response.writeHead(200, PLAIN).end('plain')
      return
    case '/decision':
      response.end('granted')
      return
    case '/account/decision':
      response.end('account')
      return
    default:
      if (!plainly(request, response)) response.writeHead(404).end('missing')
  }
}

function onExpress(make: typeof express, options: Options, second = false): RequestListener {
  const app = make()
  app.disable('etag')
  app.set('env', 'test')
  app.use(expressMarque(options))
  if (second) app.use(cors({}))
  app.get('/throw', (_, response) => {
    response.set('Access-Control-Allow-Origin', EVIL)
    throw new Error('thrown')
  })
  app.get('/reject', (_, __, next) => {
    setImmediate(() =>
      next(
        Object.assign(new Error('rejected'), { headers: { 'Access-Control-Allow-Origin': EVIL } }),
      ),
    )
  })
  app.get('/redirect', (_, response) => response.redirect('/elsewhere'))
  app.get('/stream', (_, response) => {
    Readable.from(['a', 'b']).pipe(response)
  })
  app.get('/vary', (_, response) => {
    response.vary('Accept').append('Vary', 'origin').send('v')
  })
  app.get('/vary-all', (_, response) => {
    response.vary('*').send('v')
  })
  app.get('/cookies', (_, response) => {
    response.cookie('a', '1').cookie('b', '2').set(OWNED).send('c')
  })
  app.get('/etag', (_, response) => {
    response.set('ETag', '"e"').send('tagged')
  })
  app.options('/plain', (_, response) => {
    response.set(PLAIN).send('plain')
  })
  app.get('/decision', (request, response) => {
    response.send(request.marque?.reason)
  })
  const inner = make.Router()
  inner.get('/decision', (request, response) => {
    response.send(request.marque?.resource)
  })
  app.use('/account', inner)
  app.use((request, response, next) => {
    if (!plainly(request, response)) next()
  })
  return app
}

function onHono(options: Options, second: boolean): Hono {
  const app = new Hono()
  app.use(honoMarque(options) as never)
  if (second) app.use(honoCors())
  app.use('/gzip', compress())
  app.onError((_, c) => c.text('failed', 500, { 'Access-Control-Allow-Origin': EVIL }))
  routesOf(app)
  return app
}

function routesOf(app: Hono): void {
  app.get('/throw', () => {
    throw new Error('thrown')
  })
  app.get('/reject', async () => {
    throw new Error('rejected')
  })
  app.all('*', (c) => {
    const decided = c.get('marque' as never) as { reason: string; resource: string } | undefined
    return answerOf(c.req.raw, decided) ?? c.notFound()
  })
}

function onH3(options: Options, second: boolean): H3 {
  const app = new H3({ silent: true })
  app.use(h3Marque(options))
  if (second) {
    app.use((event) => {
      const done = handleCors(event, { origin: '*' })
      return done === false ? undefined : done
    })
  }
  app.get('/throw', (event) => {
    event.res.headers.set('access-control-allow-origin', EVIL)
    event.res.errHeaders.set('access-control-allow-origin', EVIL)
    throw Object.assign(new Error('thrown'), {
      headers: new Headers({ 'access-control-allow-origin': EVIL }),
    })
  })
  app.get('/reject', async () => {
    throw new Error('rejected')
  })
  app.get('/cookies', (event) => {
    event.res.headers.append('set-cookie', 'a=1')
    event.res.headers.append('set-cookie', 'b=2')
    // Where h3 accepts headers besides those that it prepares.
    return new HTTPResponse('c', { headers: OWNED })
  })
  app.all('/**', (event) => {
    const answer = answerOf(event.req, event.context.marque)
    if (answer === undefined) throw new HTTPError({ status: 404 })
    return answer
  })
  return app
}

function onFetch(
  options: Options,
  second: boolean,
): (request: Request, beside?: unknown) => Promise<Response> {
  const app = new Hono()
  if (second) app.use(honoCors())
  app.onError((error) => {
    throw error
  })
  return withMarque(
    {
      ...options,
      onError: () =>
        new Response('failed', { status: 500, headers: { 'Access-Control-Allow-Origin': EVIL } }),
    },
    (request, _beside?: unknown) => {
      const path = new URL(request.url).pathname
      if (path === '/throw') throw new Error('thrown')
      if (path === '/reject') return Promise.reject(new Error('rejected'))
      const answer =
        answerOf(request, { reason: 'granted', resource: 'account' }) ??
        new Response('missing', { status: 404 })
      if (second && answer.status !== 302) answer.headers.set('Access-Control-Allow-Origin', '*')
      return answer
    },
  )
}

/** The same routes for all that answer with a `Response`. */
function answerOf(
  request: Request,
  decided: { readonly reason: string; readonly resource: string | null } | undefined,
): Response | undefined {
  switch (new URL(request.url).pathname) {
    case '/redirect':
      return new Response(null, { status: 302, headers: { location: '/elsewhere' } })
    case '/stream':
      return new Response(
        Readable.toWeb(Readable.from([Buffer.from('a'), Buffer.from('b')])) as ReadableStream,
      )
    case '/vary':
      return new Response('v', {
        headers: [
          ['vary', 'Accept'],
          ['vary', 'Accept, origin'],
        ],
      })
    case '/vary-all':
      return new Response('v', { headers: { vary: '*' } })
    case '/cookies': {
      const headers = new Headers([
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ])
      for (const [name, value] of Object.entries(OWNED)) headers.set(name, value)
      return new Response('c', { headers })
    }
    case '/etag':
      return request.headers.get('if-none-match') === '"e"'
        ? new Response(null, { status: 304, headers: { etag: '"e"' } })
        : new Response('tagged', { headers: { etag: '"e"' } })
    case '/plain':
      return new Response('plain', { headers: PLAIN })
    case '/decision':
      return new Response(decided?.reason ?? '')
    case '/account/decision':
      return new Response(decided?.resource ?? '')
    case '/seen':
      return new Response(JSON.stringify([...request.headers]))
    default:
      return undefined
  }
}
