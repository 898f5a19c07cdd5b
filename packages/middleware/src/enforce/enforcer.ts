/**
 * One request, judged: the part of the middleware that knows no framework.
 *
 * @module
 */
import {
  answerHeaders,
  type Context,
  type Decision,
  decide,
  disagreements,
  type Engine,
  type HeaderLine,
  type OwnAnswer,
  ownAnswer,
  type RequestFacts,
  readStatement,
  type StatementFault,
  stricterOf,
  withoutPolicy,
} from '@marque/core'
import { fixedSource, type PolicySource } from '@marque/sync'
import type { DecisionEvent, MarqueOptions } from './options.ts'

/** What is to be done with a request. */
export interface Judgement {
  readonly decision: Decision
  /** What the layer answers itself; null where the request goes on to the application. */
  readonly own: OwnAnswer | null
  /** The lines of the application's answer, with one author of every `Access-Control-*` (D22). Not for 1xx answers. */
  answer(below: readonly HeaderLine[]): HeaderLine[]
}

/** Judges requests by the policy that is held at that moment. */
export interface Enforcer<Request> {
  /**
   * At once where the context is known at once.
   *
   * @throws What the application's `context` throws.
   */
  judge(facts: RequestFacts, request: Request): Judgement | Promise<Judgement>
  /** The scheme of the urls that are judged. */
  readonly scheme: 'http' | 'https'
}

const NOTHING_KNOWN: Context = Object.freeze({})

export function createEnforcer<Request>(options: MarqueOptions<Request>): Enforcer<Request> {
  checkOptions(options)
  const source = isSource(options.policy) ? options.policy : fixedSource(options.policy)
  return {
    get scheme() {
      return options.scheme ?? schemeOf(source.engine)
    },
    judge(facts, request) {
      const { engine } = source
      if (engine === null) return settle(options, null, facts, withoutPolicy(facts))
      const conclude = (context: Context): Judgement =>
        settle(options, engine, facts, decide(engine, facts, context, source.moment()))
      if (options.context === undefined || !mayDepend(facts)) return conclude(NOTHING_KNOWN)
      const context = options.context(request)
      return context instanceof Promise ? context.then(conclude) : conclude(context)
    },
  }
}

/** A preflight carries no identity, and nobody asks where no Origin came. */
function mayDepend({ method, headers }: RequestFacts): boolean {
  let hasOrigin = false
  let asksMethod = false
  for (const [name] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'origin') hasOrigin = true
    else if (lower === 'access-control-request-method') asksMethod = true
  }
  return hasOrigin && !(method === 'OPTIONS' && asksMethod)
}

function settle<Request>(
  options: MarqueOptions<Request>,
  engine: Engine | null,
  facts: RequestFacts,
  own: Decision,
): Judgement {
  const told =
    options.statement === undefined || own.kind === 'preflight'
      ? null
      : readStatement(options.statement, facts, Date.now())
  const isBelieved = told !== null && typeof told === 'object'
  const decision = isBelieved ? stricterOf(own, told) : own
  report(options, {
    request: facts,
    decision,
    disagreements: isBelieved && engine !== null ? disagreements(own, told, engine.digest) : [],
    statementFault: isFault(told) ? told : null,
  })
  return {
    decision,
    own: ownAnswer(engine, decision, facts, ''),
    answer: (below) => answerHeaders(decision, below),
  }
}

function isFault(told: unknown): told is StatementFault {
  return typeof told === 'string'
}

function report<Request>({ onDecision }: MarqueOptions<Request>, event: DecisionEvent): void {
  if (onDecision === undefined) return
  try {
    onDecision(event)
  } catch {
    // A log that fails must not decide who may read what.
  }
}

function isSource(policy: object): policy is PolicySource {
  return 'moment' in policy
}

function schemeOf(engine: Engine | null): 'http' | 'https' {
  return engine?.bundle.self[0]?.startsWith('http:') === true ? 'http' : 'https'
}

/** @throws {TypeError} A programmer's mistake that would otherwise show as a policy that never holds. */
function checkOptions<Request>({ policy, context, statement }: MarqueOptions<Request>): void {
  if (
    typeof policy !== 'object' ||
    policy === null ||
    !('moment' in policy || 'format' in policy)
  ) {
    throw new TypeError(
      '`policy` must be a bundle or a source: openFile(…), openUrl(…), policyFile(…)',
    )
  }
  if (context !== undefined && typeof context !== 'function') {
    throw new TypeError('`context` must be a function of the request')
  }
  if (statement !== undefined && statement.length === 0) {
    throw new TypeError('`statement` names no key, so no statement could be believed')
  }
}
