/**
 * Names of headers and methods, and those that Fetch forbids to script.
 *
 * @module
 */

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Whether `text` is a token (RFC 9110, 5.6.2): the syntax of methods and of header names. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** Fetch, "forbidden request-header", the names that are forbidden whatever their value. */
const FORBIDDEN_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-local-network',
  'access-control-request-method',
  'access-control-request-private-network',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
])

/** Whether script can never set this request header, so that granting it has no effect. `name` is lower case. */
export function isForbiddenRequestHeader(name: string): boolean {
  return FORBIDDEN_REQUEST_HEADERS.has(name) || name.startsWith('proxy-') || name.startsWith('sec-')
}

/**
 * A value with which no browser sends a request header without a preflight: it holds a byte that is unsafe in every safelisted header (Fetch,
 * CORS-safelisted request-header). `name` is lower case.
 */
export function unsafeValueFor(name: string): string {
  return name === 'content-type' ? 'application/json' : '"unknown"'
}

/** Fetch, "forbidden response-header name": never readable, whatever is exposed. `name` is lower case. */
export function isForbiddenResponseHeader(name: string): boolean {
  return name === 'set-cookie' || name === 'set-cookie2'
}

/** Fetch, "CORS-safelisted response-header name": readable without being exposed. `name` is lower case. */
export function isSafelistedResponseHeader(name: string): boolean {
  switch (name) {
    case 'cache-control':
    case 'content-language':
    case 'content-length':
    case 'content-type':
    case 'expires':
    case 'last-modified':
    case 'pragma':
      return true
    default:
      return false
  }
}

const CORS_PREFIX = 'access-control-'

/**
 * Response headers that only Marque writes (D22): every `Access-Control-*`, and these. What an application or a proxy below sets of them is removed
 * where the policy has a value for it; interim answers, trailers and the answers of WebSocket handshakes carry none.
 */
export const POLICY_RESPONSE_HEADERS: {
  readonly prefix: string
  readonly names: readonly string[]
} = { prefix: CORS_PREFIX, names: ['cross-origin-resource-policy', 'timing-allow-origin'] }

/** Whether a response header is one of {@link POLICY_RESPONSE_HEADERS}. `name` is lower case. */
export function isPolicyResponseHeader(name: string): boolean {
  return isCorsHeader(name) || POLICY_RESPONSE_HEADERS.names.includes(name)
}

/** Whether a header is of the CORS protocol itself, of requests or responses: `Access-Control-*`. `name` is lower case. */
export function isCorsHeader(name: string): boolean {
  return name.startsWith(CORS_PREFIX)
}

/** Fetch, "forbidden method". Compared without case. */
export function isForbiddenMethod(method: string): boolean {
  const upper = method.toUpperCase()
  return upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK'
}

/** Fetch, "normalize": upper-cases the six methods whose case does not matter; others are unchanged (D27). */
export function normalizeMethod(method: string): string {
  const upper = method.toUpperCase()
  switch (upper) {
    case 'DELETE':
    case 'GET':
    case 'HEAD':
    case 'OPTIONS':
    case 'POST':
    case 'PUT':
      return upper
    default:
      return method
  }
}

/** Whether a list of methods covers one: GET covers HEAD (D7, D9), nothing else covers another. */
export function coversMethod(methods: readonly string[], method: string): boolean {
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))
}
