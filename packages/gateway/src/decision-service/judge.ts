/**
 * One question of a data plane, decided: the same way for every protocol that asks.
 *
 * @module
 */
import {
  type Decision,
  decide,
  type Engine,
  type Moment,
  type RequestFacts,
  withoutPolicy,
} from '@marque/core'
import type { PolicySource } from '@marque/sync'

/** A request as the data plane received it from its client. */
export interface Question {
  readonly facts: RequestFacts
  readonly requestId: string
}

/** A question, decided. */
export interface Judged {
  readonly engine: Engine | null
  readonly facts: RequestFacts
  readonly moment: Moment
  readonly decision: Decision
  readonly requestId: string
}

/** Decides. Never throws and never rejects; at once where nobody has to be asked who sends the request. */
export type Judge = (question: Question) => Judged | Promise<Judged>

export function judgeBy(policy: PolicySource): Judge {
  return ({ facts, requestId }) => {
    const { engine } = policy
    const moment = policy.moment()
    return {
      engine,
      facts,
      moment,
      decision: engine === null ? withoutPolicy(facts) : decide(engine, facts, {}, moment),
      requestId,
    }
  }
}
