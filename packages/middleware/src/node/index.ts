/**
 * One policy in front of `node:http`, `node:https`, `node:http2` and everything that takes `(request, response, next)`: Connect, Polka, custom servers.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { Decision } from '@marque/core'
import { createEnforcer, type Judgement } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import type { NodeResponse } from './answer-lines.ts'
import { nodeFacts } from './node-facts.ts'
import { sendOwn } from './send-own.ts'
import { takeOver } from './take-over.ts'

export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'

export type NodeRequest = IncomingMessage | Http2ServerRequest

/** Middleware as Connect defined it. */
export type NodeMiddleware = (
  request: NodeRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void

const DECISIONS = new WeakMap<NodeRequest, Decision>()

/** The decision for a request that went through {@link marque}. */
export function decisionOf(request: NodeRequest): Decision | undefined {
  return DECISIONS.get(request)
}

/**
 * Makes the middleware. It stands first, before logins, routers and body parsers: preflights are answered before anybody is asked who they are.
 *
 * What goes on carries the policy's headers whatever becomes of it: errors, 404, redirects, streams. What is refused is answered here.
 *
 * @example
 * ```ts
 * const cors = marque({ policy: bundle })
 * http.createServer((request, response) => cors(request, response, () => response.end('hello')))
 * ```
 */
export function marque(options: MarqueOptions<NodeRequest>): NodeMiddleware {
  const enforcer = createEnforcer(options)
  return (request, response, next) => {
    const proceed = (judgement: Judgement): void => {
      const { decision, own } = judgement
      DECISIONS.set(request, decision)
      if (own === null) {
        takeOver(response, judgement)
        next()
      } else sendOwn(response, own, request.method ?? 'GET')
    }
    let judgement: Judgement | Promise<Judgement>
    try {
      judgement = enforcer.judge(
        nodeFacts(request, enforcer.scheme, originalTarget(request)),
        request,
      )
    } catch (error) {
      return next(error)
    }
    if (judgement instanceof Promise) judgement.then(proceed, next)
    else proceed(judgement)
  }
}

/** Routers of Connect and Express cut the prefix off `url` and keep the whole one here. */
function originalTarget(request: NodeRequest): string | undefined {
  const { originalUrl } = request as { readonly originalUrl?: unknown }
  return typeof originalUrl === 'string' ? originalUrl : request.url
}
