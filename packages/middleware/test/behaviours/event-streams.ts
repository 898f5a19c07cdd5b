/**
 * An event stream that never ends, in each framework as its users write it.
 *
 * @module
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { createGzip } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
import type { PolicySource } from '@marque/sync'
import express from 'express'
import fastify from 'fastify'
import { createEventStream, H3 } from 'h3'
import { toNodeHandler } from 'h3/node'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import Koa from 'koa'
import { marque as expressMarque } from '../../src/express.ts'
import { marque as fastifyMarque } from '../../src/fastify.ts'
import { withMarque } from '../../src/fetch.ts'
import { marque as h3Marque } from '../../src/h3/index.ts'
import { marque as honoMarque } from '../../src/hono.ts'
import { marque as koaMarque } from '../../src/koa.ts'
import { marque as nodeMarque } from '../../src/node/index.ts'
import { listening, type RunningApp } from '../contract/app.ts'

/** What the application of a test sees of its streams. */
export interface Writers {
  /** Streams whose writer has not heard that nobody reads any more. */
  open: number
}

export interface Streaming {
  readonly name: string
  start(policy: PolicySource, writers: Writers): Promise<RunningApp>
}

const TYPE = { 'content-type': 'text/event-stream; charset=utf-8' }
const OWN_GLOBALS = { overrideGlobalObjects: false }

/** Writes on and on; `left` is how the application hears that its client is gone. */
function writing(writers: Writers, write: (text: string) => void): () => void {
  writers.open++
  write('data: 1\n\n')
  const timer = setInterval(() => write('data: 1\n\n'), 5)
  let isOver = false
  return () => {
    clearInterval(timer)
    if (!isOver) writers.open--
    isOver = true
  }
}

function toNode(response: ServerResponse, writers: Writers): void {
  response.writeHead(200, TYPE)
  response.once(
    'close',
    writing(writers, (text) => response.write(text)),
  )
}

/** Most frameworks take a readable of Node as a body. */
function readable(writers: Writers): PassThrough {
  const body = new PassThrough()
  body.once(
    'close',
    writing(writers, (text) => body.writable && body.write(text)),
  )
  return body
}

function streamed(writers: Writers): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let left: () => void
  return new ReadableStream({
    start(controller) {
      left = writing(writers, (text) => controller.enqueue(encoder.encode(text)))
    },
    cancel: () => left(),
  })
}

const hono = (policy: PolicySource, writers: Writers): Hono => {
  const app = new Hono()
  app.use(honoMarque({ policy }))
  app.get('/live', (c) =>
    streamSSE(c, async (stream) => {
      await new Promise<void>((resolve) => {
        const left = writing(writers, () => void stream.writeSSE({ data: '1' }))
        stream.onAbort(() => {
          left()
          resolve()
        })
      })
    }),
  )
  return app
}

const h3 = (policy: PolicySource, writers: Writers): H3 => {
  const app = new H3()
  app.use(h3Marque({ policy }))
  app.get('/live', (event) => {
    const stream = createEventStream(event)
    stream.onClosed(writing(writers, () => void stream.push('1')))
    return stream.send()
  })
  return app
}

export const STREAMING: readonly Streaming[] = [
  {
    name: 'node:http',
    start: (policy, writers) => {
      const cors = nodeMarque({ policy })
      return listening(
        createServer((request, response) =>
          cors(request, response, () => toNode(response, writers)),
        ),
      )
    },
  },
  {
    name: 'Express 5',
    start: (policy, writers) => {
      const app = express()
      app.use(expressMarque({ policy }))
      app.get('/live', (_, response) => toNode(response, writers))
      return listening(createServer(app))
    },
  },
  {
    name: 'a pipe that compresses',
    start: (policy, writers) => {
      const cors = nodeMarque({ policy })
      return listening(
        createServer((request, response) =>
          cors(request, response, () => {
            response.writeHead(200, { ...TYPE, 'content-encoding': 'gzip', 'x-data': 'data: 1' })
            const source = readable(writers)
            source.pipe(createGzip({ flush: 2 })).pipe(response)
            response.once('close', () => source.destroy())
          }),
        ),
      )
    },
  },
  {
    name: 'Koa 3',
    start: (policy, writers) => {
      const app = new Koa()
      app.silent = true
      app.use(koaMarque({ policy }))
      app.use((ctx) => {
        ctx.set(TYPE)
        ctx.body = readable(writers)
      })
      return listening(createServer(app.callback()))
    },
  },
  {
    name: 'Fastify 5',
    start: async (policy, writers) => {
      const app = fastify()
      await app.register(fastifyMarque, { policy })
      app.get('/live', (_, reply) => reply.headers(TYPE).send(readable(writers)))
      await app.listen({ port: 0, host: '127.0.0.1' })
      const [address] = app.addresses() as AddressInfo[]
      return {
        port: address?.port ?? 0,
        stop: () => {
          app.server.closeAllConnections()
          return app.close()
        },
      }
    },
  },
  {
    name: 'Hono 4 on Node',
    start: (policy, writers) =>
      listening(createServer(getRequestListener(hono(policy, writers).fetch, OWN_GLOBALS))),
  },
  {
    name: 'h3 2 on Node',
    start: (policy, writers) => listening(createServer(toNodeHandler(h3(policy, writers)))),
  },
  {
    name: 'Fetch on Node',
    start: (policy, writers) => {
      const handler = withMarque(
        { policy },
        () => new Response(streamed(writers), { headers: TYPE }),
      )
      return listening(createServer(getRequestListener(handler, OWN_GLOBALS)))
    },
  },
]

/** The same without Node in sight, as on Workers, Deno and Bun. */
export const FETCHING: readonly {
  readonly name: string
  handler(policy: PolicySource, writers: Writers): (request: Request) => Promise<Response>
}[] = [
  {
    name: 'Fetch',
    handler: (policy, writers) =>
      withMarque({ policy }, () => new Response(streamed(writers), { headers: TYPE })),
  },
  {
    name: 'Hono 4',
    handler: (policy, writers) => async (request) => hono(policy, writers).fetch(request),
  },
  {
    name: 'h3 2',
    handler: (policy, writers) => async (request) => h3(policy, writers).fetch(request),
  },
]
