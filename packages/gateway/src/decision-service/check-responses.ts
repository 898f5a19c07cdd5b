/**
 * The responses of the service: whether a request may be forwarded, with everything that its response needs, or the whole response in its place.
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
import type { CheckResult } from './evaluate-check.ts'

export interface CheckResponse {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

/**
 * Whether the request may be forwarded. 200: it may, and the header lines are those that its response must have; `marque-owns` names further fields that only the
 * policy sets, and `marque-upgrade` says that it may become a WebSocket. Anything else: the proxy must not forward it.
 *
 * A preflight is never forwarded, so the response is not 2xx even if it is granted; {@link wholeResponse} has the 204.
 */
export function checkResponse(result: CheckResult): CheckResponse {
  const refused = refusal(result)
  if (refused === null) return forwardResponse(result)
  // `auth_request` handles 401 and 403 and turns any other status into 500; for a 401 it would repeat WWW-Authenticate.
  return {
    ...refused,
    status: 403,
    headers: [...refused.headers, ...resultHeaders(result.decision)],
  }
}

/** The whole response to a request that is not forwarded. 403 if it may be forwarded: the proxy is misconfigured, or the policy has changed since the check. */
export function wholeResponse(result: CheckResult): CheckResponse {
  return (
    refusal(result) ??
    serviceProblem(403, 'not-refused', 'the policy does not refuse this request', [])
  )
}

/**
 * Both in one: 200 as in {@link checkResponse}, or the whole response for the proxy to send.
 *
 * The 204 of a granted preflight is sent as 403 with `marque-status: 204`: proxies forward requests that are answered with 2xx, and a preflight must not reach the
 * application.
 */
export function checkOrWholeResponse(result: CheckResult): CheckResponse {
  const refused = refusal(result)
  if (refused === null) return forwardResponse(result)
  if (refused.status !== 204) return refused
  const { headers } = refused
  return {
    status: 403,
    headers: [...headers, ['marque-status', '204'], ['content-length', '0']],
    body: '',
  }
}

/** An error of the service itself, of type `urn:marque:decision-service:…`; pages cannot read it. */
export function serviceProblem(
  status: number,
  kind: string,
  title: string,
  headers: readonly HeaderLine[],
): CheckResponse {
  return problemResponse({ type: `urn:marque:decision-service:${kind}`, title, status }, headers)
}

/** The whole response to a request that is not forwarded; null if it may be forwarded. */
export function refusal(result: CheckResult): CheckResponse | null {
  const { engine, decision, facts, moment, requestId, context, failure } = result
  const id: HeaderLine = ['x-request-id', requestId]
  if (failure !== null) {
    // As a gateway answers it (D21): pages that may read the resource may read that a login is missing.
    const { status, kind, title } = failure.fault
    const layer = engine === null ? decision : layerHeaders(engine, facts, context, moment)
    const lines = answerHeaders(layer, [...failure.headers, id])
    return problemResponse({ type: `urn:marque:gateway:${kind}`, title, status, requestId }, lines)
  }
  const own = ownAnswer(engine, decision, facts, requestId, moment)
  return own === null ? null : { ...own, headers: [...own.headers, id] }
}

function forwardResponse({ decision, facts }: CheckResult): CheckResponse {
  const lines: HeaderLine[] = [...answerHeaders(decision, []), ...resultHeaders(decision)]
  if (decision.removes.length > 0) lines.push(['marque-owns', decision.removes.join(', ')])
  if (isHandshake(facts)) lines.push(['marque-upgrade', 'websocket'])
  lines.push(['content-length', '0'])
  return { status: 200, headers: lines, body: '' }
}

interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly requestId?: string
}

function problemResponse(problem: ProblemBody, more: readonly HeaderLine[]): CheckResponse {
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

/** For the log of the proxy; must not reach the client (D19). */
export function resultHeaders({ reason, resource }: Decision): readonly HeaderLine[] {
  const lines: HeaderLine[] = [['marque-reason', reason]]
  if (resource !== null) lines.push(['marque-resource', resource])
  return lines
}

/** An HTTP/1.1 handshake as defined by D6; the decision has already determined whether it is allowed. */
function isHandshake({ method, headers }: RequestFacts): boolean {
  const has = (name: string, word: string): boolean =>
    headers.some(
      ([field, value]) =>
        field.toLowerCase() === name &&
        value.split(',').some((part) => part.trim().toLowerCase() === word),
    )
  return method === 'GET' && has('connection', 'upgrade') && has('upgrade', 'websocket')
}
