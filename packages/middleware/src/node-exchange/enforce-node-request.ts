/**
 * A Node request evaluated and its response intercepted: the first step of every adapter on `node:http`.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Enforcer, Verdict } from '../enforce/index.ts'
import { interceptResponse } from './intercept-response.ts'
import {
  clientAddress,
  hasCertificate,
  localAddress,
  type NodeRequest,
  requestFacts,
  stripInternalHeaders,
} from './node-request.ts'
import { readBody } from './read-body.ts'
import type { NodeResponse } from './response-headers.ts'

/** A request and its response as Node has them. */
export interface NodeExchange {
  readonly request: NodeRequest
  readonly response: NodeResponse
  /** The request target as received, for frameworks that rewrite `request.url`. */
  readonly target?: string
  /** The body as a body parser left it, for frameworks that keep it elsewhere than in `request.body`. */
  readonly parsedBody?: () => unknown
}

const DECISIONS = new WeakMap<object, Decision>()

/** The decision for a request that was evaluated. */
export function decisionOf(request: NodeRequest): Decision | undefined {
  return DECISIONS.get(request)
}

/**
 * Evaluates the request and makes the policy the last author of the response headers, whatever writes the response.
 *
 * @param subject The argument of the application's `context`.
 * @throws What `context` throws. The application's response to that error grants nothing.
 */
export function enforceNodeRequest<Subject>(
  enforcer: Enforcer<Subject>,
  { request, response, target, parsedBody }: NodeExchange,
  subject: Subject,
): Verdict | Promise<Verdict> {
  const facts = requestFacts(request, enforcer.scheme, target)
  stripInternalHeaders(request, facts)
  const apply = (verdict: Verdict): Verdict => {
    DECISIONS.set(request, verdict.decision)
    interceptResponse(response, verdict)
    return verdict
  }
  const fail = (error: unknown): never => {
    interceptResponse(response, enforcer.deny(facts))
    throw error
  }
  const connection = () => ({
    peer: clientAddress(request) ?? '',
    readBody: (limit: number) =>
      readBody(request, limit, parsedBody?.() ?? (request as { body?: unknown }).body),
  })
  try {
    const refused = enforcer.refuseHost(facts, localAddress(request))
    if (refused !== null) return apply(refused)
    const explained = enforcer.explain(facts, subject, connection)
    if (explained !== null) return explained.then(apply, fail)
    const verdict = enforcer.evaluate(
      facts,
      subject,
      hasCertificate(request),
      clientAddress(request),
    )
    return verdict instanceof Promise ? verdict.then(apply, fail) : apply(verdict)
  } catch (error) {
    return fail(error)
  }
}
