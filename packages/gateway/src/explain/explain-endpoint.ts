/**
 * `POST /.well-known/marque/explain`: a page reads why its own origin was denied.
 *
 * Pages of any origin may send the request without a preflight and without credentials; the answer concerns only the origin that the browser sends, and says what the
 * response to a denied preflight says (D19).
 *
 * @module
 */
import { answerHeaders, type Decision, type HeaderLine, isCanonicalOrigin } from '@marque/core'
import type { Observer } from '../observability/index.ts'
import { bucketRule, memoryStore, retryDelay } from '../rate-limit/index.ts'
import { FAULTS, type Fault, writeHead } from '../reply/index.ts'
import {
  clientNetwork,
  type Exchange,
  onlyValue,
  readBody,
  requestTarget,
} from '../request/index.ts'

/** Enough for a page with many failing requests that is reloaded a few times; enumerating a policy would take days. */
const RATE_LIMIT = bucketRule('explain', { by: 'client', limit: 300, per: 60_000, burst: 0 })

/** Clients tracked at once. */
const MAX_CLIENTS = 10_000

const MAX_BODY_BYTES = 8_192

const PATH = '/.well-known/marque/explain'

/** Answers requests below `/.well-known/marque/`: this endpoint, and 404 for all other paths. */
export function explainEndpoint(
  observer: Pick<Observer, 'failed' | 'limited'>,
): (exchange: Exchange) => void {
  const clients = memoryStore({ monotonic: () => performance.now() }, MAX_CLIENTS)
  const refuse: Refuse = (exchange, fault, detail = null, headers = []) => {
    observer.failed(exchange, fault, null)
    sendProblem(exchange, fault, detail, headers)
  }
  return (exchange) => {
    const { facts, client, request, response } = exchange
    if (requestTarget(facts).replace(/\?.*$/s, '') !== PATH) {
      refuse(exchange, FAULTS.unrouted)
      return
    }
    if (facts.method !== 'POST') {
      const fault = { ...FAULTS.method, closes: true } as const
      refuse(exchange, fault, 'the method must be POST', [['allow', 'POST']])
      return
    }
    const origin = pageOrigin(exchange)
    if (origin === undefined) {
      const detail = 'the request must have exactly one `Origin`, as sent by a browser'
      refuse(exchange, NO_ORIGIN, detail)
      return
    }
    const [state] = clients.take([{ rule: RATE_LIMIT, key: clientNetwork(client.address) }])
    if (state?.isExceeded === true) {
      const seconds = Math.max(1, Math.ceil(retryDelay(RATE_LIMIT, state) / 1_000))
      observer.limited(exchange, 'explain')
      refuse(exchange, { ...FAULTS.rateLimited, closes: true }, null, [
        ['retry-after', String(seconds)],
      ])
      return
    }
    readBody(request, MAX_BODY_BYTES, (body) => {
      if (response.destroyed) return
      if (body === 'too-large') refuse(exchange, FAULTS.tooLarge)
      else if (body === 'too-slow') refuse(exchange, TOO_SLOW)
      else answer(exchange, origin, body, refuse).catch(() => response.destroy())
    })
  }
}

type Refuse = (
  exchange: Exchange,
  fault: Fault,
  detail?: string | null,
  headers?: readonly HeaderLine[],
) => void

const NO_ORIGIN: Fault = {
  status: 400,
  kind: 'question-unreadable',
  title: 'invalid explain request',
  closes: true,
}
const TOO_SLOW: Fault = {
  status: 408,
  kind: 'question-too-slow',
  title: 'request body timed out',
  closes: true,
}

async function answer(
  exchange: Exchange,
  origin: string,
  body: string,
  refuse: Refuse,
): Promise<void> {
  const { explainPage } = await import('./explain-page.ts')
  const result = explainPage(exchange, body, origin)
  if (exchange.response.destroyed) return
  if ('fault' in result) refuse(exchange, result.fault, result.detail)
  else {
    const { requestId } = exchange
    send(exchange, 200, 'application/json', { ...result.explanation, requestId }, [])
  }
}

/** The value of the only Origin line, in the form that browsers send. */
function pageOrigin({ facts }: Exchange): string | undefined {
  const origin = onlyValue(facts.headers, 'origin')
  if (origin === undefined) return undefined
  return origin === 'null' || isCanonicalOrigin(origin) ? origin : undefined
}

/** Every page may read the response, whatever the policy grants: it concerns the page's own origin and depends on no credentials. */
const READABLE: Pick<Decision, 'headers' | 'vary' | 'removes'> = {
  headers: [
    ['access-control-allow-origin', '*'],
    ['access-control-expose-headers', 'retry-after, x-request-id'],
  ],
  vary: [],
  removes: [],
}

function sendProblem(
  exchange: Exchange,
  { kind, title, status, closes }: Fault,
  detail: string | null,
  headers: readonly HeaderLine[],
): void {
  const { requestId, request } = exchange
  const body = {
    type: `urn:marque:gateway:${kind}`,
    title,
    status,
    ...(detail !== null && { detail }),
    requestId,
  }
  const closing: readonly HeaderLine[] =
    closes === true && request.httpVersionMajor === 1 ? [['connection', 'close']] : []
  send(exchange, status, 'application/problem+json', body, [...headers, ...closing])
}

function send(
  exchange: Exchange,
  status: number,
  type: string,
  body: object,
  headers: readonly HeaderLine[],
): void {
  const { response, facts, decision, requestId } = exchange
  const text = JSON.stringify(body)
  const lines: HeaderLine[] = [
    ['content-type', type],
    ['content-length', String(Buffer.byteLength(text))],
    ['cache-control', 'no-store'],
    ['x-content-type-options', 'nosniff'],
    ['x-request-id', requestId],
    ...headers,
  ]
  exchange.status = status
  writeHead(response, status, answerHeaders({ ...decision, ...READABLE }, lines))
  if (facts.method === 'HEAD') response.end()
  else response.end(text)
}
