/**
 * The requests that browsers send for the fetch of a page, from the browser model.
 *
 * @module
 */
import {
  answerHeaders,
  type Decision,
  type HeaderLine,
  isCanonicalOrigin,
  type RequestFacts,
} from '@marque/core'
import { type BrowserVerdicts, browseAnswers, type PageRequest } from '@marque/core/browsers'

/** The requests of a page, and the behaviour of browsers. */
export interface WireRequests {
  /** Null if browsers send none. */
  readonly preflight: RequestFacts | null
  readonly request: RequestFacts
  /** Null if no browser sends such a request. */
  readonly browsers: BrowserVerdicts | null
}

/**
 * Runs the fetch in the model of each browser, and records the first preflight and request that are sent.
 *
 * A request that no browser sends, without Origin or with a malformed one, is evaluated as entered.
 */
export function wireRequests(
  page: PageRequest,
  decideOn: (facts: RequestFacts) => Decision,
): WireRequests {
  if (page.origin !== 'null' && !isCanonicalOrigin(page.origin)) {
    return { preflight: null, request: requestAsEntered(page), browsers: null }
  }
  let preflight: RequestFacts | null = null
  let request: RequestFacts | null = null
  const browsers = browseAnswers(page, (facts) => {
    if (isPreflight(facts)) preflight ??= facts
    else request ??= facts
    const decision = decideOn(facts)
    const status = decision.status ?? (decision.kind === 'websocket' ? 101 : 200)
    return { status, headers: answerHeaders(decision, []) }
  })
  return { preflight, request: request ?? requestAsEntered(page), browsers }
}

function isPreflight({ method, headers }: RequestFacts): boolean {
  return (
    method === 'OPTIONS' &&
    headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  )
}

/** The request as entered, for clients other than browsers, and after a failed preflight. */
function requestAsEntered({
  origin,
  method,
  url,
  headers,
  credentials,
}: PageRequest): RequestFacts {
  const before: readonly HeaderLine[] = origin === '' ? [] : [['Origin', origin]]
  const after: readonly HeaderLine[] = credentials ? [['Cookie', 'any=1']] : []
  return { method, url, headers: [...before, ...headers, ...after] }
}
