/**
 * The headers that an operation reads and writes, as far as script needs a grant for them.
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
import { child, entries, items, type Part, type Source, textOf } from '../document/part.ts'
import { follow } from './references.ts'

/** Fetch, "CORS-safelisted request-header": script may set these without being asked; `content-type` only for some values. */
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

/** Headers of requests, which some descriptions list among answers. */
const OF_REQUESTS = /^(?:cookie2?|host|origin|referer|te|user-agent|sec-fetch-.*)$/

/** The request headers that parameters and bodies need a grant for; lower case, in no order. */
export function readRequestHeaders(
  source: Source,
  pathItem: Part,
  operation: Part,
): ReadonlySet<string> {
  const names = new Set<string>()
  for (const holder of [pathItem, operation]) {
    for (const one of items(source, child(source, holder, 'parameters'))) {
      const parameter = follow(source, one)
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

/** Whether a header that a scheme or a parameter names can be granted to script at all. */
export function canBeSet(name: string): boolean {
  return isToken(name) && !isForbiddenRequestHeader(name) && !isForBrowsers(name) && name !== '*'
}

/** Whether a body may have a type that browsers do not send without asking. */
function hasOtherType(source: Source, operation: Part): boolean {
  const written = child(source, operation, 'requestBody')
  const body = written && follow(source, written)
  const types = entries(source, body && child(source, body, 'content'))
  return types.some(
    ([type]) => !SAFELISTED_TYPES.has((type.split(';')[0] ?? '').trim().toLowerCase()),
  )
}

/** The response headers that script cannot read without a grant; lower case, in no order. */
export function readExposedHeaders(source: Source, operation: Part): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [status, one] of entries(source, child(source, operation, 'responses'))) {
    if (status.startsWith('x-')) continue
    const response = follow(source, one)
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

/** Response headers for the browser, not for script. */
function isForBrowsers(name: string): boolean {
  return isPolicyResponseHeader(name) || name.startsWith('cross-origin-')
}
