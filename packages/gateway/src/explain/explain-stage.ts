/**
 * `POST /.well-known/marque/explain`: a page asks why its own origin was denied.
 *
 * Pages of any origin may ask without a preflight and without credentials, and each is told only of the origin that its browser names. What the answer says is
 * what a denied preflight says (D19).
 *
 * @module
 */
import {
  answerHeaders,
  type Decision,
  type HeaderLine,
  isCanonicalOrigin,
  problem,
  withoutPolicy,
} from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'
import { explainToPage, type PublicExplanation } from '@marque/core/explain'
import { FAULTS, type Fault } from '../answer/faults.ts'
import { writeHead } from '../answer/send.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { targetOf } from '../exchange/facts.ts'
import type { Observer, Stages } from '../serve/stages.ts'
import { clientQuota } from './client-quota.ts'
import { isGuarded } from './guarded-hosts.ts'
import { readQuestion } from './page-question.ts'
import { readBody } from './read-body.ts'

/** A page with many requests that fail gets through, reloaded a few times; a scan of a policy takes days. */
const QUESTIONS_A_MINUTE = 300

/** A question has a few lines. */
const BODY_BYTES = 8_192

const PATH = '/.well-known/marque/explain'

/** Answers the paths under `/.well-known/marque/`: this one, and 404 for all others. */
export function explainStage(
  observe: Pick<Observer, 'failed' | 'limited'>,
): NonNullable<Stages['wellKnown']> {
  const quota = clientQuota(QUESTIONS_A_MINUTE)
  const refuse = (
    exchange: Exchange,
    fault: Fault,
    detail: string | null,
    more: readonly HeaderLine[] = [],
  ): void => {
    observe.failed(exchange, fault, null)
    const { kind, title, status } = fault
    const { requestId } = exchange
    const about = {
      type: `urn:marque:gateway:${kind}`,
      title,
      status,
      ...(detail !== null && { detail }),
      requestId,
    }
    const closing: readonly HeaderLine[] =
      fault.closes === true && exchange.request.httpVersionMajor === 1
        ? [['connection', 'close']]
        : []
    send(exchange, status, 'application/problem+json', about, [...more, ...closing])
  }
  return (exchange) => {
    if (targetOf(exchange.facts).replace(/\?.*$/s, '') !== PATH) {
      refuse(exchange, FAULTS.unrouted, null)
      return
    }
    if (exchange.facts.method !== 'POST') {
      refuse(exchange, { ...FAULTS.method, closes: true }, 'questions are asked with POST', [
        ['allow', 'POST'],
      ])
      return
    }
    const origin = originOf(exchange)
    if (origin === undefined) {
      refuse(
        exchange,
        { ...UNREADABLE, closes: true },
        'the request must carry the one Origin of a page: nobody is told of another',
      )
      return
    }
    const wait = quota.take(exchange.client.address, Date.now())
    if (wait > 0) {
      observe.limited(exchange, 'explain')
      refuse(exchange, { ...FAULTS.rateLimited, closes: true }, null, [
        ['retry-after', String(wait)],
      ])
      return
    }
    readBody(exchange.request, BODY_BYTES, (read) => {
      if (exchange.response.destroyed) return
      if (read === 'too-large') refuse(exchange, FAULTS.tooLarge, null)
      else if (read === 'too-slow') refuse(exchange, TOO_SLOW, null)
      else answer(exchange, origin, read, refuse)
    })
  }
}

const UNREADABLE: Fault = {
  status: 400,
  kind: 'question-unreadable',
  title: 'the question cannot be read',
}
const UNGUARDED: Fault = {
  status: 404,
  kind: 'not-guarded',
  title: 'this gateway has nothing to say of that address',
}
const TOO_SLOW: Fault = {
  status: 408,
  kind: 'question-too-slow',
  title: 'the question did not come in time',
  closes: true,
}

function answer(
  exchange: Exchange,
  origin: string,
  body: string,
  refuse: (exchange: Exchange, fault: Fault, detail: string | null) => void,
): void {
  const read = readQuestion(body)
  if ('problem' in read) {
    refuse(exchange, UNREADABLE, read.problem)
    return
  }
  const { engine, moment, requestId } = exchange
  const page: PageRequest = { ...read.question, origin }
  if (engine !== null && !isGuarded(engine, page.url)) {
    refuse(exchange, UNGUARDED, null)
    return
  }
  const explanation = engine === null ? withoutAny(page) : explainToPage(engine, page, moment)
  send(exchange, 200, 'application/json', { ...explanation, requestId }, [])
}

/** While no policy is held nothing is granted, and nobody is known who could be asked. */
function withoutAny(page: PageRequest): PublicExplanation {
  const { origin, method, url } = page
  const request = { method, url, headers: [['Origin', origin]] as const }
  const { reason, title, help, contact } = problem(null, withoutPolicy(request), request)
  return {
    format: 'marque-explanation/1',
    origin,
    reach: false,
    read: false,
    reason,
    title,
    help,
    contact,
    preflight: { needed: false, passes: null },
  }
}

/** The one Origin line, as a browser writes it. */
function originOf({ facts }: Exchange): string | undefined {
  const lines = facts.headers.filter(([name]) => name.toLowerCase() === 'origin')
  const [first, second] = lines
  if (first === undefined || second !== undefined) return undefined
  const origin = first[1]
  return origin === 'null' || isCanonicalOrigin(origin) ? origin : undefined
}

/** Every page may read what is said here, whatever the policy grants: it is of the page's own origin, and no credentials count. */
const OPEN: Pick<Decision, 'headers' | 'vary' | 'removes'> = {
  headers: [
    ['access-control-allow-origin', '*'],
    ['access-control-expose-headers', 'retry-after, x-request-id'],
  ],
  vary: [],
  removes: [],
}

function send(
  exchange: Exchange,
  status: number,
  type: string,
  body: object,
  more: readonly HeaderLine[],
): void {
  const { response, facts, decision, requestId } = exchange
  const text = JSON.stringify(body)
  const lines: HeaderLine[] = [
    ['content-type', type],
    ['content-length', String(Buffer.byteLength(text))],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ['x-request-id', requestId],
    ...more,
  ]
  exchange.status = status
  writeHead(response, status, answerHeaders({ ...decision, ...OPEN }, lines))
  if (facts.method === 'HEAD') response.end()
  else response.end(text)
}
