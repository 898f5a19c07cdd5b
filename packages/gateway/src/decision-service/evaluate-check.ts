/**
 * Evaluation of a check: the same for every proxy.
 *
 * @module
 */
import type { Context, Decision, Engine, HeaderLine, Moment, RequestFacts } from '@marque/core'
import type { HostCheck } from '@marque/core/hosts'
import type { PolicySource } from '@marque/sync'
import type { Authenticator } from '../auth/index.ts'
import {
  decideOrDeny,
  type Evaluation,
  type EvaluationInput,
  evaluateRequest,
} from '../evaluation/index.ts'
import { NO_OBSERVER, type Observer } from '../observability/index.ts'
import { FAULTS, type Fault } from '../reply/index.ts'
import {
  CERTIFICATE_CONTEXT,
  type Client,
  EMPTY_CONTEXT,
  traceContextOf,
} from '../request/index.ts'

/** A request as the proxy received it from its client. */
export interface CheckInput {
  readonly facts: RequestFacts
  readonly requestId: string
  /** The client of the proxy; absent if the proxy does not say. */
  readonly client?: Client
  /** The proxy reports a certificate of its client. */
  readonly hasCertificate?: boolean
}

export interface CheckResult {
  readonly engine: Engine | null
  readonly facts: RequestFacts
  readonly moment: Moment
  readonly decision: Decision
  readonly requestId: string
  /** Of the authenticated sender. */
  readonly context: Context
  /** Why the request must not be forwarded although the policy allows it: a login is missing or cannot be verified, or its host is not served. */
  readonly failure: { readonly fault: Fault; readonly headers: readonly HeaderLine[] } | null
}

/** Evaluates a check. Never throws or rejects; synchronous unless the sender is authenticated asynchronously. */
export type CheckEvaluator = (input: CheckInput) => CheckResult | Promise<CheckResult>

export interface EvaluatorDeps {
  /** Null: every request is anonymous, and conditions on claims are not met. */
  readonly authenticate: Authenticator | null
  /** Null: every host is served. */
  readonly isHostServed: HostCheck | null
  /** Called once for each check. */
  readonly observer: Pick<Observer, 'decided'>
}

const UNKNOWN_CLIENT: Client = { address: '', scheme: 'http', isViaProxy: true }

export function checkEvaluator(
  policy: PolicySource,
  { authenticate, isHostServed, observer }: EvaluatorDeps = {
    authenticate: null,
    isHostServed: null,
    observer: NO_OBSERVER,
  },
): CheckEvaluator {
  return ({ facts, requestId, client = UNKNOWN_CLIENT, hasCertificate = false }) => {
    const startedAt = performance.now()
    const { engine } = policy
    const moment = policy.moment()
    const connection = hasCertificate ? CERTIFICATE_CONTEXT : EMPTY_CONTEXT
    const input: EvaluationInput = {
      request: null,
      facts,
      client,
      engine,
      moment,
      decision: decideOrDeny(engine, facts, connection, moment),
      context: connection,
      loginUntil: null,
      subject: null,
    }
    const resultOf = (failure: CheckResult['failure']): CheckResult => {
      const { decision, context } = input
      const decided = {
        ...input,
        requestId,
        startedAt,
        // Created if the decision is logged.
        get trace() {
          return traceContextOf(facts.headers)
        },
      }
      observer.decided(decided, failure?.fault)
      return { engine, facts, moment, decision, requestId, context, failure }
    }
    const succeed = ({ fault, identity }: Evaluation): CheckResult =>
      resultOf(fault === null ? null : { fault, headers: identity.challenge })
    const fail = (): CheckResult => resultOf({ fault: FAULTS.internal, headers: [] })
    // The service does not know to which address the client connected.
    const isServed =
      isHostServed === null ||
      engine === null ||
      input.decision.status === 400 ||
      isHostServed(engine, facts.url, null)
    if (!isServed) return resultOf({ fault: FAULTS.misdirected, headers: [] })
    try {
      const evaluation = evaluateRequest(input, authenticate)
      return evaluation instanceof Promise
        ? evaluation.then(succeed).catch(fail)
        : succeed(evaluation)
    } catch {
      return fail()
    }
  }
}
