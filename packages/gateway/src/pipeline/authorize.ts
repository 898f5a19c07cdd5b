/**
 * The middle of the pipeline, shared by requests and WebSockets: evaluation with the sender's identity, then rate limits.
 *
 * @module
 */
import type { Identity } from '../auth/index.ts'
import { type Evaluation, evaluateRequest } from '../evaluation/index.ts'
import type { RateLimitResult } from '../rate-limit/index.ts'
import { FAULTS } from '../reply/index.ts'
import type { Exchange } from '../request/index.ts'
import type { PipelineDeps } from './pipeline-deps.ts'
import { answerDecision, fail, failInternally, failRateLimited } from './refuse.ts'

/** Servers silently drop header lines beyond their own bound (Node beyond a thousand): the application must see every line that was evaluated. */
const MAX_HEADER_LINES = 1_000

/** Calls `next` if the request may be forwarded, and answers it otherwise. */
export type Authorized = (identity: Identity, limit: RateLimitResult) => void

export function authorize(deps: PipelineDeps, exchange: Exchange, next: Authorized): void {
  if (exchange.facts.headers.length > MAX_HEADER_LINES) {
    fail(deps, exchange, FAULTS.lines)
    return
  }
  let evaluation: Evaluation | Promise<Evaluation>
  try {
    evaluation = evaluateRequest(exchange, deps.authenticate)
  } catch (error) {
    failInternally(deps, exchange, error)
    return
  }
  if (evaluation instanceof Promise) {
    evaluation
      .then((settled) => limitRate(deps, exchange, settled, next))
      .catch((error: unknown) => failInternally(deps, exchange, error))
  } else limitRate(deps, exchange, evaluation, next)
}

const UNLIMITED: RateLimitResult = { isExceeded: false, by: null, headers: [] }

/** Requests that the policy refuses are not counted. Failed logins are, since otherwise tokens could be tried without end. */
function limitRate(
  deps: PipelineDeps,
  exchange: Exchange,
  evaluation: Evaluation,
  next: Authorized,
): void {
  const { identity, fault } = evaluation
  if (fault === null && !exchange.decision.reach) {
    answerDecision(deps, exchange)
    return
  }
  if (deps.rateLimiter === null) {
    proceed(deps, exchange, evaluation, UNLIMITED, next)
    return
  }
  const limit = deps.rateLimiter.countRequest(exchange, identity.subject)
  if (limit instanceof Promise) {
    limit
      .then((settled) => proceed(deps, exchange, evaluation, settled, next))
      .catch((error: unknown) => failInternally(deps, exchange, error))
  } else proceed(deps, exchange, evaluation, limit, next)
}

function proceed(
  deps: PipelineDeps,
  exchange: Exchange,
  { identity, fault }: Evaluation,
  limit: RateLimitResult,
  next: Authorized,
): void {
  if (limit.isExceeded) failRateLimited(deps, exchange, limit)
  else if (fault !== null) {
    deps.observer.decided(exchange, fault)
    fail(deps, exchange, fault, [...identity.challenge, ...limit.headers])
  } else next(identity, limit)
}
