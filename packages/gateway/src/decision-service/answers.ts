/**
 * What the service answers: whether a request goes on, with all that its answer needs, or the whole answer in its place.
 *
 * @module
 */
import {
  answerHeaders,
  type Decision,
  type HeaderLine,
  layerHeaders,
  ownAnswer,
  type RequestFacts,
} from '@marque/core'
import type { Judged } from './judge.ts'

export interface ServiceAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

/**
 * Whether the request goes on. 200: it does, and the header lines are those that its answer must have; `marque-owns` names further ones that are the
 * policy's, and `marque-upgrade` says that it may become a WebSocket. Anything else: the proxy must not pass it on.
 *
 * A preflight never goes on, so the answer to it is no 2xx here, whatever is granted: `answerTo` has the 204.
 */
export function check(judged: Judged): ServiceAnswer {
  const refused = refusal(judged)
  if (refused === null) return goesOn(judged)
  // `auth_request` knows 401 and 403, and makes a 500 of any other; of a 401 it would write WWW-Authenticate a second time, beside that of the answer.
  return { ...refused, status: 403, headers: [...refused.headers, ...aboutOf(judged.decision)] }
}

/** The whole answer to a request that does not go on; 403 for one that does: the configuration is wrong, or the policy has changed since the proxy asked before. */
export function answerTo(judged: Judged): ServiceAnswer {
  return (
    refusal(judged) ??
    fault(403, 'not-refused', 'the policy refuses nothing here; the proxy does', [])
  )
}

/**
 * Both in one: 200 as `check` has it, and for a request that does not go on the whole answer, for the proxy to send as it is.
 *
 * The 204 of a granted preflight is written `marque-status: 204` and sent as 403: proxies pass on what is answered with any 2xx, and it must not reach the application.
 */
export function checkOrAnswer(judged: Judged): ServiceAnswer {
  const refused = refusal(judged)
  if (refused === null) return goesOn(judged)
  if (refused.status !== 204) return refused
  const { headers } = refused
  return {
    status: 403,
    headers: [...headers, ['marque-status', '204'], ['content-length', '0']],
    body: '',
  }
}

/** The service's own errors. Their kind is `urn:marque:decision-service:…`; no page may read them. */
export function fault(
  status: number,
  kind: string,
  title: string,
  more: readonly HeaderLine[],
): ServiceAnswer {
  return problemOf({ type: `urn:marque:decision-service:${kind}`, title, status }, more)
}

/** The whole answer to a request that does not go on; null where it does. */
export function refusal(judged: Judged): ServiceAnswer | null {
  const { engine, decision, facts, moment, requestId, context, failure } = judged
  const id: HeaderLine = ['x-request-id', requestId]
  if (failure !== null) {
    // As the gateway answers it (D21): who may read the answer may read that a login is missing.
    const { status, kind, title } = failure.fault
    const said = engine === null ? decision : layerHeaders(engine, facts, context, moment)
    const lines = answerHeaders(said, [...failure.lines, id])
    return problemOf({ type: `urn:marque:gateway:${kind}`, title, status, requestId }, lines)
  }
  const own = ownAnswer(engine, decision, facts, requestId)
  return own === null ? null : { ...own, headers: [...own.headers, id] }
}

function goesOn({ decision, facts }: Judged): ServiceAnswer {
  const lines: HeaderLine[] = [...answerHeaders(decision, []), ...aboutOf(decision)]
  if (decision.removes.length > 0) lines.push(['marque-owns', decision.removes.join(', ')])
  if (isHandshake(facts)) lines.push(['marque-upgrade', 'websocket'])
  lines.push(['content-length', '0'])
  return { status: 200, headers: lines, body: '' }
}

interface OwnProblem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly requestId?: string
}

function problemOf(problem: OwnProblem, more: readonly HeaderLine[]): ServiceAnswer {
  const body = JSON.stringify(problem)
  const headers: readonly HeaderLine[] = [
    ['content-type', 'application/problem+json'],
    ['content-length', String(Buffer.byteLength(body))],
    ...more.filter(([name]) => name !== 'cache-control'),
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ]
  return { status: problem.status, headers, body }
}

/** For the log of the proxy; the client must not see it (D19). */
export function aboutOf({ reason, resource }: Decision): readonly HeaderLine[] {
  const about: HeaderLine[] = [['marque-reason', reason]]
  if (resource !== null) about.push(['marque-resource', resource])
  return about
}

/** Of HTTP/1.1, as D6 has it; the decision has said already whether it may be one. */
function isHandshake({ method, headers }: RequestFacts): boolean {
  const has = (name: string, word: string): boolean =>
    headers.some(
      ([field, value]) =>
        field.toLowerCase() === name &&
        value.split(',').some((part) => part.trim().toLowerCase() === word),
    )
  return method === 'GET' && has('connection', 'upgrade') && has('upgrade', 'websocket')
}
