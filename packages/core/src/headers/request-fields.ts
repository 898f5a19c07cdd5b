/**
 * The fields of a request that every decision reads, gathered in one pass over its lines.
 *
 * Most lines are none of them: those are told apart by the length of their name and its first letter, and nothing is copied.
 *
 * @module
 */
import type { HeaderLine } from '../request.ts'
import { isBlank, trimSpace } from './field-value.ts'

/** Where several lines of a field matter, how many have a value, and the first of them. */
export interface RequestFields {
  /** Lines of Origin that have a value; an empty one is none (D6). */
  origins: number
  origin: string
  requestMethods: number
  requestMethod: string
  /** The lines of Access-Control-Request-Headers, or null. */
  requestHeaders: string[] | null
  /** Carried: a line that is not blank (D13). */
  cookie: boolean
  authorization: boolean
  hosts: number
  host: string
  /** An Upgrade line stands among them. */
  upgrade: boolean
  /** The pseudo-header of an extended CONNECT says `websocket` (RFC 8441). */
  protocolWebSocket: boolean
}

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

/** The values of a field's lines, for fields that few decisions read. */
export function linesOf(lines: readonly HeaderLine[], lower: string): readonly string[] {
  const values: string[] = []
  for (const [name, value] of lines) {
    if (name.length === lower.length && name.toLowerCase() === lower) values.push(value)
  }
  return values
}

/**
 * Whether a comma-separated list on any line of a field holds a token, in any case. Of any length: a server would act on a token at the
 * end of a list that is too long to be anybody's.
 */
export function holdsToken(lines: readonly HeaderLine[], lower: string, token: string): boolean {
  return linesOf(lines, lower).some((value) =>
    value.split(',').some((part) => trimSpace(part).toLowerCase() === token),
  )
}

/** In any case. The two usual spellings come first, and nothing is copied unless the first letter fits. */
function is(name: string, lower: string, title: string): boolean {
  if (name === lower || name === title) return true
  return (name.charCodeAt(0) | 0x20) === lower.charCodeAt(0) && name.toLowerCase() === lower
}

/**
 * Pairs up names and values that stand in turn, as in `rawHeaders` of Node. Nothing is joined, so that a doubled line stays visible (D1).
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
