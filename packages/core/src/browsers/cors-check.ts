/**
 * The checks of a response by browsers: the CORS check, the checks of a preflight, and the headers that script may read.
 *
 * @module
 */
import {
  isForbiddenResponseHeader,
  isSafelistedResponseHeader,
  isToken,
  linesOf,
  trimSpace,
} from '../headers/index.ts'
import type { HeaderLine } from '../request.ts'
import type { ServerAnswer } from './browser-verdict.ts'
import { DEFAULT_KEPT, type EngineRows } from './engines.ts'

/** Fetch, CORS check: null where it passes, else why it does not. */
export function whyUnreadable(
  headers: readonly HeaderLine[],
  origin: string,
  credentials: boolean,
): string | null {
  const allowed = fieldValue(headers, 'access-control-allow-origin') // steps 1 and 2
  if (allowed === null) return 'the response has no Access-Control-Allow-Origin'
  if (allowed === '*' && !credentials) return null // step 3
  if (allowed === '*') return 'Access-Control-Allow-Origin `*` is not accepted with credentials'
  if (allowed !== origin) return 'Access-Control-Allow-Origin is not the origin of the page' // step 4
  if (!credentials) return null // step 5
  return fieldValue(headers, 'access-control-allow-credentials') === 'true' // steps 6 to 8
    ? null
    : 'Access-Control-Allow-Credentials is not `true`'
}

/** What a preflight requests. */
export interface PreflightRequest {
  readonly origin: string
  /** Normalized. */
  readonly method: string
  /** CORS-unsafe header names, lower case. */
  readonly names: readonly string[]
  readonly credentials: boolean
}

/** Fetch, CORS-preflight fetch, step 7: null where the preflight passes, else why it does not. */
export function whyPreflightFails(
  engine: EngineRows,
  { status, headers }: ServerAnswer,
  { origin, method, names, credentials }: PreflightRequest,
): string | null {
  const unreadable = whyUnreadable(headers, origin, credentials)
  if (unreadable !== null) return unreadable
  if (status < 200 || status > 299)
    return `the status of the preflight is ${status}, not 200 to 299`
  const methods = tokensOf(headers, 'access-control-allow-methods')
  const allowed = tokensOf(headers, 'access-control-allow-headers')
  if (methods === null) return 'Access-Control-Allow-Methods has a value that is not a token'
  if (allowed === null) return 'Access-Control-Allow-Headers has a value that is not a token'
  const anyMethod = !credentials && methods.includes('*')
  if (!methods.includes(method) && !isSafelistedMethod(method) && !anyMethod) {
    return 'Access-Control-Allow-Methods does not name the method'
  }
  const lower = new Set(allowed.map((name) => name.toLowerCase()))
  const anyName = !credentials && lower.has('*')
  const missing = names.find((name) => {
    if (lower.has(name)) return false
    return !anyName || (name === 'authorization' && !engine.wildcardCoversAuthorization.value)
  })
  return missing === undefined
    ? null
    : 'Access-Control-Allow-Headers does not name every header of the request'
}

/** Fetch, CORS-safelisted method. */
export function isSafelistedMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST'
}

/** Seconds for which a passed preflight is cached for the same request: Fetch, CORS-preflight fetch, steps 7.8 to 7.10. */
export function keptFor(
  engine: EngineRows,
  headers: readonly HeaderLine[],
  method: string,
): number {
  if (engine.keepsHeadWhereNamed.value && method === 'HEAD') {
    if (tokensOf(headers, 'access-control-allow-methods')?.includes('HEAD') !== true) return 0
  }
  const value = fieldValue(headers, 'access-control-max-age')
  if (value === null || value === '') return DEFAULT_KEPT
  if (/^-[0-9]+$/.test(value)) return 0
  if (!/^[0-9]+$/.test(value)) return engine.unreadableMaxAge.value === 'default' ? DEFAULT_KEPT : 0
  const { value: longest } = engine.longestKept
  return longest === null ? Number(value) : Math.min(Number(value), longest)
}

/** Fetch, CORS filtered response: the headers that script may read beside the safelisted ones, sorted. */
export function exposedNames(
  headers: readonly HeaderLine[],
  credentials: boolean,
): readonly string[] | '*' {
  const names = tokensOf(headers, 'access-control-expose-headers') ?? []
  if (!credentials && names.includes('*')) return '*'
  const lower = new Set(names.map((name) => name.toLowerCase()))
  return [...lower]
    .filter((name) => !isSafelistedResponseHeader(name) && !isForbiddenResponseHeader(name))
    .sort()
}

/** Fetch, header list "get": the values joined by `, `; null where there is none. */
function fieldValue(headers: readonly HeaderLine[], lower: string): string | null {
  const lines = linesOf(headers, lower).map(trimSpace)
  return lines.length === 0 ? null : lines.join(', ')
}

/** Fetch, extracting header list values of `#token`: null where an element is not a token; empty elements are ignored. */
export function tokensOf(headers: readonly HeaderLine[], lower: string): readonly string[] | null {
  const value = fieldValue(headers, lower)
  if (value === null) return []
  const tokens = value
    .split(',')
    .map(trimSpace)
    .filter((token) => token !== '')
  return tokens.every(isToken) ? tokens : null
}
