/**
 * The policy in a Fastify application.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify'
import {
  createEnforcer,
  type MarqueOptions,
  type OwnResponse,
  type Verdict,
} from './enforce/index.ts'
import { enforceNodeRequest } from './node-exchange/index.ts'

export type { Decision } from '@marque/core'
export type {
  DecisionEntry,
  DecisionEvent,
  ExplainOptions,
  LogOption,
  MarqueOptions,
} from './enforce/index.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The decision of the plugin `marque` for this request; null until its hook has run. */
    marque: Decision | null
  }
}

/**
 * The plugin. Register it before all others, so that its hook runs first and in every context: preflights carry no credentials. `request.marque` is the decision.
 *
 * Fastify's router responds with 400 to a target that it cannot decode, before any hook and without CORS headers.
 *
 * @throws {TypeError} At `ready`: the options are invalid.
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
    // Fastify merges its own options into those of a plugin.
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
      const proceed = ({ decision, ownResponse }: Verdict): void => {
        request.marque = decision
        if (ownResponse === null) next()
        else send(reply, ownResponse)
      }
      let verdict: Verdict | Promise<Verdict>
      try {
        const exchange = { request: request.raw, response: reply.raw }
        verdict = enforceNodeRequest(enforcer, exchange, request)
      } catch (error) {
        return next(asError(error))
      }
      if (verdict instanceof Promise) {
        verdict.then(proceed, (error: unknown) => next(asError(error)))
      } else proceed(verdict)
    })
    done()
  },
  // As `fastify-plugin` does: the hook and the decorator apply to the whole application, not to a context of the plugin.
  {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@marque/middleware',
    [Symbol.for('plugin-meta')]: { name: '@marque/middleware', fastify: '5.x' },
  },
)

function send(reply: FastifyReply, { status, headers, body }: OwnResponse): void {
  reply.code(status)
  for (const [name, value] of headers) reply.header(name, value)
  reply.send(body === '' ? undefined : body)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('`context` failed', { cause: error })
}
