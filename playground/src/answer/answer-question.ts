/**
 * The answer to a question: the decisions of the engine, each step to them, and what browsers make of them.
 *
 * @module
 */
import { type Decision, decide, type Engine, type Moment, type RequestFacts } from '@marque/core'
import type { BrowserVerdicts } from '@marque/core/browsers'
import { explain, type Step } from '@marque/core/explain'
import type { Question } from '../question/read-question.ts'
import { wireRequests } from './wire-requests.ts'

/** One request on the wire, and what was decided of it. */
export interface Asked {
  readonly facts: RequestFacts
  readonly decision: Decision
  readonly steps: readonly Step[]
}

export interface Answer {
  readonly question: Question
  /** Null where no browser sends one. */
  readonly preflight: Asked | null
  readonly request: Asked
  /** Null where no browser sends such a request. */
  readonly browsers: BrowserVerdicts | null
}

/** Asks the engine. Never throws. */
export function answerQuestion(engine: Engine, question: Question): Answer {
  const { page, context, now } = question
  const moment: Moment = { now }
  const sent = wireRequests(page, (facts) => decide(engine, facts, context, moment))
  const ask = (facts: RequestFacts): Asked => {
    const { decision, steps } = explain(engine, facts, context, moment)
    return { facts, decision, steps }
  }
  return {
    question,
    preflight: sent.preflight && ask(sent.preflight),
    request: ask(sent.request),
    browsers: sent.browsers,
  }
}
