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
import { fixedSource, importTokenKeys, type PolicySource, type TokenKeys } from '@marque/sync'
import { checkOptions } from './check-options.ts'
import type { DecisionEvent, MarqueOptions } from './options.ts'
import { withToken } from './token.ts'
import { watchGrant } from './watch-grant.ts'

/** What is to be done with a request. */
export interface Judgement {
  readonly decision: Decision
  /** What the layer answers itself; null where the request goes on to the application. */
  readonly own: OwnAnswer | null
  /** The lines of the application's answer, with one author of every `Access-Control-*` (D22). Not for 1xx answers. */
  answer(below: readonly HeaderLine[]): HeaderLine[]
  /**
   * Watches what the request opened (D25) until the function that comes back is called.
   *
   * @param end Called once, within a second of the moment from which the policy would refuse the request, or the answer to it.
   */
  watch(end: () => void): () => void
}

/** Judges requests by the policy that is held at that moment. */
export interface Enforcer<Request> {
  /**
   * At once where the context is known at once.
   *
   * @throws What the application's `context` throws.
   */
  judge(facts: RequestFacts, request: Request): Judgement | Promise<Judgement>
  /** For the answer to a request that could not be judged, because `context` threw: nobody is granted anything. */
  nothing(facts: RequestFacts): Judgement
  /** The scheme of the urls that are judged. */
  readonly scheme: 'http' | 'https'
}

const NOTHING_KNOWN: Context = Object.freeze({})

/** @throws {TypeError} The options hold a mistake of a programmer. */
export function createEnforcer<Request>(options: MarqueOptions<Request>): Enforcer<Request> {
  checkOptions(options)
  const source = isSource(options.policy) ? options.policy : fixedSource(options.policy)
  const tokenKeys = options.tokenKeys === undefined ? null : importTokenKeys(options.tokenKeys)
  return {
    get scheme() {
      return options.scheme ?? schemeOf(source.engine)
    },
    judge(facts, request) {
      const conclude = (context: Context): Judgement =>
        settle(options, facts, () => decideBy(source, facts, context), source.engine)
      const isKnown = options.context === undefined && tokenKeys === null
      if (isKnown || source.engine === null || !mayDepend(facts)) {
        return conclude(NOTHING_KNOWN)
      }
      const context = contextOf(options, tokenKeys, facts, request)
      return context instanceof Promise ? context.then(conclude) : conclude(context)
    },
    nothing(facts) {
      const decision = withoutPolicy(facts)
      return {
        decision,
        own: null,
        answer: (below) => answerHeaders(decision, below),
        watch: () => () => undefined,
      }
    },
  }
}

function contextOf<Request>(
  options: MarqueOptions<Request>,
  tokenKeys: TokenKeys | null,
  facts: RequestFacts,
  request: Request,
): Context | Promise<Context> {
  const context = options.context?.(request) ?? NOTHING_KNOWN
  if (tokenKeys === null) return context
  return context instanceof Promise
    ? context.then((known) => withToken(tokenKeys, facts, known))
    : withToken(tokenKeys, facts, context)
}

/** A preflight carries no identity, and nobody asks where no Origin came. */
function mayDepend({ method, headers }: RequestFacts): boolean {
  let hasOrigin = false
  let asksMethod = false
  for (const [name] of headers) {
    if (name.length !== 6 && name.length !== 29) continue
    const lower = name.toLowerCase()
    if (lower === 'origin') hasOrigin = true
    else if (lower === 'access-control-request-method') asksMethod = true
  }
  return hasOrigin && !(method === 'OPTIONS' && asksMethod)
}

function decideBy(source: PolicySource, facts: RequestFacts, context: Context): Decision {
  const { engine } = source
  return engine === null ? withoutPolicy(facts) : decide(engine, facts, context, source.moment())
}

function settle<Request>(
  options: MarqueOptions<Request>,
  facts: RequestFacts,
  ask: () => Decision,
  engine: Engine | null,
): Judgement {
  const own = ask()
  const told =
    options.statement === undefined || own.kind === 'preflight'
      ? null
      : readStatement(options.statement, facts, Date.now())
  const isBelieved = told !== null && typeof told === 'object'
  const decision = isBelieved ? stricterOf(own, told) : own
  if (options.onDecision !== undefined) {
    report(options.onDecision, {
      request: facts,
      decision,
      disagreements: isBelieved && engine !== null ? disagreements(own, told, engine.digest) : [],
      statementFault: isFault(told) ? told : null,
    })
  }
  return {
    decision,
    own: ownAnswer(engine, decision, facts, ''),
    answer: (below) => answerHeaders(decision, below),
    watch: (end) =>
      watchGrant(() => {
        const { reach, read } = ask()
        return reach && (read || !decision.read)
      }, end),
  }
}

function isFault(told: unknown): told is StatementFault {
  return typeof told === 'string'
}

function report(onDecision: (event: DecisionEvent) => void, event: DecisionEvent): void {
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
