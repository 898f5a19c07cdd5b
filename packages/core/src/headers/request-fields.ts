/**
 * The header fields of a request. Those that every decision reads are collected in one pass over the lines; the others, such as fetch metadata, are looked
 * up when a rule needs them.
 *
 * @module
 */
import type { HeaderLine } from '../request.ts'

/** Fields of a request; where several lines of a field matter, their number and the first value. */
export interface RequestFields {
  /** The number of Origin lines with a value; empty ones do not count (D6). */
  origins: number
  origin: string
  requestMethods: number
  requestMethod: string
  /** The values of Access-Control-Request-Headers; null without such a line. */
  requestHeaders: string[] | null
  /** Whether there is a Cookie or Authorization line that is not blank (D13). */
  cookie: boolean
  authorization: boolean
  hosts: number
  host: string
  /** Whether there is an Upgrade line. */
  upgrade: boolean
  /** Whether the pseudo-header `:protocol` of an extended CONNECT is `websocket` (RFC 8441). */
  protocolWebSocket: boolean
}

/**
 * Collects the fields. Linear in the number of lines: most lines are other fields, which are skipped by the length and the first letter of their name, without
 * copying.
 */
export function readFields(lines: readonly HeaderLine[]): RequestFields {
  const fields: RequestFields = {
    origins: 0,
    origin: '',
    requestMethods: 0,
    requestMethod: '',
    requestHeaders: null,
    cookie: false,
    authorization: false,
    hosts: 0,
    host: '',
    upgrade: false,
    protocolWebSocket: false,
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) continue
    const name = line[0]
    switch (name.length) {
      case 4:
        if (is(name, 'host', 'Host') && fields.hosts++ === 0) fields.host = line[1]
        break
      case 6:
        if (is(name, 'origin', 'Origin')) {
          if (!isBlank(line[1]) && fields.origins++ === 0) fields.origin = line[1]
        } else if (is(name, 'cookie', 'Cookie') && !isBlank(line[1])) fields.cookie = true
        break
      case 7:
        if (is(name, 'upgrade', 'Upgrade')) fields.upgrade = true
        break
      case 9:
        if (name === ':protocol' && line[1] === 'websocket') fields.protocolWebSocket = true
        break
      case 13:
        if (is(name, 'authorization', 'Authorization') && !isBlank(line[1]))
          fields.authorization = true
        break
      case 29:
      case 30:
        readPreflightLine(fields, name, line[1])
        break
    }
  }
  return fields
}

function readPreflightLine(fields: RequestFields, name: string, value: string): void {
  if (is(name, 'access-control-request-method', 'Access-Control-Request-Method')) {
    if (!isBlank(value) && fields.requestMethods++ === 0) fields.requestMethod = value
  } else if (is(name, 'access-control-request-headers', 'Access-Control-Request-Headers')) {
    fields.requestHeaders ??= []
    fields.requestHeaders.push(value)
  }
}

/** The values of a field's lines. `lower` is the name in lower case. */
export function linesOf(lines: readonly HeaderLine[], lower: string): readonly string[] {
  const values: string[] = []
  for (const [name, value] of lines) {
    if (name.length === lower.length && name.toLowerCase() === lower) values.push(value)
  }
  return values
}

/**
 * Whether the comma-separated list on any line of a field has a token, in any case. The length of the list is not bounded: a server would act on
 * a token at the end of a very long list too.
 */
export function holdsToken(lines: readonly HeaderLine[], lower: string, token: string): boolean {
  return linesOf(lines, lower).some((value) =>
    value.split(',').some((part) => trimSpace(part).toLowerCase() === token),
  )
}

/** Compares a name without case: the two usual spellings first, and without copying unless the first letter fits. */
function is(name: string, lower: string, title: string): boolean {
  if (name === lower || name === title) return true
  return (name.charCodeAt(0) | 0x20) === lower.charCodeAt(0) && name.toLowerCase() === lower
}

/**
 * Header lines from alternating names and values, as in `rawHeaders` of Node. Repeated lines are not joined, so that they remain visible (D1).
 *
 * @example
 * ```ts
 * headerLines(['Origin', 'https://a.example', 'Host', 'api.example']) // [['Origin', 'https://a.example'], ['Host', 'api.example']]
 * ```
 */
export function headerLines(raw: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 1; at < raw.length; at += 2) lines.push([raw[at - 1] as string, raw[at] as string])
  return lines
}

/** Fetch metadata, by which browsers describe the source and purpose of a request: exactly one line has the value: a response must not become wider where two lines contradict each other. */
function isSingle(lines: readonly HeaderLine[], field: string, value: string): boolean {
  const values = linesOf(lines, field)
  return values.length === 1 && values[0] === value
}

/** Sec-Fetch-Site is `same-origin`. */
export function isFromSameOrigin(lines: readonly HeaderLine[]): boolean {
  return isSingle(lines, 'sec-fetch-site', 'same-origin')
}

/** Any Sec-Fetch-Site line is `cross-site` or `same-site`. */
export function isFromOtherOrigin(lines: readonly HeaderLine[]): boolean {
  return linesOf(lines, 'sec-fetch-site').some(
    (site) => site === 'cross-site' || site === 'same-site',
  )
}

/** A navigation of a top-level document: no other page can read or frame the response. */
export function isDocumentNavigation(lines: readonly HeaderLine[]): boolean {
  return (
    isSingle(lines, 'sec-fetch-mode', 'navigate') && isSingle(lines, 'sec-fetch-dest', 'document')
  )
}

/**
 * Removes the spaces and tabs around a field value. Linear: `trim()` would remove other characters too, and a regular expression for trailing white
 * space backtracks from each run of it.
 */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

/** Whether a field value holds nothing but spaces and tabs. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (!isSpace(text.charCodeAt(at))) return false
  }
  return true
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}
