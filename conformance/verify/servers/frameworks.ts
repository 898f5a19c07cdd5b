/**
 * The same handler in four kinds of server.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { HeaderLine, RequestFacts } from '@marque/core'
import express from 'express'
import Fastify from 'fastify'
import { Hono } from 'hono'
import type { Answer } from './application.ts'
import type { Handler } from './hand-written.ts'

export type Framework = 'node' | 'express' | 'fastify' | 'hono'

/** A server that does not listen yet. */
export async function serverOf(framework: Framework, handler: Handler): Promise<Server> {
  return withUpgrades(await frameworks[framework](handler), handler)
}

/** Answers handshakes with 101 or 403; no frames are read. */
export function withUpgrades(server: Server, handler: Handler): Server {
  return server.on('upgrade', (request, socket) => {
    socket.on('error', () => undefined)
    const isOpen = handler.isUpgraded(factsOf(request))
    socket.end(
      isOpen
        ? 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
        : 'HTTP/1.1 403 Forbidden\r\nVary: Origin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    )
  })
}

const frameworks: Record<Framework, (handler: Handler) => Server | Promise<Server>> = {
  node: (handler) =>
    createServer(async (request, response) =>
      send(request, response, await handler.answer(factsOf(request))),
    ),
  express(handler) {
    const app = express()
    app.disable('x-powered-by').disable('etag')
    app.use(async (request, response) => {
      send(request, response, await handler.answer(factsOf(request, request.originalUrl)))
    })
    return createServer(app)
  },
  async fastify(handler) {
    const app = Fastify()
    app.addHook('onRequest', async (request, reply) => {
      reply.hijack()
      send(request.raw, reply.raw, await handler.answer(factsOf(request.raw)))
    })
    await app.ready()
    return app.server
  },
  hono(handler) {
    const app = new Hono<{ Bindings: { incoming: IncomingMessage } }>()
    app.all('*', async ({ env }) => {
      const { status, headers, body } = await handler.answer(factsOf(env.incoming))
      const hasBody = status !== 204 && status !== 304
      return new Response(hasBody ? body : null, {
        status,
        headers: headers.map(([...line]) => line),
      })
    })
    return createServer(getRequestListener(app.fetch))
  },
}

/** The request as it came, at the policy's own scheme. */
export function factsOf(
  request: IncomingMessage,
  target: string = request.url ?? '/',
): RequestFacts {
  const { rawHeaders, method = 'GET' } = request
  const headers: HeaderLine[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
  }
  return { method, url: `https://${request.headers.host ?? ''}${target}`, headers }
}

/** Sends an answer line by line, repeated lines too. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  request.resume()
  const isBodiless = status === 204 || status === 304 || request.method === 'HEAD'
  const lines = headers.filter(([name]) => name.toLowerCase() !== 'content-length')
  if (status !== 204 && status !== 304) lines.push(['Content-Length', `${Buffer.byteLength(body)}`])
  response.writeHead(status, lines.flat())
  response.end(isBodiless ? undefined : body)
}
