/**
 * The way of a request: facts, decision, identity, limits, upstream.
 *
 * The order is the point. A preflight is answered before anybody asks who sends it; what the policy refuses is never told to the limiter or to the
 * upstream; what the gateway says itself can be read by whoever may read the answer.
 *
 * @module
 */
import { decide, type HeaderLine, setNamesOf, withoutPolicy } from '@marque/core'
import { FAULTS } from '../answer/faults.ts'
import { sendDecision, sendFault } from '../answer/send.ts'
import { clientOn } from '../exchange/client.ts'
import {
  type Exchange,
  type GatewayRequest,
  type GatewayResponse,
  type TraceContext,
  UNKNOWN,
} from '../exchange/exchange.ts'
import { factsOf, linesOf, targetOf } from '../exchange/facts.ts'
import { requestIdOf, traceOf } from '../exchange/ids.ts'
import { ownPath } from '../exchange/own-path.ts'
import { whenOver } from '../exchange/when-over.ts'
import { type Identity, NOBODY } from '../identity/identity.ts'
import { isLoginMissing, mayChange } from '../identity/needs.ts'
import { hasEventStream } from '../proxy/event-stream.ts'
import { forward } from '../proxy/forward.ts'
import type { RouteQuestion } from '../route/routes.ts'
import type { Limited, Stages } from './stages.ts'

/** Servers drop what is beyond their bound silently, Node beyond a thousand: the application must not see less than what was judged. */
const MOST_LINES = 1_000

/** Takes one request over HTTP. Never throws; every request is answered or its connection ended. */
export function handle(stages: Stages, request: GatewayRequest, response: GatewayResponse): void {
  const exchange = begin(stages, request, response)
  whenOver(request, response, () => stages.observe.finished(exchange))
  const { decision } = exchange
  if (exchange.facts.method === 'CONNECT') {
    // No tunnel for anybody (D25), and no sender is asked for: what the policy refuses is refused for its reason.
    if (decision.status === null) fail(stages, exchange, FAULTS.method)
    else refuse(stages, exchange)
    return
  }
  const isRead = decision.reason !== 'path-ambiguous'
  const own = ownPath(targetOf(exchange.facts), !isRead)
  if (own === 'own' && isRead) {
    answerWellKnown(stages, exchange)
    return
  }
  // What would not go on is answered as ever.
  if (own !== null && decision.status === null) {
    fail(stages, exchange, FAULTS.unrouted)
    return
  }
  if (decision.kind === 'preflight') {
    handlePreflight(stages, exchange)
    return
  }
  identifyAnd(stages, exchange, (identity, limited) => proceed(stages, exchange, identity, limited))
}

/** Everything that is known before anybody is asked. */
export function begin(
  stages: Stages,
  request: GatewayRequest,
  response: GatewayResponse,
): Exchange {
  const startedAt = performance.now()
  const lines = linesOf(request)
  const client = clientOn(request.socket, lines, stages.trust)
  const facts = factsOf(request, lines, client.scheme)
  const { engine } = stages.policy
  const moment = stages.policy.moment()
  return new Begun(stages, {
    request,
    response,
    facts,
    client,
    requestId: requestIdOf(lines, client.isViaProxy),
    startedAt,
    engine,
    moment,
    decision: engine === null ? withoutPolicy(facts) : decide(engine, facts, UNKNOWN, moment),
  })
}

type Known = Pick<
  Exchange,
  | 'request'
  | 'response'
  | 'facts'
  | 'client'
  | 'requestId'
  | 'startedAt'
  | 'engine'
  | 'moment'
  | 'decision'
>

/** A preflight that nobody logs needs no place in a trace. */
class Begun implements Exchange {
  readonly request
  readonly response
  readonly facts
  readonly client
  readonly requestId
  readonly startedAt
  readonly engine
  readonly moment
  context = UNKNOWN
  loginUntil: number | null = null
  decision
  upstream: string | null = null
  status: number | null = null
  readonly #sample
  #trace: TraceContext | null = null

  constructor({ sample }: Stages, known: Known) {
    this.request = known.request
    this.response = known.response
    this.facts = known.facts
    this.client = known.client
    this.requestId = known.requestId
    this.startedAt = known.startedAt
    this.engine = known.engine
    this.moment = known.moment
    this.decision = known.decision
    this.#sample = sample
  }

  get trace(): TraceContext {
    this.#trace ??= traceOf(this.facts.headers, this.#sample)
    return this.#trace
  }
}

function handlePreflight(stages: Stages, exchange: Exchange): void {
  if (stages.limit === null) {
    answerPreflight(stages, exchange, NO_LIMIT)
    return
  }
  settle(
    stages,
    exchange,
    () => stages.limit?.preflight(exchange) ?? NO_LIMIT,
    (limited) => answerPreflight(stages, exchange, limited),
  )
}

function answerPreflight(stages: Stages, exchange: Exchange, limited: Limited): void {
  if (limited.isOver) {
    refuseLimited(stages, exchange, limited)
    return
  }
  stages.observe.decided(exchange)
  sendDecision(exchange)
}

const NO_LIMIT: Limited = { isOver: false, by: null, lines: [] }

/**
 * Asks who sends the request, judges it again with what is known then, counts it, and goes on.
 *
 * A request that is refused whoever sends it is refused first: nobody is asked for a login that would change nothing.
 */
export function identifyAnd(
  stages: Stages,
  exchange: Exchange,
  next: (identity: Identity, limited: Limited) => void,
): void {
  if (exchange.facts.headers.length > MOST_LINES) {
    fail(stages, exchange, FAULTS.lines)
    return
  }
  const { identify } = stages
  const { decision } = exchange
  if (!decision.reach && !mayChange(decision)) {
    refuse(stages, exchange)
    return
  }
  const known = (identity: Identity): void => {
    exchange.context = identity.context
    if (identity.subject !== null) exchange.loginUntil = identity.until ?? Number.POSITIVE_INFINITY
    if (identity.context !== UNKNOWN && exchange.engine !== null) {
      exchange.decision = decide(exchange.engine, exchange.facts, identity.context, exchange.moment)
    }
    const isMissing = isLoginMissing(exchange.engine, exchange.decision, identity)
    if (!isMissing && !exchange.decision.reach) {
      refuse(stages, exchange)
      return
    }
    // Failed logins count too: else tokens could be tried without end.
    const counted = (limited: Limited): void => {
      if (limited.isOver) refuseLimited(stages, exchange, limited)
      else if (isMissing) refuseLogin(stages, exchange, identity, limited)
      else next(identity, limited)
    }
    if (stages.limit === null) counted(NO_LIMIT)
    else
      settle(
        stages,
        exchange,
        () => stages.limit?.actual(exchange, identity.subject) ?? NO_LIMIT,
        counted,
      )
  }
  if (identify === null) {
    known(NOBODY)
    return
  }
  settle(stages, exchange, () => identify(exchange), known)
}

function proceed(stages: Stages, exchange: Exchange, identity: Identity, limited: Limited): void {
  const name = routeOf(stages, exchange)
  const upstream = name === null ? undefined : stages.upstreams.get(name)
  if (upstream === undefined) {
    fail(stages, exchange, FAULTS.unrouted)
    return
  }
  exchange.upstream = upstream.name
  stages.observe.decided(exchange)
  const statement = stages.state?.(exchange, upstream.name)
  forward(exchange, upstream, {
    hidden: stages.hidden,
    bodyBytes: stages.bodyBytes,
    patience: stages.patience,
    more: statement === undefined ? identity.more : [...identity.more, statement],
    added: limited.lines,
    onFault: (fault, error) => stages.observe.failed(exchange, fault, error),
    onAnswer: (lines, end) => {
      if (!hasEventStream(lines)) return
      exchange.response.once('close', stages.lifetimes.watch(exchange, end))
    },
  })
}

/** The name of the upstream, or null. */
export function routeOf(stages: Stages, exchange: Exchange): string | null {
  return stages.route(new AskedRoute(exchange))
}

/** Worked out as far as the routes ask: most gateways have one for all. */
class AskedRoute implements RouteQuestion {
  readonly #exchange: Exchange
  #host: string | undefined
  #path: string | undefined

  constructor(exchange: Exchange) {
    this.#exchange = exchange
  }

  get host(): string {
    this.#host ??= hostOf(this.#exchange.facts.url)
    return this.#host
  }

  get path(): string {
    this.#path ??= targetOf(this.#exchange.facts).replace(/\?.*$/s, '')
    return this.#path
  }

  get tenant(): string | null {
    return this.#exchange.decision.tenant
  }

  sets(): readonly string[] {
    const { engine, facts } = this.#exchange
    const origins = facts.headers.filter(([name]) => name.toLowerCase() === 'origin')
    return engine === null || origins.length !== 1 ? [] : setNamesOf(engine, origins[0]?.[1] ?? '')
  }
}

function hostOf(url: string): string {
  const authority = /^[^:]*:\/\/([^/?#\\*]*)/.exec(url)?.[1] ?? ''
  return authority.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}

export function refuse(stages: Stages, exchange: Exchange): void {
  stages.observe.decided(exchange)
  sendDecision(exchange)
}

function refuseLogin(
  stages: Stages,
  exchange: Exchange,
  { fault, challenge }: Identity,
  { lines }: Limited,
): void {
  stages.observe.decided(exchange)
  fail(stages, exchange, fault === 'unavailable' ? FAULTS.loginUnknown : FAULTS.authentication, [
    ...challenge,
    ...lines,
  ])
}

/** `rate-limited` is the layer's own reason. A preflight over its limit gets Vary and no CORS headers (D30). */
function refuseLimited(stages: Stages, exchange: Exchange, { by, lines }: Limited): void {
  exchange.decision = {
    ...exchange.decision,
    reach: false,
    read: false,
    reason: 'rate-limited',
    grant: null,
    exception: null,
  }
  stages.observe.limited(exchange, by ?? undefined)
  stages.observe.decided(exchange)
  fail(stages, exchange, FAULTS.rateLimited, lines)
}

function answerWellKnown(stages: Stages, exchange: Exchange): void {
  if (stages.wellKnown === null) fail(stages, exchange, FAULTS.unrouted)
  else stages.wellKnown(exchange)
}

export function fail(
  stages: Stages,
  exchange: Exchange,
  fault: (typeof FAULTS)[keyof typeof FAULTS],
  lines: readonly HeaderLine[] = [],
): void {
  stages.observe.failed(exchange, fault, null)
  sendFault(exchange, fault, lines)
}

/** Goes on with a value that may be there at once, and answers 500 where it cannot be had. */
function settle<Value>(
  stages: Stages,
  exchange: Exchange,
  ask: () => Value | Promise<Value>,
  next: (value: Value) => void,
): void {
  const failed = (error: unknown): void => {
    stages.observe.failed(exchange, FAULTS.internal, error instanceof Error ? error : null)
    if (!exchange.response.headersSent) sendFault(exchange, FAULTS.internal)
    else exchange.response.destroy()
  }
  try {
    const value = ask()
    if (value instanceof Promise) value.then(next).catch(failed)
    else next(value)
  } catch (error) {
    failed(error)
  }
}
