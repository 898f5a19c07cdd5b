/**
 * `requestHeaders` of a case: names alone, or names with values.
 *
 * @module
 */
import { type HeaderLine, isForbiddenRequestHeader, isToken } from '@marque/core'
import { asText, below, isMapping, type Reader, report } from '../read/index.ts'
import { type Pointer, shorten } from '../text/index.ts'

/**
 * Values of headers that are given by name only. `application/json` needs a preflight; a case about a form writes its type. The other
 * safelisted names get values that need none (Fetch, CORS-safelisted request-header).
 */
export const DEFAULT_VALUES: { readonly [name: string]: string } = {
  accept: '*/*',
  'accept-language': 'en',
  authorization: 'Bearer test',
  'content-language': 'en',
  'content-type': 'application/json',
  range: 'bytes=0-99',
}

/** Headers that only browsers set. A case without an origin may set them: D26 is about such requests. */
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
  pointer: Pointer,
  origin: string | null,
): readonly HeaderLine[] {
  const lines: HeaderLine[] = []
  const entries: readonly (readonly [name: string, value: string | null, path: Pointer])[] =
    Array.isArray(value)
      ? value.map((name, index) => [asText(name) ?? '', null, below(pointer, index)])
      : isMapping(value)
        ? Object.entries(value).map(([name, text]) => [name, asText(text), below(pointer, name)])
        : []
  const at = Array.isArray(value) ? 'value' : 'key'
  for (const [written, text, path] of entries) {
    const name = written.toLowerCase()
    if (!isToken(name)) {
      const message =
        written === '' ? 'empty header name' : `invalid header name \`${shorten(written)}\``
      reader.found.push({
        code: 'MQ-169',
        path,
        at,
        message,
      })
    } else if (isForbiddenRequestHeader(name) && !isAllowed(name, origin)) {
      reader.found.push({ code: 'MQ-170', path, at, ...forbidden(name) })
    } else if (lines.some(([known]) => known === name)) {
      const message = `duplicate header \`${shorten(name)}\``
      reader.found.push({ code: 'MQ-179', path, at, message })
    } else {
      const sent = text ?? DEFAULT_VALUES[name] ?? 'test'
      if (!isHeaderValue(sent)) {
        report(reader, path, { code: 'MQ-196', message: `invalid value of \`${name}\`` })
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
  const message = `script cannot set \`${name}\``
  if (name === 'cookie') return { message, help: 'use `credentials: include`' }
  if (name === 'origin') return { message, help: 'use the key `origin` of the case' }
  if (FETCH_METADATA.has(name)) {
    return { message, help: 'remove it: only a case without an origin may set it' }
  }
  if (name === 'upgrade' || name === 'connection') {
    return { message, help: 'use a URL that starts with `wss:` to open a WebSocket' }
  }
  return { message, help: 'remove it: it is a forbidden request header' }
}

/** Fetch, "header value": no NUL, LF or CR; RFC 9110, 5.5 excludes other control characters too. */
function isHeaderValue(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header value cannot hold.
  return !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text) && /^[\u0000-\u00ff]*$/.test(text)
}
