/**
 * What a browser did in a case beside what the model of browsers predicts for the same answers.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import {
  type BrowserVerdict,
  browseAs,
  ENGINES,
  type PageRequest,
  type ServerAnswer,
} from '@marque/core/browsers'
import type { Arrival } from './arrival.ts'
import { isPreflightRequest } from './arrival.ts'
import type { TestedBrowser } from './find-browser.ts'
import type { PageResult } from './page.ts'

/** What `explain` predicts of a page's request, given the answers to what the browser sends. */
export type Predict = (
  browser: TestedBrowser,
  page: PageRequest,
  answer: (request: RequestFacts) => ServerAnswer,
) => BrowserVerdict

export const predictByModel: Predict = (browser, page, answer) =>
  browseAs(ENGINES[browser], page, answer)

/** The part of a prediction that does not hold. */
export type BrowserFacet =
  | 'preflight'
  | 'preflight-request'
  | 'preflight-cookie'
  | 'sent'
  | 'cookie'
  | 'read'
  | 'exposed'

/** One part that differs: what the browser did, and what was predicted, in words that follow `chromium`. */
export interface BrowserDifference {
  readonly facet: BrowserFacet
  readonly did: string
  readonly predicted: string
}

/** Compares one case. The first part that differs is the cause of the others, so it is the only one. */
export function compareCase(
  browser: TestedBrowser,
  page: PageRequest,
  arrivals: readonly Arrival[],
  result: PageResult,
  predict: Predict = predictByModel,
): BrowserDifference | null {
  const preflight = arrivals.find(({ isPreflight }) => isPreflight)
  const request = arrivals.find(({ isPreflight }) => !isPreflight)
  const asked: RequestFacts[] = []
  const verdict = predict(browser, page, (facts) => {
    asked.push(facts)
    const isPreflight = isPreflightRequest(facts.method, facts.headers)
    // Without an arrival the difference is that there is none.
    return (isPreflight ? preflight : request)?.delivered ?? { status: 599, headers: [] }
  })
  if (verdict.preflight !== (preflight !== undefined)) {
    return yesOrNo('preflight', preflight !== undefined, 'sends a preflight', 'sends no preflight')
  }
  const wanted = asked.find(({ method, headers }) => isPreflightRequest(method, headers))
  if (preflight !== undefined && wanted !== undefined) {
    const [did, predicted] = [requested(preflight.headers), requested(wanted.headers)]
    if (did !== predicted) {
      return {
        facet: 'preflight-request',
        did: `requests ${did} in the preflight`,
        predicted: `requests ${predicted}`,
      }
    }
    if (preflight.hasCookie) {
      return yesOrNo('preflight-cookie', true, 'sends a cookie with the preflight', 'sends none')
    }
  }
  if (verdict.sent !== (request !== undefined)) {
    return yesOrNo('sent', request !== undefined, 'sends the request', 'does not send the request')
  }
  if (request !== undefined && !isCookieRight(page, request, verdict)) {
    return yesOrNo('cookie', request.hasCookie, 'sends a cookie', 'sends no cookie')
  }
  const isRead = !('failed' in result)
  if (verdict.read !== isRead) {
    return yesOrNo('read', isRead, 'lets script read the answer', 'hides the answer from script')
  }
  if (request === undefined || !('names' in result)) return null
  const predicted = visible(request.delivered.headers, verdict)
  const did = namesOf(result.names.map((name) => [name, '']))
  return did.join(', ') === predicted.join(', ')
    ? null
    : {
        facet: 'exposed',
        did: `shows script the headers ${listOf(did)}`,
        predicted: `shows ${listOf(predicted)}`,
      }
}

function yesOrNo(
  facet: BrowserFacet,
  happened: boolean,
  yes: string,
  no: string,
): BrowserDifference {
  return { facet, did: happened ? yes : no, predicted: happened ? no : yes }
}

function requested(headers: readonly HeaderLine[]): string {
  const lineValue = (lower: string): string =>
    headers.find(([name]) => name.toLowerCase() === lower)?.[1] ?? ''
  const names = lineValue('access-control-request-headers')
  const method = lineValue('access-control-request-method')
  return `\`${method}\`${names === '' ? '' : ` with \`${names}\``}`
}

/**
 * A cookie may stay away where SameSite or the partitioning of storage withholds it (PageRequest.credentials); to the page's own host both let it go.
 */
function isCookieRight(
  page: PageRequest,
  { hasCookie }: Arrival,
  verdict: BrowserVerdict,
): boolean {
  if (hasCookie) return verdict.credentials && page.credentials
  const isOwnHost =
    page.origin !== 'null' && new URL(page.origin).hostname === new URL(page.url).hostname
  return !(isOwnHost && page.credentials && verdict.credentials)
}

/** Fetch, CORS-safelisted response-header name. */
const SAFELISTED = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
])

/** What the proxy adds by itself. */
const OF_PROXY = new Set(['connection', 'content-length'])

function visible(headers: readonly HeaderLine[], { exposed }: BrowserVerdict): readonly string[] {
  return namesOf(headers).filter(
    (name) => exposed === '*' || SAFELISTED.has(name) || exposed.includes(name),
  )
}

function namesOf(headers: readonly HeaderLine[]): readonly string[] {
  const names = headers.map(([name]) => name.toLowerCase()).filter((name) => !OF_PROXY.has(name))
  return [...new Set(names)].sort()
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'of no name' : names.map((name) => `\`${name}\``).join(', ')
}
