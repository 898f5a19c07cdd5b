/**
 * `POST /.well-known/marque/explain`: a page reads why its own origin was denied. The same at every layer.
 *
 * Pages of any origin may send the request without a preflight and without credentials; the answer concerns only the origin that the browser sends, and says what the
 * response to a denied preflight says (D19).
 *
 * @module
 */
import { linesOf } from '../headers/index.ts'
import { isCanonicalOrigin } from '../origin/index.ts'
import type { Engine } from '../prepared/index.ts'
import type { HeaderLine, Moment, RequestFacts } from '../request.ts'
import { ClientLimit } from './client-limit.ts'
import { EXPLAIN_FAULTS, type ExplainFault } from './explain-faults.ts'

export const EXPLAIN_PATH = '/.well-known/marque/explain'

/** Reads a body, at most `limit` bytes of UTF-8, within a few seconds. `already-read`: something before the endpoint did, and its content is lost. */
export type ReadBody = (
  limit: number,
) => Promise<string | 'too-large' | 'too-slow' | 'already-read'>

/** A request to the endpoint, as a layer received it. */
export interface ExplainRequest {
  readonly facts: RequestFacts
  /** The path, for layers that answer under another one; {@link EXPLAIN_PATH} otherwise. */
  readonly path: string
  /** Address of the client, for the rate limit; empty if the layer does not know it: all such clients share a limit. */
  readonly client: string
  /** Null: no policy is loaded. */
  readonly engine: Engine | null
  readonly moment: Moment
  /** Empty: the layer has none. */
  readonly requestId: string
  /** Reads the body. Called at most once. */
  readonly readBody: ReadBody
}

/** The whole response. */
export interface ExplainAnswer {
  readonly status: number
  /** With the CORS headers {@link EXPLAIN_CORS}. */
  readonly headers: readonly HeaderLine[]
  readonly body: string
  /** Null: the answer is an explanation. */
  readonly fault: ExplainFault | null
}

/** Every page may read the response, whatever the policy grants: it concerns the page's own origin and depends on no credentials. */
export const EXPLAIN_CORS: readonly HeaderLine[] = Object.freeze([
  ['access-control-allow-origin', '*'] as const,
  ['access-control-expose-headers', 'retry-after, x-request-id'] as const,
])

const MAX_BODY_BYTES = 8_192

/** Answers requests of pages. */
export type ExplainEndpoint = (request: ExplainRequest) => Promise<ExplainAnswer>

/**
 * Creates the endpoint of a layer, with a rate limit for each client.
 *
 * @param monotonic Milliseconds that never go back.
 */
export function explainEndpoint(monotonic: () => number): ExplainEndpoint {
  const limit = new ClientLimit()
  return async (request) => {
    const { facts, path, client, engine, moment, readBody } = request
    if (path !== EXPLAIN_PATH) return refuse(request, EXPLAIN_FAULTS.unrouted)
    if (facts.method !== 'POST') {
      return refuse(request, EXPLAIN_FAULTS.method, null, [['allow', 'POST']])
    }
    const origin = pageOrigin(facts)
    if (origin === undefined) {
      const detail = 'the request must have exactly one `Origin`, as sent by a browser'
      return refuse(request, EXPLAIN_FAULTS.noOrigin, detail)
    }
    const wait = limit.take(client, monotonic())
    if (wait > 0) {
      const seconds = String(Math.max(1, Math.ceil(wait / 1_000)))
      return refuse(request, EXPLAIN_FAULTS.rateLimited, null, [['retry-after', seconds]])
    }
    const body = await readBody(MAX_BODY_BYTES)
    if (body === 'too-large') return refuse(request, EXPLAIN_FAULTS.tooLarge)
    if (body === 'already-read') {
      const detail =
        'the request body was read before it got here: register the middleware before body parsers'
      return refuse(request, EXPLAIN_FAULTS.unreadable, detail)
    }
    if (body === 'too-slow') return refuse(request, EXPLAIN_FAULTS.tooSlow)
    const { explainPage } = await import('./explain-page.ts')
    const result = explainPage(engine, moment, body, origin)
    return 'fault' in result
      ? refuse(request, result.fault, result.detail)
      : answerOf(request, 200, 'application/json', result.explanation, [], null)
  }
}

/** The value of the only Origin line, in the form that browsers send. */
function pageOrigin({ headers }: RequestFacts): string | undefined {
  const [origin, second] = linesOf(headers, 'origin')
  if (origin === undefined || second !== undefined) return undefined
  return origin === 'null' || isCanonicalOrigin(origin) ? origin : undefined
}

function refuse(
  request: ExplainRequest,
  fault: ExplainFault,
  detail: string | null = null,
  more: readonly HeaderLine[] = [],
): ExplainAnswer {
  const { kind, title, status } = fault
  const type = `urn:marque:explain:${kind}`
  const problem = { type, title, status, ...(detail !== null && { detail }) }
  return answerOf(request, status, 'application/problem+json', problem, more, fault)
}

function answerOf(
  { facts, requestId }: ExplainRequest,
  status: number,
  type: string,
  content: object,
  more: readonly HeaderLine[],
  fault: ExplainFault | null,
): ExplainAnswer {
  const hasId = requestId !== ''
  const body = JSON.stringify(hasId ? { ...content, requestId } : content)
  return {
    status,
    headers: [
      ['content-type', type],
      ['content-length', String(new TextEncoder().encode(body).length)],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ...(hasId ? [['x-request-id', requestId] as const] : []),
      ...more,
      ...EXPLAIN_CORS,
    ],
    body: facts.method === 'HEAD' ? '' : body,
    fault,
  }
}
