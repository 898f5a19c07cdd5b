/**
 * One entry of a HAR file as an observation.
 *
 * @module
 */
import { isForbiddenMethod, isToken } from '@marque/core'
import { grantableHeaders, type Observation, originNoise } from '../traffic/index.ts'
import { headersOf, listOf, objectOf, originOf, textOf, urlOf } from './values.ts'

/** Why an entry is not an observation. */
export type Skipped =
  | 'no-request'
  | 'scheme'
  | 'socket'
  | 'elsewhere'
  | 'same-origin'
  | 'no-page'
  | 'embedded'

/** Fetch, "CORS-safelisted request-header", and fields that browsers and developer tools add by themselves. */
const OF_BROWSERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'cache-control',
  'content-language',
  'if-modified-since',
  'if-none-match',
  'pragma',
  'priority',
  'purpose',
  'range',
  'rtt',
  'downlink',
  'ect',
  'save-data',
  'upgrade-insecure-requests',
  'user-agent',
  'x-client-data',
  'x-devtools-emulate-network-conditions-client-id',
])

/** Fetch, "CORS-safelisted request-header", `content-type`. */
const SIMPLE_TYPE =
  /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(?:;|$)/i

/** Schemes of `Authorization` that browsers send by themselves, which takes credentials. */
const BROWSER_LOGIN = /^(?:basic|digest|negotiate|ntlm)\b/i

type Headers = ReadonlyMap<string, readonly string[]>

/**
 * Reads an entry.
 *
 * @param pages The origin of each page, by its id.
 */
export function readEntry(
  entry: unknown,
  pages: ReadonlyMap<string, string>,
  self: readonly string[],
): Observation | Skipped {
  const fields = objectOf(entry)
  const request = objectOf(fields?.request)
  const url = urlOf(textOf(request?.url))
  const method = textOf(request?.method)
  if (fields === undefined || request === undefined || url === undefined) return 'no-request'
  if (method === undefined || !isToken(method) || isForbiddenMethod(method)) return 'no-request'
  const isWebSocket =
    /^wss?:$/.test(url.protocol) ||
    headersOf(request.headers).get('upgrade')?.[0]?.toLowerCase() === 'websocket'
  if (isWebSocket) return readSocket(url, request, objectOf(fields.response), self)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme'
  if (!self.includes(url.origin)) return 'elsewhere'
  const headers = headersOf(request.headers)
  const response = objectOf(fields.response)
  const answer = headersOf(response?.headers)
  const origin = originOfRequest(fields, headers, answer, pages)
  if (origin === 'no-page' || origin === 'embedded') return origin
  if (origin === url.origin || self.includes(origin)) return 'same-origin'
  const asked = headers.get('access-control-request-method')?.[0]
  const isPreflight = method === 'OPTIONS' && asked !== undefined
  const cookies =
    (listOf(request.cookies)?.length ?? 0) > 0 ||
    headers.has('cookie') ||
    BROWSER_LOGIN.test(headers.get('authorization')?.[0] ?? '')
  return {
    origin,
    method: isPreflight && isToken(asked) ? asked : method,
    isWebSocket: false,
    path: url.pathname,
    requestHeaders: isPreflight
      ? namesIn(headers.get('access-control-request-headers') ?? [])
      : namesOf(headers),
    cookies,
    allowed: isPreflight ? 'unknown' : allowedBy(answer, response?.status, origin, cookies),
    count: isPreflight ? 0 : 1,
  }
}

/** An accepted handshake; browsers send `Origin` with each. Those that no grant would change are left out. */
function readSocket(
  url: URL,
  request: { readonly [key: string]: unknown },
  response: { readonly [key: string]: unknown } | undefined,
  self: readonly string[],
): Observation | Skipped {
  if (!self.includes(originOf(url.href.replace(/^ws/, 'http')) ?? '')) return 'elsewhere'
  const headers = headersOf(request.headers)
  const origin = headers.get('origin')?.join(', ')
  if (origin === undefined) return 'no-page'
  if (self.includes(origin)) return 'same-origin'
  if (originNoise(origin) !== undefined || response?.status !== 101) return 'socket'
  const cookies = (listOf(request.cookies)?.length ?? 0) > 0 || headers.has('cookie')
  return {
    origin,
    method: 'GET',
    isWebSocket: true,
    path: url.pathname,
    requestHeaders: [],
    cookies,
    allowed: 'yes',
    count: 1,
  }
}

/** `Origin`; without it the origin of the page, where the answer shows that script could read it. */
function originOfRequest(
  entry: { readonly [key: string]: unknown },
  headers: Headers,
  answer: Headers,
  pages: ReadonlyMap<string, string>,
): string {
  const sent = headers.get('origin')
  if (sent !== undefined) return sent.length === 1 ? (sent[0] ?? '') : sent.join(', ')
  const page = pages.get(textOf(entry.pageref) ?? '') ?? originOf(headers.get('referer')?.[0])
  if (page === undefined) return 'no-page'
  const isFetch =
    /^(?:fetch|xhr)$/i.test(textOf(entry._resourceType) ?? '') ||
    headers.get('sec-fetch-mode')?.[0] === 'cors' ||
    answer.get('access-control-allow-origin')?.[0] === page
  return isFetch ? page : 'embedded'
}

/** Fetch, CORS check: whether the answer allowed the page to read it. */
function allowedBy(
  answer: Headers,
  status: unknown,
  origin: string,
  cookies: boolean,
): Observation['allowed'] {
  // Browsers record status 0 and no headers for what they blocked; a file without any headers was cleaned.
  if (answer.size === 0) return status === 0 ? 'no' : 'unknown'
  const [allowed, ...others] = answer.get('access-control-allow-origin') ?? []
  if (others.length > 0) return 'no'
  if (allowed === '*') return cookies ? 'no' : 'yes'
  if (allowed !== origin) return 'no'
  const credentials = answer.get('access-control-allow-credentials')?.[0]
  return !cookies || credentials === 'true' ? 'yes' : 'no'
}

function namesOf(headers: Headers): readonly string[] {
  const names = [...headers.keys()].filter(
    (name) =>
      name !== 'content-type' || !SIMPLE_TYPE.test((headers.get('content-type')?.[0] ?? '').trim()),
  )
  return grantableHeaders(names.filter((name) => !OF_BROWSERS.has(name)))
}

/** `Access-Control-Request-Headers`: exactly what script sets. */
function namesIn(lines: readonly string[]): readonly string[] {
  return grantableHeaders(
    lines.flatMap((line) => line.split(',')).map((name) => name.trim().toLowerCase()),
  )
}
