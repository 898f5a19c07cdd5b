/**
 * Every framework, with the middleware as its users write it.
 *
 * @module
 */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import { H3 } from 'h3'
import { toNodeHandler } from 'h3/node'
import { Hono } from 'hono'
import Koa from 'koa'
import { marque as expressMarque } from '../../src/express.ts'
import { marque as fastifyMarque } from '../../src/fastify.ts'
import { withMarque } from '../../src/fetch.ts'
import { marque as h3Marque } from '../../src/h3/index.ts'
import { marque as honoMarque } from '../../src/hono.ts'
import { marque as koaMarque } from '../../src/koa.ts'
import { marque as nodeMarque } from '../../src/node/index.ts'
import { type Framework, listening, type RunningApp } from './app.ts'
import { HEADER_BYTES } from './inexpressible.ts'
import { type Question, REACHED } from './vectors.ts'

const HEADERS = { [REACHED]: 'yes' }

export const FRAMEWORKS: readonly Framework[] = [
  {
    name: 'node:http',
    start: (question) => {
      const cors = nodeMarque(optionsOf(question))
      return serve((request, response) =>
        cors(request, response, () => response.writeHead(200, HEADERS).end('reached')),
      )
    },
  },
  { name: 'Express 5', start: (question) => serve(withExpress(express, question)) },
  { name: 'Express 4', start: (question) => serve(withExpress(express4, question)) },
  {
    name: 'Fastify 5',
    start: async (question) => {
      const app = fastify({
        http: { maxHeaderSize: HEADER_BYTES },
        routerOptions: { maxParamLength: 65_536 },
      })
      await app.register(fastifyMarque, optionsOf(question))
      app.setNotFoundHandler((_, reply) => reply.code(200).headers(HEADERS).send('reached'))
      await app.listen({ port: 0, host: '127.0.0.1' })
      const [address] = app.addresses() as AddressInfo[]
      return { port: address?.port ?? 0, stop: () => app.close() }
    },
  },
  {
    name: 'Koa 3',
    start: (question) => {
      const app = new Koa()
      app.use(koaMarque(optionsOf(question)))
      app.use((ctx) => {
        ctx.set(REACHED, 'yes')
        ctx.body = 'reached'
      })
      return serve(app.callback())
    },
  },
  {
    name: 'Hono',
    start: (question) => {
      const app = new Hono()
      app.use(honoMarque(optionsOf(question)))
      app.all('*', (c) => c.text('reached', 200, HEADERS))
      return serve(getRequestListener(app.fetch))
    },
  },
  {
    name: 'h3 2',
    start: (question) => {
      const app = new H3({ allowMalformedURL: true })
      app.use(h3Marque(optionsOf(question)))
      app.all('/**', () => new Response('reached', { headers: HEADERS }))
      return serve(toNodeHandler(app) as unknown as RequestListener)
    },
  },
  {
    name: 'Fetch',
    start: (question) => {
      const handler = withMarque(
        optionsOf(question),
        () => new Response('reached', { headers: HEADERS }),
      )
      return serve(getRequestListener(handler))
    },
  },
]

function optionsOf({ policy, context }: Question): Pick<Question, 'policy' | 'context'> & {
  readonly log: false
  readonly hosts: 'any'
} {
  return { policy, context, log: false, hosts: 'any' }
}

function withExpress(make: typeof express, question: Question): RequestListener {
  const app = make()
  app.use(expressMarque(optionsOf(question)))
  app.use((_, response) => {
    response.set(HEADERS).send('reached')
  })
  return app
}

function serve(listener: RequestListener): Promise<RunningApp> {
  return listening(createServer({ maxHeaderSize: HEADER_BYTES }, listener))
}
