/**
 * What goes over the wire for what a page does: the model of the browsers says it, by asking.
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

/** The requests of one page, and what browsers make of their answers. */
export interface WireRequests {
  /** Null where no browser sends one. */
  readonly preflight: RequestFacts | null
  readonly request: RequestFacts
  /** Null where no browser sends such a request. */
  readonly browsers: BrowserVerdicts | null
}

/**
 * Runs the page's request in the model of each browser, and keeps what was sent: of several engines the first one's.
 *
 * A request that no browser sends is asked as it stands: without Origin, or with one that no browser writes.
 */
export function wireRequests(
  page: PageRequest,
  decideOn: (facts: RequestFacts) => Decision,
): WireRequests {
  if (page.origin !== 'null' && !isCanonicalOrigin(page.origin)) {
    return { preflight: null, request: asItStands(page), browsers: null }
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
  return { preflight, request: request ?? asItStands(page), browsers }
}

function isPreflight({ method, headers }: RequestFacts): boolean {
  return (
    method === 'OPTIONS' &&
    headers.some(([name]) => name.toLowerCase() === 'access-control-request-method')
  )
}

/** A request that is never sent because its preflight fails is explained all the same: the layer would answer so. */
function asItStands({ origin, method, url, headers, credentials }: PageRequest): RequestFacts {
  const before: readonly HeaderLine[] = origin === '' ? [] : [['Origin', origin]]
  const after: readonly HeaderLine[] = credentials ? [['Cookie', 'any=1']] : []
  return { method, url, headers: [...before, ...headers, ...after] }
}
