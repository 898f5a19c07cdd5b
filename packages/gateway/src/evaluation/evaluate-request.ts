/**
 * Evaluation of a request: facts, decision, identity of the sender if it can matter, final decision.
 *
 * @module
 */
import {
  type Context,
  type Decision,
  decide,
  type Engine,
  type Moment,
  type RequestFacts,
  withoutPolicy,
} from '@marque/core'
import {
  ANONYMOUS,
  type Authenticator,
  type Identity,
  isLoginMissing,
  mayDependOnIdentity,
  type Sender,
} from '../auth/index.ts'
import { FAULTS, type Fault } from '../reply/index.ts'
import { EMPTY_CONTEXT, type Exchange } from '../request/index.ts'

/** The decision of the engine, or the one that applies while no policy is loaded. */
export function decideOrDeny(
  engine: Engine | null,
  facts: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  return engine === null ? withoutPolicy(facts) : decide(engine, facts, context, moment)
}

/**
 * A request to evaluate. `decision` is the decision with the context of the connection at first; `decision`, `context`, `loginUntil` and `subject` are updated once the sender is
 * authenticated.
 */
export interface EvaluationInput
  extends Sender,
    Pick<Exchange, 'context' | 'loginUntil' | 'subject' | 'decision'> {}

/** The result of an evaluation. The request may be forwarded if `fault` is null and `decision.reach` of the input is true. */
export interface Evaluation {
  readonly identity: Identity
  /** A required login is missing or cannot be verified: answered with this fault and the challenge of the identity, whatever the decision. */
  readonly fault: Fault | null
}

const ANONYMOUS_EVALUATION: Evaluation = { identity: ANONYMOUS, fault: null }

/**
 * Authenticates the sender if that can change the outcome, and decides again with the identity.
 *
 * Preflights carry no identity, and a refusal that no identity can lift is final: neither causes a request to an issuer.
 *
 * @returns Synchronously unless the authenticator is asynchronous. Throws or rejects only if the authenticator does.
 */
export function evaluateRequest(
  input: EvaluationInput,
  authenticate: Authenticator | null,
): Evaluation | Promise<Evaluation> {
  const { decision } = input
  if (decision.kind === 'preflight' || (!decision.reach && !mayDependOnIdentity(decision)))
    return ANONYMOUS_EVALUATION
  if (authenticate === null) return evaluateWith(input, ANONYMOUS)
  const identity = authenticate(input)
  return identity instanceof Promise
    ? identity.then((settled) => evaluateWith(input, settled))
    : evaluateWith(input, identity)
}

function evaluateWith(input: EvaluationInput, identity: Identity): Evaluation {
  const { engine, facts, moment } = input
  const { context, subject, until } = identity
  if (subject !== null) {
    input.loginUntil = until ?? Number.POSITIVE_INFINITY
    input.subject = subject
  }
  if (context !== EMPTY_CONTEXT) {
    input.context = { ...input.context, ...context }
    if (engine !== null) input.decision = decide(engine, facts, input.context, moment)
  }
  if (!isLoginMissing(engine, input.decision, identity))
    return identity === ANONYMOUS ? ANONYMOUS_EVALUATION : { identity, fault: null }
  const fault = identity.fault === 'unavailable' ? FAULTS.loginUnknown : FAULTS.authentication
  return { identity, fault }
}
