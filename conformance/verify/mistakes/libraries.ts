/**
 * CORS libraries with options that are not what was meant. What they do beside that, no browser acts on.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import fastifyCors from '@fastify/cors'
import { getRequestListener } from '@hono/node-server'
import { decide, prepare } from '@marque/core'
import cors from 'cors'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { cors as honoCors } from 'hono/cors'
import { APP, bundleOf, SHOP, SMALL_POLICY } from '../policy.ts'
import { factsOf } from '../servers/index.ts'
import { alone, type Mistake } from './mistake.ts'

/** What {@link SMALL_POLICY} grants, as all three libraries take it. */
const RIGHT = {
  origin: [APP, SHOP],
  methods: ['GET', 'PUT'],
  allowedHeaders: ['content-type'],
  credentials: true,
  maxAge: 600,
}

const engine = prepare(bundleOf(SMALL_POLICY))

/** Whether the policy answers 400 to the path (D23), which the libraries leave to others. */
function isRefused(request: IncomingMessage): boolean {
  const facts = factsOf(request, (request as { originalUrl?: string }).originalUrl ?? request.url)
  return decide(engine, facts, {}, { now: Date.now() }).status === 400
}

/** `cors` answers every OPTIONS as a preflight; here only those that are. */
const isOptions = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] === undefined

/** Express with `cors` below `/prices`. */
export function expressWithCors(options: object): Server {
  const app = express()
  app.disable('etag')
  const handle = cors(options)
  app.use((request, response, next) => {
    response.vary('Origin')
    if (isRefused(request)) response.status(400).end()
    else next()
  })
  app.use('/prices', (request, response, next) => {
    if (isOptions(request)) next()
    else handle(request, response, next)
  })
  app.all('/prices{/list}', (_, response) => void response.json({ prices: [] }))
  return createServer(app)
}

async function fastifyWithCors(options: Parameters<typeof fastifyCors>[1]): Promise<Server> {
  const app = Fastify({ routerOptions: { ignoreTrailingSlash: true } })
  app.addHook('onRequest', async (request, reply) =>
    isRefused(request.raw) ? reply.code(400).header('vary', 'Origin').send() : undefined,
  )
  await app.register(
    async (prices) => {
      await prices.register(fastifyCors, options)
      prices.get('/', async () => ({ prices: [] }))
      prices.get('/*', async () => ({ prices: [] }))
    },
    { prefix: '/prices' },
  )
  await app.ready()
  return app.server
}

function honoWithCors(options: Parameters<typeof honoCors>[0]): Server {
  const app = new Hono<{ Bindings: { incoming: IncomingMessage } }>({ strict: false })
  const handle = honoCors(options)
  app.use('/prices/*', async (context, next) => {
    if (!isOptions(context.env.incoming)) return handle(context, next)
    context.header('Vary', 'Origin')
    return next()
  })
  app.all('/prices/*', (context) => context.json({ prices: [] }))
  const listener = getRequestListener(app.fetch)
  return createServer((request, response) => {
    if (isRefused(request)) response.writeHead(400, { vary: 'Origin' }).end()
    else void listener(request, response)
  })
}

const row = (
  id: string,
  note: string,
  cause: Mistake['expected']['cause'],
  server: () => Server | Promise<Server>,
): Mistake => ({
  id,
  note,
  policy: SMALL_POLICY,
  input: { paths: ['https://api.example.com/prices/list'] },
  start: async (bed) => alone(await bed.listen(await server())),
  expected: { layer: 'app', cause },
})

export const LIBRARY_MISTAKES: readonly Mistake[] = [
  row('cors-origin-true', 'cors: `origin: true` with credentials', 'reflects-any-origin', () =>
    expressWithCors({ ...RIGHT, origin: true }),
  ),
  row('cors-regex-unanchored', 'cors: a regular expression without `$`', 'matches-prefix', () =>
    expressWithCors({ ...RIGHT, origin: [/^https:\/\/app\.example\.com/, SHOP] }),
  ),
  row(
    'cors-regex-dot',
    'cors: a regular expression with unescaped dots',
    'matches-dot-as-any',
    () => expressWithCors({ ...RIGHT, origin: [/^https:\/\/app.example.com$/, SHOP] }),
  ),
  row(
    'cors-fixed',
    'cors: `origin` is one string, which is sent whoever asks',
    'fixed-origin',
    () => expressWithCors({ ...RIGHT, origin: APP }),
  ),
  row('cors-no-credentials', 'cors: `credentials` forgotten', 'credentials-missing', () =>
    expressWithCors({ ...RIGHT, credentials: false }),
  ),
  row('cors-default-methods', 'cors: the default methods', 'methods-differ', () => {
    const { methods: _, ...others } = RIGHT
    return expressWithCors(others)
  }),
  row(
    'fastify-cors-origin-true',
    '@fastify/cors: `origin: true` with credentials',
    'reflects-any-origin',
    () => fastifyWithCors({ ...RIGHT, origin: true }),
  ),
  row(
    'fastify-cors-suffix',
    '@fastify/cors: a regular expression without `^`',
    'matches-suffix',
    () => fastifyWithCors({ ...RIGHT, origin: [/app\.example\.com$/, SHOP] }),
  ),
  row(
    'hono-cors-echo',
    'hono/cors: `origin: (origin) => origin` with credentials',
    'reflects-any-origin',
    () =>
      honoWithCors({
        ...RIGHT,
        allowMethods: RIGHT.methods,
        allowHeaders: RIGHT.allowedHeaders,
        origin: (origin) => origin,
      }),
  ),
  row(
    'hono-cors-star',
    'hono/cors: `origin: "*"` with credentials',
    'wildcard-with-credentials',
    () =>
      honoWithCors({
        ...RIGHT,
        allowMethods: RIGHT.methods,
        allowHeaders: RIGHT.allowedHeaders,
        origin: '*',
      }),
  ),
]
