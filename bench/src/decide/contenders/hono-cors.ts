/**
 * `hono/cors`: its middleware, called with contexts of Hono's own class.
 *
 * @module
 */
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { AsyncRunner, Contender } from '../contender.ts'
import type { Message } from '../message.ts'
import { RULES } from '../rules.ts'

type NewContext = new (request: Request) => Context

export const honoList: Contender = {
  name: 'hono/cors',
  option: 'list',
  build: (origins) => runner({ origin: [...origins] }),
}

export const honoSet: Contender = {
  name: 'hono/cors',
  option: 'set',
  build: (origins) => {
    const known = new Set(origins)
    return runner({ origin: (origin: string) => (known.has(origin) ? origin : null) })
  },
}

interface Exchange {
  readonly context: Context
  answer: Response | null
}

async function runner(origin: {
  origin: string[] | ((origin: string) => string | null)
}): Promise<AsyncRunner<Exchange>> {
  const HonoContext = await contextClass()
  const middleware = cors({
    allowMethods: [...RULES.methods],
    allowHeaders: [...RULES.requestHeaders],
    exposeHeaders: [...RULES.exposeHeaders],
    credentials: true,
    maxAge: RULES.maxAge,
    ...origin,
  })
  return {
    async: true,
    open: (message) => ({ context: new HonoContext(requestOf(message)), answer: null }),
    run: async (exchange) => {
      exchange.answer = (await middleware(exchange.context, next)) ?? null
    },
    idle: async (exchange) => {
      exchange.answer = (await idle(exchange.context, next)) ?? null
    },
    read: ({ context, answer }, name) => (answer ?? context.res).headers.get(name),
  }
}

/** Hono does not export the class; it is taken from a context. */
async function contextClass(): Promise<NewContext> {
  let found: NewContext | undefined
  const app = new Hono()
  app.get('/', (context) => {
    found = context.constructor as NewContext
    return context.text('')
  })
  await app.request('/')
  if (found === undefined) throw new Error('Hono created no context')
  return found
}

function requestOf({ method, url, headers }: Message): Request {
  return new Request(`https://api.example.com${url}`, { method, headers })
}

async function next(): Promise<void> {}

async function idle(context: Context, next: () => Promise<void>): Promise<Response | undefined> {
  context.res.headers.set('Access-Control-Allow-Origin', '*')
  await next()
  return undefined
}
