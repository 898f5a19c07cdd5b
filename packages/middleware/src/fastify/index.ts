/**
 * One policy in a Fastify application.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import { createEnforcer, type Judgement } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { admit } from '../node-exchange/admit.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The decision of the plugin `marque` for this request; null before its hook has run. */
    marque: Decision | null
  }
}

/**
 * The plugin. Registered before every other, so that its hook comes first and in every context: preflights are answered before anybody is asked who they
 * are. `request.marque` is the decision.
 *
 * A target that Fastify's own router cannot read (a bad escape) is answered by it with 400 before any hook, with no header of anybody.
 *
 * @throws {TypeError} At `ready`: the options hold a mistake of a programmer.
 *
 * @example
 * ```ts
 * await app.register(marque, { policy })
 * ```
 */
export const marque: FastifyPluginCallback<MarqueOptions<FastifyRequest>> = Object.assign(
  (
    app: FastifyInstance,
    options: MarqueOptions<FastifyRequest>,
    done: (error?: Error) => void,
  ): void => {
    // Fastify adds options of its own to those of a plugin.
    const {
      prefix: _,
      logLevel: __,
      logSerializers: ___,
      encapsulate: ____,
      ...own
    } = options as MarqueOptions<FastifyRequest> & { readonly [name: string]: unknown }
    const enforcer = createEnforcer(own as MarqueOptions<FastifyRequest>)
    app.decorateRequest('marque', null)
    app.addHook('onRequest', (request, reply, next) => {
      const proceed = (judgement: Judgement): void => {
        request.marque = judgement.decision
        if (judgement.own === null) next()
        else sendOwn(reply, judgement)
      }
      let judgement: Judgement | Promise<Judgement>
      try {
        judgement = admit(enforcer, { request: request.raw, response: reply.raw }, request)
      } catch (error) {
        return next(asError(error))
      }
      if (judgement instanceof Promise) {
        judgement.then(proceed, (error: unknown) => next(asError(error)))
      } else proceed(judgement)
    })
    done()
  },
  // What `fastify-plugin` sets: the hook and the decorator belong to the application, not to a context of the plugin's own.
  {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@marque/middleware',
    [Symbol.for('plugin-meta')]: { name: '@marque/middleware', fastify: '5.x' },
  },
)

function sendOwn(reply: FastifyReply, { own }: Judgement): void {
  if (own === null) return
  reply.code(own.status)
  for (const [name, value] of own.headers) reply.header(name, value)
  reply.send(own.body === '' ? undefined : own.body)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('`context` failed', { cause: error })
}
