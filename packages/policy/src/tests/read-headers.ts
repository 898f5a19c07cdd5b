/**
 * `requestHeaders` of a case: names alone, or names with values.
 *
 * @module
 */
import { type HeaderLine, isForbiddenRequestHeader, isToken } from '@marque/core'
import { asText, below, isMapping, type Reader, report } from '../read/index.ts'
import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'

/**
 * What a name alone is sent with. `content-type` is the one of JSON, since a form's needs no preflight and is written out where it
 * is meant; the other three are values that need none.
 */
export const USUAL_VALUES: { readonly [name: string]: string } = {
  accept: '*/*',
  'accept-language': 'en',
  authorization: 'Bearer test',
  'content-language': 'en',
  'content-type': 'application/json',
  range: 'bytes=0-99',
}

/** What browsers say of a request by themselves. A case without a page's origin may say it in their place: D26 is about such requests. */
const FETCH_METADATA: ReadonlySet<string> = new Set([
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'sec-fetch-user',
])

/** @param origin As the case sends it. */
export function readCaseHeaders(
  reader: Reader,
  value: unknown,
  path: Pointer,
  origin: string | null,
): readonly HeaderLine[] {
  const lines: HeaderLine[] = []
  const entries: readonly (readonly [name: string, value: string | null, at: Pointer])[] =
    Array.isArray(value)
      ? value.map((name, at) => [asText(name) ?? '', null, below(path, at)])
      : isMapping(value)
        ? Object.entries(value).map(([name, text]) => [name, asText(text), below(path, name)])
        : []
  const isList = Array.isArray(value)
  for (const [written, text, at] of entries) {
    const name = written.toLowerCase()
    const place = isList ? 'value' : 'key'
    if (!isToken(name)) {
      const shown = written === '' ? 'an empty text' : `\`${shorten(written)}\``
      reader.found.push({
        code: 'MQ-169',
        path: at,
        at: place,
        message: `${shown} is no header name`,
      })
    } else if (isForbiddenRequestHeader(name) && !isAllowed(name, origin)) {
      reader.found.push({ code: 'MQ-170', path: at, at: place, ...forbidden(name) })
    } else if (lines.some(([known]) => known === name)) {
      const message = `\`${shorten(name)}\` stands here a second time`
      reader.found.push({ code: 'MQ-179', path: at, at: place, message })
    } else {
      const sent = text ?? USUAL_VALUES[name] ?? 'test'
      if (!isHeaderValue(sent)) {
        report(reader, at, { code: 'MQ-196', message: `the value of \`${name}\` cannot be sent` })
      }
      lines.push([name, sent])
    }
  }
  return lines
}

function isAllowed(name: string, origin: string | null): boolean {
  return FETCH_METADATA.has(name) && (origin === null || origin === 'null')
}

function forbidden(name: string): { readonly message: string; readonly help: string } {
  const message = `no script can set \`${name}\``
  if (name === 'cookie') return { message, help: '`credentials: include` sends a cookie' }
  if (name === 'origin') return { message, help: 'write it as `origin` of the case' }
  if (FETCH_METADATA.has(name)) {
    return { message, help: 'leave it out: it matters only to requests without an origin' }
  }
  if (name === 'upgrade' || name === 'connection') {
    return { message, help: 'a url that starts with `wss:` opens a WebSocket' }
  }
  return { message, help: 'remove it: browsers set it by themselves or not at all' }
}

/** Fetch, "header value": no NUL, LF or CR; other control characters are no field content either (RFC 9110, 5.5). */
function isHeaderValue(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header value cannot hold.
  return !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text) && /^[\u0000-\u00ff]*$/.test(text)
}
