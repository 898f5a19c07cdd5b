/**
 * Evaluates requests: the part of the middleware that is independent of frameworks.
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
  ownAnswer,
  type RequestFacts,
  readStatement,
  type StatementFault,
  stricterOf,
  withoutPolicy,
  withReport,
} from '@marque/core'
import { createHostCheck } from '@marque/core/hosts'
import { receivedRequestId } from '@marque/core/telemetry'
import {
  fixedSource,
  importTokenKeys,
  type PolicySource,
  TOKEN_HEADER,
  type TokenKeys,
  verifyOriginToken,
} from '@marque/sync'
import { createTelemetry, reportHosts } from '../telemetry/index.ts'
import { createExplainer, type Explainer } from './explain-request.ts'
import { checkOptions, type DecisionEvent, type MarqueOptions } from './options.ts'
import { misdirected } from './refuse-host.ts'
import type { Verdict } from './verdict.ts'

/** Evaluates requests by the policy that is in force at that moment. */
export interface Enforcer<Request> {
  /**
   * Synchronous if the context is.
   *
   * @param client Address of the client for the decision log; null if the platform does not know it.
   * @throws What the application's `context` throws.
   */
  evaluate(
    facts: RequestFacts,
    request: Request,
    hasCertificate?: boolean,
    client?: string | null,
  ): Verdict | Promise<Verdict>
  /**
   * Refuses a request for a host that is not served (D2); null for all other requests. Precedes everything else.
   *
   * @param localAddress The address that the connection was made to; null if the platform does not know it.
   */
  refuseHost(facts: RequestFacts, localAddress: string | null): Verdict | null
  /** Answers a request to the explain endpoint; null for all other requests, which are to be evaluated. */
  readonly explain: Explainer<Request>
  /** The verdict if `context` threw: the application responds, and nothing is granted. */
  deny(facts: RequestFacts): Verdict
  /** The scheme of the urls in the facts. */
  readonly scheme: 'http' | 'https'
}

const NO_CONTEXT: Context = Object.freeze({})

/** Credentials, like a cookie (D13). */
const CERTIFICATE: Context = Object.freeze({ certificate: true })

/** How often an open stream is evaluated again, milliseconds. */
const WATCH_INTERVAL = 1_000

/** @throws {TypeError} The options are invalid. */
export function createEnforcer<Request>(options: MarqueOptions<Request>): Enforcer<Request> {
  checkOptions(options)
  const source = isSource(options.policy) ? options.policy : fixedSource(options.policy)
  const tokenKeys = options.tokenKeys === undefined ? null : importTokenKeys(options.tokenKeys)
  const telemetry = createTelemetry(source, options)
  const isHostServed = createHostCheck(options.hosts ?? [])
  const reportHost = options.log === false ? null : reportHosts()
  return {
    get scheme() {
      return options.scheme ?? schemeOf(source.engine)
    },
    evaluate(facts, request, hasCertificate = false, client = null) {
      const connection = hasCertificate ? CERTIFICATE : NO_CONTEXT
      const conclude = (context: Context): Verdict => {
        const { engine } = source
        const moment = source.moment()
        const verdict = verdictOf(options, facts, () => decideBy(source, facts, context), source)
        const { decision } = verdict
        telemetry({ facts, context, moment, engine, decision }, client)
        return verdict
      }
      const hasContext = options.context !== undefined || tokenKeys !== null
      if (!hasContext || source.engine === null || !mayNeedContext(facts)) {
        return conclude(connection)
      }
      const context = contextOf(options, tokenKeys, facts, request)
      return context instanceof Promise
        ? context.then((known) => conclude({ ...connection, ...known }))
        : conclude({ ...connection, ...context })
    },
    refuseHost(facts, localAddress) {
      const { engine } = source
      if (isHostServed === null || engine === null) return null
      if (isHostServed(engine, facts.url, localAddress)) return null
      // A host that cannot be read is answered 400, as every request that is ambiguous.
      if (decideBy(source, facts, NO_CONTEXT).status === 400) return null
      reportHost?.(facts.url)
      return misdirected(engine, facts, source.moment())
    },
    explain: createExplainer(options, source, (facts) => decideBy(source, facts, NO_CONTEXT)),
    deny(facts) {
      const decision = withoutPolicy(facts)
      return {
        decision,
        ownResponse: null,
        responseHeaders: (lines) => withReport(facts, decision, answerHeaders(decision, lines)),
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
  const context = options.context?.(request) ?? NO_CONTEXT
  if (tokenKeys === null) return context
  return context instanceof Promise
    ? context.then((known) => withToken(tokenKeys, facts, known))
    : withToken(tokenKeys, facts, context)
}

/**
 * Adds the verified origin-bound token of the request (D16). Several lines count as an invalid token: layers could read different ones.
 *
 * @returns The context itself, synchronously, if the request has no token.
 */
function withToken(
  keys: TokenKeys,
  facts: RequestFacts,
  context: Context,
): Context | Promise<Context> {
  const lines = facts.headers.filter(
    ([name]) => name.length === TOKEN_HEADER.length && name.toLowerCase() === TOKEN_HEADER,
  )
  const [first] = lines
  if (first === undefined) return context
  if (lines.length > 1) return { ...context, token: 'invalid' }
  return verifyOriginToken(keys, first[1]).then((token) => ({ ...context, token }))
}

/** A preflight carries no identity, and a request without Origin needs no grant. */
function mayNeedContext({ method, headers }: RequestFacts): boolean {
  let hasOrigin = false
  let hasRequestMethod = false
  for (const [name] of headers) {
    if (name.length !== 6 && name.length !== 29) continue
    const lower = name.toLowerCase()
    if (lower === 'origin') hasOrigin = true
    else if (lower === 'access-control-request-method') hasRequestMethod = true
  }
  return hasOrigin && !(method === 'OPTIONS' && hasRequestMethod)
}

function decideBy(source: PolicySource, facts: RequestFacts, context: Context): Decision {
  const { engine } = source
  return engine === null ? withoutPolicy(facts) : decide(engine, facts, context, source.moment())
}

function verdictOf<Request>(
  options: MarqueOptions<Request>,
  facts: RequestFacts,
  evaluate: () => Decision,
  source: PolicySource,
): Verdict {
  const { engine } = source
  const own = evaluate()
  const statement =
    options.statement === undefined || own.kind === 'preflight'
      ? null
      : readStatement(options.statement, facts, Date.now())
  const isTrusted = statement !== null && typeof statement === 'object'
  const decision = isTrusted ? stricterOf(own, statement) : own
  if (options.onDecision !== undefined) {
    report(options.onDecision, {
      request: facts,
      decision,
      disagreements:
        isTrusted && engine !== null ? disagreements(own, statement, engine.digest) : [],
      statementFault: isFault(statement) ? statement : null,
    })
  }
  const responseHeaders = (lines: readonly HeaderLine[]): HeaderLine[] =>
    withReport(facts, decision, answerHeaders(decision, lines))
  const ownResponse = ownAnswer(
    engine,
    decision,
    facts,
    receivedRequestId(facts.headers) ?? '',
    source.moment(),
  )
  return {
    decision,
    ownResponse: ownResponse && {
      ...ownResponse,
      headers: withReport(facts, decision, [...ownResponse.headers]),
    },
    responseHeaders,
    watch: (onRevoked) =>
      watchGrant(() => {
        const { reach, read } = evaluate()
        return reach && (read || !decision.read)
      }, onRevoked),
  }
}

/** Each stream has a timer of its own: Workers do not let the events of one request touch the stream of another. */
function watchGrant(isGranted: () => boolean, onRevoked: () => void): () => void {
  const stop = (): void => clearInterval(timer)
  const timer = setInterval(() => {
    if (isGranted()) return
    stop()
    onRevoked()
  }, WATCH_INTERVAL)
  // The open connection keeps the process alive, not the timer. On other runtimes than Node a timer is a number.
  ;(timer as { readonly unref?: () => unknown }).unref?.()
  return stop
}

function isFault(statement: unknown): statement is StatementFault {
  return typeof statement === 'string'
}

function report(onDecision: (event: DecisionEvent) => void, event: DecisionEvent): void {
  try {
    onDecision(event)
  } catch {
    // A failing logger must not affect the decision.
  }
}

function isSource(policy: object): policy is PolicySource {
  return 'moment' in policy
}

function schemeOf(engine: Engine | null): 'http' | 'https' {
  return engine?.bundle.self[0]?.startsWith('http:') === true ? 'http' : 'https'
}
