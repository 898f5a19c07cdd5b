/**
 * Evaluates a request: decisions, the steps to them, and the behaviour of browsers.
 *
 * @module
 */
import { type Decision, decide, type Engine, type Moment, type RequestFacts } from '@marque/core'
import type { BrowserVerdicts } from '@marque/core/browsers'
import { explain, type Step } from '@marque/core/explain'
import type { ExplainInput } from '../input/index.ts'
import { wireRequests } from './wire-requests.ts'

/** A request on the wire and its decision. */
export interface ExplainedRequest {
  readonly facts: RequestFacts
  readonly decision: Decision
  readonly steps: readonly Step[]
  /** It would be forwarded, but its resource requires a login, and the context has none. */
  readonly lacksLogin: boolean
}

export interface Evaluation {
  readonly input: ExplainInput
  /** Null if browsers send none. */
  readonly preflight: ExplainedRequest | null
  readonly request: ExplainedRequest
  /** Null if no browser sends such a request. */
  readonly browsers: BrowserVerdicts | null
}

/** Evaluates the request. Never throws. */
export function evaluateRequest(engine: Engine, input: ExplainInput): Evaluation {
  const { page, context, now } = input
  const moment: Moment = { now }
  const sent = wireRequests(page, (facts) => decide(engine, facts, context, moment))
  const explainOne = (facts: RequestFacts): ExplainedRequest => {
    const { decision, steps, lacksLogin } = explain(engine, facts, context, moment)
    return { facts, decision, steps, lacksLogin }
  }
  return {
    input,
    preflight: sent.preflight && explainOne(sent.preflight),
    request: explainOne(sent.request),
    browsers: sent.browsers,
  }
}
