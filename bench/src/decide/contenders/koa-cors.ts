/**
 * `@koa/cors`: its middleware, called with contexts created by Koa.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import koaCors from '@koa/cors'
import Koa from 'koa'
import { Answer } from '../answer.ts'
import type { AsyncRunner, Contender } from '../contender.ts'
import { RULES } from '../rules.ts'

/** Its `origin` is a string or a function; it does not support a list. */
export const koaSet: Contender = {
  name: '@koa/cors',
  option: 'set',
  build: (origins): AsyncRunner<Koa.Context> => {
    const known = new Set(origins)
    const koa = new Koa()
    const middleware = koaCors({
      allowMethods: RULES.methods,
      allowHeaders: RULES.requestHeaders,
      exposeHeaders: RULES.exposeHeaders,
      credentials: true,
      maxAge: RULES.maxAge,
      origin: (context: Koa.Context) => {
        const origin = context.get('Origin')
        return known.has(origin) ? origin : ''
      },
    })
    return {
      async: true,
      open: (message) =>
        koa.createContext(message as IncomingMessage, new Answer() as unknown as ServerResponse),
      run: (context) => middleware(context, next),
      idle: (context) => idle(context, next),
      read: (context, name) => context.response.get(name) || null,
    }
  },
}

async function next(): Promise<void> {}

async function idle(context: Koa.Context, next: () => Promise<void>): Promise<void> {
  context.set('Access-Control-Allow-Origin', '*')
  await next()
}
