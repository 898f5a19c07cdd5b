/**
 * From a request as a layer received it to the page's request that could have made it.
 *
 * @module
 */

import type { PageRequest } from '../browsers/index.ts'
import type { Decision } from '../decide/decision.ts'
import { trimSpace } from '../headers/field-value.ts'
import { isForbiddenRequestHeader, isToken, unsafeValueFor } from '../headers/names.ts'
import { readFields } from '../headers/request-fields.ts'
import { isCanonicalOrigin } from '../origin/read-origin.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'

/** Lines that browsers and proxies add by themselves, beside those that script cannot set. */
const NOT_OF_SCRIPT: ReadonlySet<string> = new Set([
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
 * The page's request. What the request does not tell is taken so that the verdict says most: the page uses credentials where a cookie
 * came or the answer allows them, and a header that a preflight asks for has a value that needs asking.
 *
 * @returns Null where no browser sends this.
 */
export function pageOf(request: RequestFacts, decision: Decision): PageRequest | null {
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
    const headers = askedHeaders(fields.requestHeaders ?? [])
    const method = fields.requestMethod
    return { origin, method, url, headers, credentials, forcesPreflight: true }
  }
  const isSocket = decision.kind === 'websocket'
  const headers = request.headers.filter(([name]) => isOfScript(name.toLowerCase()))
  return {
    origin,
    method: request.method,
    url: isSocket ? url.replace(/^http/i, 'ws') : url,
    headers: isSocket ? [] : headers,
    credentials: isSocket || credentials,
  }
}

function isOfScript(lower: string): boolean {
  return isToken(lower) && !isForbiddenRequestHeader(lower) && !NOT_OF_SCRIPT.has(lower)
}

/** Each name with a value that needs a preflight: a safelisted name was asked for because of its value. */
function askedHeaders(lines: readonly string[]): readonly HeaderLine[] {
  const names = lines
    .join(',')
    .split(',')
    .map((name) => trimSpace(name).toLowerCase())
    .filter(isToken)
  return [...new Set(names)].map((name) => [name, unsafeValueFor(name)])
}
