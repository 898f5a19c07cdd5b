/**
 * `@fastify/cors`: its hook, called with requests and replies of Fastify's own classes over the same minimal response as the others.
 *
 * @module
 */
import fastifyCors from '@fastify/cors'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { Answer } from '../answer.ts'
import type { Contender, SyncRunner } from '../contender.ts'
import type { Message } from '../message.ts'
import { RULES } from '../rules.ts'

type Hook = (request: FastifyRequest, reply: FastifyReply, next: () => void) => void
type NewRequest = new (
  id: string,
  params: object,
  raw: Message,
  query: object,
  log: unknown,
  context: unknown,
) => FastifyRequest
type NewReply = new (raw: Answer, request: FastifyRequest, log: unknown) => FastifyReply

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export const fastifyList: Contender = {
  name: '@fastify/cors',
  option: 'list',
  build: (origins) => runner({ origin: origins }),
}

export const fastifySet: Contender = {
  name: '@fastify/cors',
  option: 'set',
  build: (origins) => {
    const known = new Set(origins)
    return runner({
      origin: (origin: string | undefined, done: (error: null, allowed: boolean) => void) =>
        done(null, origin !== undefined && known.has(origin)),
    })
  },
}

async function runner(origin: object): Promise<SyncRunner<Exchange>> {
  const hook = hookOf({
    methods: RULES.methods,
    allowedHeaders: RULES.requestHeaders,
    exposedHeaders: RULES.exposeHeaders,
    credentials: true,
    maxAge: RULES.maxAge,
    ...origin,
  })
  const { newRequest, newReply, log, context } = await insides()
  return {
    async: false,
    open: (message) => {
      const request = new newRequest('', {}, message, {}, log, context)
      return { request, reply: new newReply(new Answer(), request, log) }
    },
    run: ({ request, reply }) => hook(request, reply, next),
    idle: ({ request, reply }) => idle(request, reply, next),
    read: ({ reply }, name) => {
      const value = reply.getHeader(name) ?? (reply.raw as unknown as Answer).getHeader(name)
      return value === undefined ? null : String(value)
    },
  }
}

/** The plugin registers one hook; it is captured without starting a server. */
function hookOf(options: object): Hook {
  let found: Hook | undefined
  const register = fastifyCors as unknown as (
    instance: object,
    options: object,
    done: () => void,
  ) => void
  const instance = {
    decorateRequest: () => {},
    options: () => {},
    addHook: (_: string, hook: Hook) => {
      found = hook
    },
  }
  register(instance, options, () => {})
  if (found === undefined) throw new Error('@fastify/cors registered no hook')
  return found
}

/** Fastify exports neither its classes nor the route context; they are taken from a request that it served. */
async function insides(): Promise<{
  newRequest: NewRequest
  newReply: NewReply
  log: unknown
  context: unknown
}> {
  let found: FastifyReply | undefined
  const app = Fastify()
  app.decorateRequest('corsPreflightEnabled', false)
  app.get('/', (_, reply) => {
    found = reply
    return reply.send('')
  })
  await app.inject('/')
  if (found === undefined) throw new Error('Fastify created no reply')
  const { request, log } = found
  const symbol = Object.getOwnPropertySymbols(request).find(
    (one) => one.description === 'fastify.context' || one.description === 'fastify.routeContext',
  )
  if (symbol === undefined) {
    throw new Error(
      `no route context among ${Object.getOwnPropertySymbols(request).map(String).join(', ')}`,
    )
  }
  return {
    newRequest: request.constructor as unknown as NewRequest,
    newReply: found.constructor as unknown as NewReply,
    log,
    context: (request as unknown as Record<symbol, unknown>)[symbol],
  }
}

function next(): void {}

const idle: Hook = (_, reply, next) => {
  reply.header('Access-Control-Allow-Origin', '*')
  next()
}
