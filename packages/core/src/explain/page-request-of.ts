/**
 * The page's request behind a request that a layer received.
 *
 * @module
 */

import type { PageRequest } from '../browsers/index.ts'
import type { Decision } from '../decision.ts'
import {
  isForbiddenRequestHeader,
  isToken,
  readFields,
  trimSpace,
  unsafeValueFor,
} from '../headers/index.ts'
import { isCanonicalOrigin } from '../origin/index.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'

/** Headers that browsers and proxies add, beside those that script cannot set. */
const NOT_BY_SCRIPT: ReadonlySet<string> = new Set([
  'forwarded',
  'priority',
  'upgrade-insecure-requests',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'x-request-id',
])

/**
 * The page's request that could have caused a received one. What the received one does not show is assumed so that the verdict is most useful: the page
 * uses credentials where the request has a cookie or the response allows them, and a header that a preflight requests has a value that needs one.
 *
 * @returns Null where no browser sends such a request: without Origin, with several, or with an invalid one.
 */
export function pageRequestOf(request: RequestFacts, decision: Decision): PageRequest | null {
  const fields = readFields(request.headers)
  const { origin, origins } = fields
  if (origins !== 1 || (origin !== 'null' && !isCanonicalOrigin(origin))) return null
  const allowsCredentials = decision.headers.some(
    ([name]) => name === 'access-control-allow-credentials',
  )
  const credentials = fields.cookie || allowsCredentials
  const { url } = request
  if (decision.kind === 'preflight') {
    if (fields.requestMethods !== 1) return null
    const headers = requestedHeaders(fields.requestHeaders ?? [])
    const method = fields.requestMethod
    return { origin, method, url, headers, credentials, forcesPreflight: true }
  }
  const isSocket = decision.kind === 'websocket'
  const headers = request.headers.filter(([name]) => isSetByScript(name.toLowerCase()))
  return {
    origin,
    method: request.method,
    url: isSocket ? url.replace(/^http/i, 'ws') : url,
    headers: isSocket ? [] : headers,
    credentials: isSocket || credentials,
  }
}

function isSetByScript(lower: string): boolean {
  return isToken(lower) && !isForbiddenRequestHeader(lower) && !NOT_BY_SCRIPT.has(lower)
}

/** Each name with a value that needs a preflight: a safelisted name was requested because of its value. */
function requestedHeaders(lines: readonly string[]): readonly HeaderLine[] {
  const names = lines
    .join(',')
    .split(',')
    .map((name) => trimSpace(name).toLowerCase())
    .filter(isToken)
  return [...new Set(names)].map((name) => [name, unsafeValueFor(name)])
}
