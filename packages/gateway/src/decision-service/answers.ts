/**
 * What the service answers: whether a request goes on, with all that its answer needs, or the whole answer in its place.
 *
 * @module
 */
import {
  answerHeaders,
  type Decision,
  type Engine,
  type HeaderLine,
  layerHeaders,
  ownAnswer,
  type RequestFacts,
} from '@marque/core'
import { FAULTS } from '../answer/faults.ts'
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
  const { decision, facts } = judged
  const refused = refusal(judged)
  const said = aboutOf(decision)
  if (refused !== null) {
    // The refusals that `auth_request` knows; of any other it makes a 500.
    const status = refused.status === 401 ? 401 : 403
    return { ...refused, status, headers: [...refused.headers, ...said] }
  }
  const lines: HeaderLine[] = [...answerHeaders(decision, []), ...said]
  if (decision.removes.length > 0) lines.push(['marque-owns', decision.removes.join(', ')])
  if (isHandshake(facts)) lines.push(['marque-upgrade', 'websocket'])
  lines.push(['content-length', '0'])
  return { status: 200, headers: lines, body: '' }
}

/** The whole answer to a request that does not go on; 403 for one that does, which only a wrong configuration asks about. */
export function answerTo(judged: Judged): ServiceAnswer {
  return (
    refusal(judged) ??
    fault(403, 'not-refused', 'the policy refuses nothing here; the proxy does', [])
  )
}

/** The service's own errors. Their kind is `urn:marque:decision-service:…`; no page may read them. */
export function fault(
  status: number,
  kind: string,
  title: string,
  more: readonly HeaderLine[],
): ServiceAnswer {
  return problemOf(status, `urn:marque:decision-service:${kind}`, title, more)
}

function refusal(judged: Judged): ServiceAnswer | null {
  const { engine, decision, facts, moment, requestId } = judged
  const own = ownAnswer(engine, decision, facts, requestId)
  if (own !== null) return { ...own, headers: [...own.headers, ['x-request-id', requestId]] }
  if (engine === null || !needsLogin(engine, decision)) return null
  // Who sends a request is not known here, and what cannot be checked is not let through.
  const { status, kind, title } = FAULTS.authentication
  const lines = answerHeaders(layerHeaders(engine, facts, {}, moment), [
    ['x-request-id', requestId],
  ])
  return problemOf(status, `urn:marque:gateway:${kind}`, title, lines)
}

function needsLogin({ bundle }: Engine, { resource: wanted }: Decision): boolean {
  const resource = bundle.resources.find(({ name }) => name === wanted)
  return resource?.authentication === 'required'
}

function problemOf(
  status: number,
  type: string,
  title: string,
  more: readonly HeaderLine[],
): ServiceAnswer {
  const body = JSON.stringify({ type, title, status })
  const headers: readonly HeaderLine[] = [
    ['content-type', 'application/problem+json'],
    ['content-length', String(Buffer.byteLength(body))],
    ...more.filter(([name]) => name !== 'cache-control'),
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
  ]
  return { status, headers, body }
}

/** For the log of the proxy; the client must not see it (D19). */
function aboutOf({ reason, resource }: Decision): readonly HeaderLine[] {
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
