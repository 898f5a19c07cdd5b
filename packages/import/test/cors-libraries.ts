/**
 * The CORS libraries, each answering one request with the options given, and what a browser makes of an answer.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type RequestListener, request } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { HeaderLine } from '@marque/core'
import { fastify } from 'fastify'
import { Hono } from 'hono'
import { cors as honoCors } from 'hono/cors'
import Koa from 'koa'
import type { CorsLibrary } from '../src/index.ts'

/** The libraries without types. */
const require = createRequire(import.meta.url)

/** A request of a page. */
export interface PageRequest {
  readonly origin: string
  readonly method: string
  /** Names of request headers that script sets, lower case. */
  readonly headers: readonly string[]
  readonly credentials: boolean
}

/** Answers a request by its method and headers. */
export type Answer = (
  method: string,
  headers: { readonly [name: string]: string },
) => Promise<ServerAnswer>

/** A status, and the header lines. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
}

/** A server with a library, until it is closed. */
export interface LibraryServer {
  readonly answer: Answer
  readonly close: () => Promise<void>
}

/** Starts a server with the library and these options; undefined is no options. */
export async function serve(
  library: CorsLibrary['name'],
  options: object | undefined,
): Promise<LibraryServer> {
  switch (library) {
    case 'cors': {
      const cors = require('cors') as (
        options?: object,
      ) => (...args: readonly [unknown, unknown, () => void]) => void
      const middleware = cors(options)
      return listen((incoming, response) =>
        middleware(incoming, response, () => response.end('ok')),
      )
    }
    case 'koa': {
      const cors = require('@koa/cors') as (options?: object) => Koa.Middleware
      const app = new Koa({})
      app.silent = true
      app.use(cors(options && { ...options }))
      app.use((context) => {
        context.body = 'ok'
      })
      return listen(app.callback())
    }
    case 'hono': {
      const app = new Hono()
      app.onError((_error, context) => context.text('error', 500))
      app.use(honoCors(options))
      app.all('*', (context) => context.text('ok'))
      return {
        answer: async (method, headers) => {
          const response = await app.request('https://api.example.com/x', { method, headers })
          return { status: response.status, headers: [...response.headers] }
        },
        close: async () => {},
      }
    }
    case 'fastify': {
      const app = fastify()
      await app.register(require('@fastify/cors'), options ?? {})
      app.all('/x', async () => 'ok')
      return {
        answer: async (method, headers) => {
          const response = await app.inject({ method: method as 'GET', url: '/x', headers })
          const lines = Object.entries(response.headers).flatMap(([name, value]) =>
            [value ?? []].flat().map((one): HeaderLine => [name, String(one)]),
          )
          return { status: response.statusCode, headers: lines }
        },
        close: () => app.close(),
      }
    }
  }
}

async function listen(listener: RequestListener): Promise<LibraryServer> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    answer: async (method, headers) => {
      const outgoing = request({ host: '127.0.0.1', port, path: '/x', method, headers }).end()
      const [incoming] = await once(outgoing, 'response')
      incoming.resume()
      const raw: readonly string[] = incoming.rawHeaders
      const lines = raw.flatMap((name, at): HeaderLine[] =>
        at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : [],
      )
      return { status: incoming.statusCode ?? 0, headers: lines }
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const SAFELISTED = ['GET', 'HEAD', 'POST']

/** Whether script of the page reads the answer (Fetch, HTTP-network fetch with CORS). `content-type` is not a safelisted one here. */
export async function reads(answer: Answer, page: PageRequest): Promise<boolean> {
  const { origin, method, headers, credentials } = page
  if (headers.length > 0 || !SAFELISTED.includes(method)) {
    const preflight = await answer('OPTIONS', {
      Origin: origin,
      'Access-Control-Request-Method': method,
      ...(headers.length > 0 && { 'Access-Control-Request-Headers': headers.join(',') }),
    })
    if (preflight.status < 200 || preflight.status > 299) return false
    if (!corsCheck(preflight, page)) return false
    const methods = listOf(preflight, 'access-control-allow-methods')
    const anyMethod = methods.includes('*') && !credentials
    if (!SAFELISTED.includes(method) && !anyMethod && !methods.includes(method)) return false
    const allowed = listOf(preflight, 'access-control-allow-headers').map((name) =>
      name.toLowerCase(),
    )
    const anyHeader = allowed.includes('*') && !credentials
    const isAllowed = (name: string): boolean =>
      allowed.includes(name) || (anyHeader && name !== 'authorization')
    if (!headers.every(isAllowed)) return false
  }
  const sent = Object.fromEntries(headers.map((name) => [name, 'application/json']))
  return corsCheck(await answer(method, { Origin: origin, ...sent }), page)
}

/** Fetch, CORS check. */
function corsCheck(answer: ServerAnswer, { origin, credentials }: PageRequest): boolean {
  const allowed = fieldOf(answer, 'access-control-allow-origin')
  if (allowed === '*') return !credentials
  if (allowed !== origin) return false
  return !credentials || fieldOf(answer, 'access-control-allow-credentials') === 'true'
}

function fieldOf({ headers }: ServerAnswer, name: string): string | null {
  const lines = headers.filter(([one]) => one.toLowerCase() === name)
  return lines.length === 0 ? null : lines.map(([, value]) => value).join(', ')
}

function listOf(answer: ServerAnswer, name: string): readonly string[] {
  return (fieldOf(answer, name) ?? '').split(',').map((one) => one.trim())
}
