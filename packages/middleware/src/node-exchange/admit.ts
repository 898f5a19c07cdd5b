/**
 * A Node request judged, and its answer taken over: what every adapter that stands on `node:http` does first.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Enforcer, Judgement } from '../enforce/enforcer.ts'
import type { NodeResponse } from './answer-lines.ts'
import { forgetTravelling } from './forget.ts'
import { type NodeRequest, nodeFacts } from './node-facts.ts'
import { takeOver } from './take-over.ts'

/** A request and its answer as Node has them. */
export interface NodeExchange {
  readonly request: NodeRequest
  readonly response: NodeResponse
  /** The target that came, where something may have changed `url` of the request and kept it. */
  readonly target?: string
}

const DECISIONS = new WeakMap<object, Decision>()

/** The decision for a request that was judged. */
export function decisionOf(request: NodeRequest): Decision | undefined {
  return DECISIONS.get(request)
}

/**
 * Judges, and makes the policy the last word on the headers of the answer, whoever writes it.
 *
 * @param subject What the application's `context` is asked with.
 * @throws What `context` throws. Whatever the application then answers grants nothing.
 */
export function admit<Subject>(
  enforcer: Enforcer<Subject>,
  { request, response, target }: NodeExchange,
  subject: Subject,
): Judgement | Promise<Judgement> {
  const facts = nodeFacts(request, enforcer.scheme, target)
  forgetTravelling(request, facts)
  const keep = (judgement: Judgement): Judgement => {
    DECISIONS.set(request, judgement.decision)
    takeOver(response, judgement)
    return judgement
  }
  const refuse = (error: unknown): never => {
    takeOver(response, enforcer.nothing(facts))
    throw error
  }
  try {
    const judgement = enforcer.judge(facts, subject)
    return judgement instanceof Promise ? judgement.then(keep, refuse) : keep(judgement)
  } catch (error) {
    return refuse(error)
  }
}
