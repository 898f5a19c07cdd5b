import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import express from 'express'
import fastify from 'fastify'
import { defineHandler, H3 } from 'h3'
import { Hono } from 'hono'
import Koa from 'koa'
import { expectTypeOf, test } from 'vitest'
import { type Decision, marque as expressMarque } from '../../src/express.ts'
import { type Decision as FastifyDecision, marque as fastifyMarque } from '../../src/fastify.ts'
import {
  type Decision as FetchDecision,
  decisionOf as fetchDecision,
  withMarque,
} from '../../src/fetch.ts'
import { type Decision as H3Decision, marque as h3Marque } from '../../src/h3/index.ts'
import {
  type Decision as HonoDecision,
  marque as honoMarque,
  type MarqueVariables,
} from '../../src/hono.ts'
import {
  type Decision as KoaDecision,
  marque as koaMarque,
  type MarqueState,
} from '../../src/koa.ts'
import {
  type Decision as NextDecision,
  decisionOf as nextDecision,
  withMarque as withNext,
} from '../../src/next.ts'
import {
  type Decision as NodeDecision,
  decisionOf as nodeDecision,
  marque as nodeMarque,
} from '../../src/node/index.ts'
import { BUNDLE } from '../behaviours/policy.ts'

// What is said of types here is checked by `tsc -p .`; the test runner only sees that it can be written.
const policy = BUNDLE

test('what a handler needs of a decision has its own type, the same wherever it is imported from', () => {
  expectTypeOf<Decision['tenant']>().toEqualTypeOf<string | null>()
  expectTypeOf<Decision['resource']>().toEqualTypeOf<string | null>()
  expectTypeOf<Decision['grant']>().toEqualTypeOf<number | null>()
  expectTypeOf<Decision['exception']>().toEqualTypeOf<string | null>()
  expectTypeOf<Decision['read']>().toEqualTypeOf<boolean>()
  expectTypeOf<'granted'>().toExtend<Decision['reason']>()
  expectTypeOf<'grnated'>().not.toExtend<Decision['reason']>()
  expectTypeOf<'same-origin'>().toExtend<Decision['kind']>()
  expectTypeOf<FastifyDecision>().toEqualTypeOf<Decision>()
  expectTypeOf<FetchDecision>().toEqualTypeOf<Decision>()
  expectTypeOf<H3Decision>().toEqualTypeOf<Decision>()
  expectTypeOf<HonoDecision>().toEqualTypeOf<Decision>()
  expectTypeOf<KoaDecision>().toEqualTypeOf<Decision>()
  expectTypeOf<NextDecision>().toEqualTypeOf<Decision>()
  expectTypeOf<NodeDecision>().toEqualTypeOf<Decision>()
})

test('Express: `request.marque`, in applications, routers and error handlers', () => {
  const app = express()
  app.use(
    expressMarque({
      policy,
      context: (request) => {
        expectTypeOf(request).toExtend<express.Request>()
        return { roles: [] }
      },
    }),
  )
  app.get('/:id', (request) => {
    expectTypeOf(request.marque).toEqualTypeOf<Decision | undefined>()
    expectTypeOf(request.params.id).toEqualTypeOf<string>()
  })
  const onError: express.ErrorRequestHandler = (_, request) => {
    expectTypeOf(request.marque).toEqualTypeOf<Decision | undefined>()
  }
  express.Router().use(onError)
  app.use(({ marque }, _, next) => {
    if (marque === undefined) return next()
    // @ts-expect-error a decision is told, not made
    marque.reach = true
  })
})

test('Fastify: `request.marque`, in handlers and hooks', () => {
  const app = fastify()
  app.register(fastifyMarque, {
    policy,
    context: ({ headers }) => ({ roles: [`${headers.host}`] }),
  })
  app.addHook('preHandler', async (request) => {
    expectTypeOf(request.marque).toEqualTypeOf<Decision | null>()
  })
  app.get<{ Params: { id: string } }>('/:id', async (request) => {
    expectTypeOf(request.params.id).toEqualTypeOf<string>()
    return request.marque?.tenant
  })
  // @ts-expect-error a misspelt option
  app.register(fastifyMarque, { policy, contexts: () => ({}) })
})

test('Koa: `ctx.state.marque`', () => {
  const app = new Koa<MarqueState>()
  app.use(koaMarque({ policy, context: (ctx) => ({ roles: [ctx.get('x-role')] }) }))
  app.use((ctx) => {
    expectTypeOf(ctx.state.marque).toEqualTypeOf<Decision>()
  })
  // An application that says nothing of its state takes it too.
  new Koa().use(koaMarque({ policy })).use((ctx) => {
    expectTypeOf(ctx.state.marque).toEqualTypeOf<Decision>()
  })
})

test('Hono: `c.get`, said for the application or known from the chain', () => {
  const app = new Hono<{ Variables: MarqueVariables }>()
  app.use(honoMarque({ policy, context: (c) => ({ roles: [c.req.header('x-role') ?? ''] }) }))
  app.get('/:id', (c) => {
    expectTypeOf(c.get('marque')).toEqualTypeOf<Decision>()
    expectTypeOf(c.var.marque.tenant).toEqualTypeOf<string | null>()
    return c.text(c.req.param('id'))
  })
  new Hono().use(honoMarque({ policy })).get('/', (c) => {
    expectTypeOf(c.get('marque')).toEqualTypeOf<Decision>()
    return c.text('')
  })
})

test('h3: `event.context.marque`', () => {
  const app = new H3()
  app.use(h3Marque({ policy, context: ({ req }) => ({ roles: [req.headers.get('x') ?? ''] }) }))
  app.get(
    '/',
    defineHandler((event) => {
      expectTypeOf(event.context.marque).toEqualTypeOf<Decision | undefined>()
      return ''
    }),
  )
})

test('Fetch and Next.js: `decisionOf(request)`', () => {
  withMarque({ policy }, (request, env: { readonly name: string }) => {
    expectTypeOf(fetchDecision(request)).toEqualTypeOf<Decision | undefined>()
    return new Response(env.name)
  })
  withNext({ policy })({
    GET: async (request: Request, { params }: { params: Promise<{ id: string }> }) => {
      expectTypeOf(nextDecision(request)).toEqualTypeOf<Decision | undefined>()
      return new Response((await params).id)
    },
  })
})

test('Node: `decisionOf(request)`, of HTTP/1.1 and HTTP/2', () => {
  const cors = nodeMarque({ policy })
  expectTypeOf(cors).toBeCallableWith({} as IncomingMessage, {} as ServerResponse, () => undefined)
  expectTypeOf(nodeDecision).toBeCallableWith({} as Http2ServerRequest)
  expectTypeOf(nodeDecision({} as IncomingMessage)).toEqualTypeOf<Decision | undefined>()
})
