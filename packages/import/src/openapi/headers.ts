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
import { child, type DocumentNode, entries, items, type Source, textOf } from '../document/index.ts'
import { resolveReference } from './resolve-reference.ts'

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

/** The request headers of parameters and bodies that need a grant; lower case, unordered. */
export function readRequestHeaders(
  source: Source,
  pathItem: DocumentNode,
  operation: DocumentNode,
): ReadonlySet<string> {
  const names = new Set<string>()
  for (const holder of [pathItem, operation]) {
    for (const one of items(source, child(source, holder, 'parameters'))) {
      const parameter = resolveReference(source, one)
      if (parameter === undefined || textOf(source, child(source, parameter, 'in')) !== 'header')
        continue
      const name = textOf(source, child(source, parameter, 'name'))?.toLowerCase()
      // OpenAPI, parameter object: `Accept`, `Content-Type` and `Authorization` are not described as parameters.
      if (name !== undefined && name !== 'authorization' && canBeSet(name) && !SAFELISTED.has(name))
        names.add(name)
    }
  }
  if (hasOtherType(source, operation)) names.add('content-type')
  return names
}

/** Whether script can set a header with this name. */
export function canBeSet(name: string): boolean {
  return isToken(name) && !isForbiddenRequestHeader(name) && !isForBrowsers(name) && name !== '*'
}

/** Whether a body may have a type that needs a preflight. */
function hasOtherType(source: Source, operation: DocumentNode): boolean {
  const written = child(source, operation, 'requestBody')
  const body = written && resolveReference(source, written)
  const types = entries(source, body && child(source, body, 'content'))
  return types.some(
    ([type]) => !SAFELISTED_TYPES.has((type.split(';')[0] ?? '').trim().toLowerCase()),
  )
}

/** The response headers that script can read only with a grant; lower case, unordered. */
export function readExposedHeaders(source: Source, operation: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [status, one] of entries(source, child(source, operation, 'responses'))) {
    if (status.startsWith('x-')) continue
    const response = resolveReference(source, one)
    for (const [written] of entries(source, response && child(source, response, 'headers'))) {
      const name = written.toLowerCase()
      if (canBeRead(name)) names.add(name)
    }
  }
  return names
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
