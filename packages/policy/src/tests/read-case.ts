/**
 * Reading of one case of a test file.
 *
 * @module
 */
import {
  type HeaderLine,
  isForbiddenMethod,
  isToken,
  normalizeMethod,
  type Reason,
  readOrigin,
} from '@marque/core'
import {
  asMapping,
  asText,
  asWord,
  type Mapping,
  type Reader,
  readInstant,
  report,
} from '../read/index.ts'
import type { Pointer, Position } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import type { Expectation, PageCase, PreflightOutcome } from './case-file.ts'
import { CASE_REASONS } from './form.ts'
import { readCaseContext } from './read-context.ts'
import { readCaseHeaders } from './read-headers.ts'

/** Reads one case; what is wrong with it is reported, and then what comes back has gaps. */
export function readCase(reader: Reader, value: Mapping, path: Pointer, at: Position): PageCase {
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

/** `null` and `"null"` are the opaque origin; a case without the key sends none. */
function readCaseOrigin(
  reader: Reader,
  value: Mapping,
  path: Pointer,
  expect: Expectation,
): string | null {
  if (value.origin === null) return 'null'
  const text = asText(value.origin)
  if (text === null || text === 'null' || readOrigin(text) !== undefined) return text
  const meant = [expect.reason, expect.preflight].includes('origin-malformed')
  if (!meant) {
    const message =
      text === ''
        ? 'an empty text is no origin'
        : `no browser sends \`${shorten(text)}\` as an origin`
    const help = text === '' ? 'leave `origin` out where none is sent' : undefined
    const fault = { code: 'MQ-193', message, ...(help !== undefined && { help }) } as const
    report(reader, `${path}/origin`, fault, shorten(text))
  }
  return text
}

/** D27: script may write six methods in any case; the rest stays as it is. */
function readCaseMethod(reader: Reader, value: unknown, path: Pointer): string {
  const text = asText(value) ?? 'GET'
  if (!isToken(text)) {
    const shown = text === '' ? 'an empty text' : `\`${shorten(text)}\``
    report(reader, path, { code: 'MQ-165', message: `${shown} is no method` }, shorten(text))
  } else if (isForbiddenMethod(text)) {
    const help = 'remove the case: script that asks for it gets an error from the browser'
    report(reader, path, { code: 'MQ-166', message: `no browser sends \`${text}\``, help }, text)
  }
  return normalizeMethod(text)
}

const ABSOLUTE = /^(?:https?|wss?):\/\/[^/?#]/i

function checkUrl(reader: Reader, value: unknown, path: Pointer): void {
  const url = asText(value)
  if (url === null || ABSOLUTE.test(url) || /^\/(?!\/)/.test(url)) return
  const message =
    url === '' ? 'the url is empty' : `\`${shorten(url)}\` is no url that can be asked for`
  report(reader, path, { code: 'MQ-194', message }, shorten(url))
}

function checkWebSocket(reader: Reader, value: Mapping, path: Pointer): void {
  const faults: readonly (readonly [key: string, wrong: boolean, message: string])[] = [
    [
      'method',
      value.method !== undefined && value.method !== 'GET',
      'a WebSocket is opened by GET',
    ],
    ['requestHeaders', value.requestHeaders !== undefined, 'script sets no headers of a WebSocket'],
    ['credentials', value.credentials === 'omit', 'cookies always travel with a WebSocket'],
  ]
  for (const [key, wrong, message] of faults) {
    if (wrong) report(reader, `${path}/${key}`, { code: 'MQ-195', message })
  }
}

/** D16: the token of a page travels in a header of its own. */
function withToken(headers: readonly HeaderLine[], token: boolean): readonly HeaderLine[] {
  if (!token || headers.some(([name]) => name === 'marque-token')) return headers
  return [...headers, ['marque-token', 'test']]
}

function readExpectation(reader: Reader, value: unknown, path: Pointer): Expectation {
  const expect = asMapping(value)
  if (value !== undefined && typeof value === 'object' && Object.keys(expect).length === 0) {
    report(reader, path, { code: 'MQ-191', message: 'the case expects nothing' })
  }
  const { preflight, reach, read, reason, resource } = expect
  const word = asWord<PreflightOutcome>(preflight, ['not-needed', ...CASE_REASONS])
  const ending = asWord<Reason>(reason, CASE_REASONS)
  return {
    ...(word !== null && { preflight: word }),
    ...(typeof reach === 'boolean' && { reach }),
    ...(typeof read === 'boolean' && { read }),
    ...(ending !== null && { reason: ending }),
    ...((typeof resource === 'string' || resource === null) && { resource }),
  }
}
