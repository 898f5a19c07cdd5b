/**
 * One question of a data plane, decided: the same way for every protocol that asks.
 *
 * @module
 */
import {
  type Context,
  type Decision,
  decide,
  type Engine,
  type HeaderLine,
  type Moment,
  type RequestFacts,
  withoutPolicy,
} from '@marque/core'
import type { PolicySource } from '@marque/sync'
import { FAULTS, type Fault } from '../answer/faults.ts'
import type { Client } from '../exchange/client.ts'
import { UNKNOWN } from '../exchange/exchange.ts'
import { traceOf } from '../exchange/ids.ts'
import { type Identify, type Identity, NOBODY } from '../identity/identity.ts'
import { isLoginMissing, mayChange } from '../identity/needs.ts'
import { type Decided, type Observer, SILENT } from '../serve/stages.ts'

/** A request as the data plane received it from its client. */
export interface Question {
  readonly facts: RequestFacts
  readonly requestId: string
  /** Who is at the other end of the data plane's connection; left out where it does not say. */
  readonly client?: Client
}

/** A question, decided. */
export interface Judged {
  readonly engine: Engine | null
  readonly facts: RequestFacts
  readonly moment: Moment
  readonly decision: Decision
  readonly requestId: string
  /** What is known of the sender. */
  readonly context: Context
  /** Why the request does not go on although the policy lets it: a login is missing, or cannot be verified. */
  readonly failure: { readonly fault: Fault; readonly lines: readonly HeaderLine[] } | null
}

/** Decides. Never throws and never rejects; at once where nobody has to be asked who sends the request. */
export type Judge = (question: Question) => Judged | Promise<Judged>

export interface JudgeParts {
  /** Null: nobody is identified, and conditions on people do not hold. */
  readonly identify: Identify | null
  /** Hears of each decision, once. */
  readonly observe: Pick<Observer, 'decided'>
}

const NOBODY_ASKED: JudgeParts = { identify: null, observe: SILENT }

const FAR: Client = { address: '', scheme: 'http', isViaProxy: true }

/** Asks who sends a request where that can change the answer, as the gateway does: serve/handle.ts. */
export function judgeBy(
  policy: PolicySource,
  { identify, observe }: JudgeParts = NOBODY_ASKED,
): Judge {
  return ({ facts, requestId, client = FAR }) => {
    const startedAt = performance.now()
    const { engine } = policy
    const moment = policy.moment()
    const first = engine === null ? withoutPolicy(facts) : decide(engine, facts, UNKNOWN, moment)
    const sender = { request: null, facts, client, engine, moment, decision: first }
    const end = (
      decision: Decision,
      context: Context = UNKNOWN,
      failure: Judged['failure'] = null,
    ): Judged => {
      const decided: Decided = {
        ...sender,
        decision,
        requestId,
        startedAt,
        // Made where it is logged.
        get trace() {
          return traceOf(facts.headers)
        },
      }
      observe.decided(decided)
      return { engine, facts, moment, decision, requestId, context, failure }
    }
    const known = (identity: Identity): Judged => {
      const { context, fault, challenge } = identity
      const decision =
        engine === null || context === UNKNOWN ? first : decide(engine, facts, context, moment)
      if (!isLoginMissing(engine, decision, identity)) return end(decision, context)
      const isUnknown = fault === 'unavailable'
      return end(decision, context, {
        fault: isUnknown ? FAULTS.loginUnknown : FAULTS.authentication,
        lines: challenge,
      })
    }
    const failed = (): Judged => end(first, UNKNOWN, { fault: FAULTS.internal, lines: [] })
    if (first.kind === 'preflight' || (!first.reach && !mayChange(first))) return end(first)
    if (identify === null) return known(NOBODY)
    try {
      const identity = identify(sender)
      return identity instanceof Promise ? identity.then(known).catch(failed) : known(identity)
    } catch {
      return failed()
    }
  }
}
