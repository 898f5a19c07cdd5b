/**
 * Middleware as Connect defined it, for all that take `(request, response, next)`.
 *
 * @module
 */
import type { Enforcer, Judgement } from '../enforce/enforcer.ts'
import { admit } from './admit.ts'
import type { NodeResponse } from './answer-lines.ts'
import type { NodeRequest } from './node-facts.ts'
import { sendOwn } from './send-own.ts'

/**
 * Judges a request and lets it go on, or answers it.
 *
 * @param keep Told of the judgement before either happens.
 */
export function connect<Request extends NodeRequest>(
  enforcer: Enforcer<Request>,
  keep: (request: Request, judgement: Judgement) => void,
): (request: Request, response: NodeResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    const proceed = (judgement: Judgement): void => {
      keep(request, judgement)
      if (judgement.own === null) next()
      else sendOwn(response, judgement.own, request.method ?? 'GET')
    }
    let judgement: Judgement | Promise<Judgement>
    try {
      judgement = admit(enforcer, { request, response }, request)
    } catch (error) {
      return next(error)
    }
    // What `next` throws is the application's: it must not come back here as an error of ours.
    if (judgement instanceof Promise)
      judgement.then((known) => process.nextTick(proceed, known), next)
    else proceed(judgement)
  }
}
