/**
 * Reading of one case of a test file.
 *
 * @module
 */
import {
  type Context,
  type HeaderLine,
  isForbiddenMethod,
  isToken,
  type Json,
  normalizeMethod,
  type OriginToken,
  type Reason,
  readOrigin,
} from '@marque/core'
import {
  asMapping,
  asText,
  asWord,
  isMapping,
  type Mapping,
  type Reader,
  readInstant,
  report,
} from '../read/index.ts'
import { type Pointer, type Position, shorten } from '../text/index.ts'
import { CASE_REASONS } from './form.ts'
import { readCaseHeaders } from './read-headers.ts'
import type { Expectation, PreflightOutcome, TestCase } from './test-file.ts'

/** Reads one request. Errors are reported to `reader`, and the returned case is incomplete then. */
export function readCase(reader: Reader, value: Mapping, path: Pointer, at: Position): TestCase {
  for (const key of ['url', 'expect']) {
    if (Object.hasOwn(value, key)) continue
    const message = `\`${key}\` is missing in \`${path.slice(1).replace('/', '[')}]\``
    report(reader, path, { code: 'MQ-121', message })
  }
  const expect = readExpectation(reader, value.expect, `${path}/expect`)
  const origin = readCaseOrigin(reader, value, path, expect)
  const url = asText(value.url) ?? ''
  const webSocket = /^wss?:/i.test(url)
  checkUrl(reader, value.url, `${path}/url`)
  if (webSocket) checkWebSocket(reader, value, path)
  const context = readCaseContext(reader, value.context, `${path}/context`)
  return {
    name: asText(value.name) ?? '',
    path,
    at,
    origin,
    method: readCaseMethod(reader, value.method, `${path}/method`),
    url,
    webSocket,
    headers: withToken(
      readCaseHeaders(reader, value.requestHeaders, `${path}/requestHeaders`, origin),
      context.token !== undefined,
    ),
    credentials: webSocket || value.credentials === 'include',
    context,
    now: readInstant(reader, value.now, `${path}/now`),
    expect,
  }
}

/** `null` and `"null"` are the opaque origin; a case without the key sends no Origin. */
function readCaseOrigin(
  reader: Reader,
  value: Mapping,
  path: Pointer,
  expect: Expectation,
): string | null {
  if (value.origin === null) return 'null'
  const text = asText(value.origin)
  if (text === null || text === 'null' || readOrigin(text) !== undefined) return text
  const isExpected = [expect.reason, expect.preflight].includes('origin-malformed')
  if (!isExpected) {
    const message =
      text === ''
        ? '`origin` is empty'
        : `\`${shorten(text)}\` is not an origin as browsers serialise it`
    const help = text === '' ? 'remove `origin` for a request without Origin' : undefined
    const fault = { code: 'MQ-193', message, ...(help !== undefined && { help }) } as const
    report(reader, `${path}/origin`, fault, shorten(text))
  }
  return text
}

/** D27: browsers send six methods in upper case whatever script writes; others as written. */
function readCaseMethod(reader: Reader, value: unknown, path: Pointer): string {
  const text = asText(value) ?? 'GET'
  if (!isToken(text)) {
    const message = text === '' ? '`method` is empty' : `invalid method \`${shorten(text)}\``
    report(reader, path, { code: 'MQ-165', message }, shorten(text))
  } else if (isForbiddenMethod(text)) {
    const help = 'remove the case: `fetch` throws a TypeError for this method'
    report(reader, path, { code: 'MQ-166', message: `browsers never send \`${text}\``, help }, text)
  }
  return normalizeMethod(text)
}

const ABSOLUTE = /^(?:https?|wss?):\/\/[^/?#]/i

function checkUrl(reader: Reader, value: unknown, path: Pointer): void {
  const url = asText(value)
  if (url === null || ABSOLUTE.test(url) || /^\/(?!\/)/.test(url)) return
  const message =
    url === '' ? '`url` is empty' : `\`${shorten(url)}\` is neither an absolute URL nor a path`
  report(reader, path, { code: 'MQ-194', message }, shorten(url))
}

function checkWebSocket(reader: Reader, value: Mapping, path: Pointer): void {
  const faults: readonly (readonly [key: string, wrong: boolean, message: string])[] = [
    [
      'method',
      value.method !== undefined && value.method !== 'GET',
      'a WebSocket handshake is always a GET',
    ],
    [
      'requestHeaders',
      value.requestHeaders !== undefined,
      'script cannot set headers of a WebSocket handshake',
    ],
    ['credentials', value.credentials === 'omit', 'a WebSocket handshake always carries cookies'],
  ]
  for (const [key, wrong, message] of faults) {
    if (wrong) report(reader, `${path}/${key}`, { code: 'MQ-195', message })
  }
}

/** D16: the token is sent in a header of its own. */
function withToken(headers: readonly HeaderLine[], token: boolean): readonly HeaderLine[] {
  if (!token || headers.some(([name]) => name === 'marque-token')) return headers
  return [...headers, ['marque-token', 'test']]
}

function readExpectation(reader: Reader, value: unknown, path: Pointer): Expectation {
  const expect = asMapping(value)
  if (value !== undefined && typeof value === 'object' && Object.keys(expect).length === 0) {
    report(reader, path, { code: 'MQ-191', message: '`expect` is empty' })
  }
  const { preflight, reach, read, reason, resource, credentials } = expect
  const word = asWord<PreflightOutcome>(preflight, ['not-needed', ...CASE_REASONS])
  const ending = asWord<Reason>(reason, CASE_REASONS)
  const exposeHeaders = readNames(reader, expect.exposeHeaders, `${path}/exposeHeaders`)
  const requestHeaders = readNames(reader, expect.requestHeaders, `${path}/requestHeaders`)
  return {
    ...(word !== null && { preflight: word }),
    ...(typeof reach === 'boolean' && { reach }),
    ...(typeof read === 'boolean' && { read }),
    ...(ending !== null && { reason: ending }),
    ...((typeof resource === 'string' || resource === null) && { resource }),
    ...(exposeHeaders !== null && { exposeHeaders }),
    ...(requestHeaders !== null && { requestHeaders }),
    ...(typeof credentials === 'boolean' && { credentials }),
  }
}

/** Reads a list of header names or `*`: lower case and sorted; null where there is none. */
function readNames(reader: Reader, list: unknown, path: Pointer): readonly string[] | null {
  if (!Array.isArray(list)) return null
  const names = new Set<string>()
  for (const [at, entry] of list.entries()) {
    if (typeof entry !== 'string') continue
    const name = entry.toLowerCase()
    if (!isToken(name)) {
      const message =
        name === '' ? 'empty header name' : `invalid header name \`${shorten(entry)}\``
      report(reader, `${path}/${at}`, { code: 'MQ-169', message }, shorten(entry))
    } else if (names.has(name)) {
      const message = `duplicate header \`${shorten(name)}\``
      report(reader, `${path}/${at}`, { code: 'MQ-179', message })
    }
    names.add(name)
  }
  return [...names].sort()
}

/** Reads `context`: what the layer knows of the user. Facts that are not given are unknown to the layer. */
function readCaseContext(reader: Reader, value: unknown, path: Pointer): Context {
  const { tenant, apiVersion, authenticatedAt, roles, scopes, claims, token, certificate } =
    asMapping(value)
  const login = readInstant(reader, authenticatedAt, `${path}/authenticatedAt`)
  const proof = token === 'invalid' ? token : readToken(reader, token, `${path}/token`)
  return {
    ...((tenant === null || typeof tenant === 'string') && { tenant }),
    ...(typeof apiVersion === 'string' && { apiVersion }),
    ...(login !== null && { authenticatedAt: login }),
    ...(Array.isArray(roles) && { roles: textsOf(roles) }),
    ...(Array.isArray(scopes) && { scopes: textsOf(scopes) }),
    ...(isMapping(claims) && { claims: claims as { readonly [name: string]: Json } }),
    ...(proof !== undefined && { token: proof }),
    ...(typeof certificate === 'boolean' && { certificate }),
  }
}

function readToken(reader: Reader, value: unknown, path: Pointer): OriginToken | undefined {
  if (!isMapping(value)) return undefined
  const until = readInstant(reader, value.until, `${path}/until`)
  return {
    id: asText(value.id) ?? 'test',
    origin: asText(value.origin) ?? '',
    tenant: asText(value.tenant),
    resource: asText(value.resource) ?? '',
    until: until ?? 0,
  }
}

function textsOf(list: readonly unknown[]): readonly string[] {
  return list.filter((entry) => typeof entry === 'string')
}
