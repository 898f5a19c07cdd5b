/**
 * The request and response headers of an operation for which script needs a grant.
 *
 * @module
 */
import {
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isPolicyResponseHeader,
  isSafelistedResponseHeader,
  isToken,
} from '@marque/core'
import {
  child,
  type DocumentNode,
  entries,
  items,
  type Source,
  scalarOf,
  textOf,
} from '../document/index.ts'
import { resolvedChild, resolveReference } from './resolve-reference.ts'

/** Fetch, "CORS-safelisted request-header": script may set these without a preflight; `content-type` only with some values. */
const SAFELISTED: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-language',
  'content-type',
])

/** Fetch, "CORS-safelisted request-header", `content-type`. */
const SAFELISTED_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
])

/** Request headers that some descriptions list among response headers. */
const OF_REQUESTS = /^(?:cookie2?|host|origin|referer|te|user-agent|sec-fetch-.*)$/

/** The parameters of an operation that are sent in header fields. */
export interface HeaderParameters {
  /** Header names that need a grant; lower case. */
  readonly names: ReadonlySet<string>
  /** Whether `Authorization` is among them, which OpenAPI says to ignore: security schemes describe it. */
  readonly authorization: boolean
  /** Whether a cookie is among them: always, for some requests, or never. */
  readonly cookie: 'required' | 'optional' | 'none'
}

/** Reads the parameters of a path item and an operation. */
export function readHeaderParameters(
  source: Source,
  pathItem: DocumentNode,
  operation: DocumentNode,
): HeaderParameters {
  const names = new Set<string>()
  let authorization = false
  let cookie: HeaderParameters['cookie'] = 'none'
  for (const holder of [pathItem, operation]) {
    for (const one of items(source, resolvedChild(source, holder, 'parameters'))) {
      const parameter = resolveReference(source, one)
      if (parameter === undefined) continue
      const place = textOf(source, child(source, parameter, 'in'))
      const name = textOf(source, child(source, parameter, 'name'))?.toLowerCase()
      if (place === 'cookie' || (place === 'header' && name === 'cookie')) {
        const required = child(source, parameter, 'required')
        const isRequired = required !== undefined && scalarOf(source, required) === true
        if (isRequired || cookie === 'none') cookie = isRequired ? 'required' : 'optional'
      } else if (place === 'header' && name === 'authorization') authorization = true
      else if (place === 'header' && name !== undefined && needsGrant(name)) names.add(name)
    }
  }
  return { names, authorization, cookie }
}

/** OpenAPI, parameter object: `Accept` and `Content-Type` are not described as parameters. */
function needsGrant(name: string): boolean {
  return canBeSet(name) && !SAFELISTED.has(name)
}

/** Whether script can set a header with this name. */
export function canBeSet(name: string): boolean {
  return isToken(name) && !isForbiddenRequestHeader(name) && !isForBrowsers(name) && name !== '*'
}

/** Whether one of these types of a body needs a preflight. */
export function hasOtherType(types: readonly string[]): boolean {
  return types.some(
    (type) => !SAFELISTED_TYPES.has((type.split(';')[0] ?? '').trim().toLowerCase()),
  )
}

/** The header fields of the responses of an operation. */
export interface ResponseHeaders {
  /** Names that script can read only with a grant; lower case. */
  readonly exposed: ReadonlySet<string>
  /** Whether a response sets a cookie, which browsers ignore in requests of other sites without credentials. */
  readonly setsCookie: boolean
}

/** Reads the headers of all responses. */
export function readResponseHeaders(source: Source, operation: DocumentNode): ResponseHeaders {
  const exposed = new Set<string>()
  let setsCookie = false
  for (const [status, one] of entries(source, resolvedChild(source, operation, 'responses'))) {
    if (status.startsWith('x-')) continue
    const response = resolveReference(source, one)
    for (const [written] of entries(source, resolvedChild(source, response, 'headers'))) {
      const name = written.toLowerCase()
      if (/^set-cookie2?$/.test(name)) setsCookie = true
      if (canBeRead(name)) exposed.add(name)
    }
  }
  return { exposed, setsCookie }
}

function canBeRead(name: string): boolean {
  return (
    isToken(name) &&
    name !== '*' &&
    !isForbiddenResponseHeader(name) &&
    !isSafelistedResponseHeader(name) &&
    !isForBrowsers(name) &&
    !OF_REQUESTS.test(name)
  )
}

/** Response headers that address the browser. */
function isForBrowsers(name: string): boolean {
  return isPolicyResponseHeader(name) || name.startsWith('cross-origin-')
}
