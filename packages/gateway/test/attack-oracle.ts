/**
 * What a request means to the strictest server, read without Node's parser, and what the gateway must therefore do.
 *
 * @module
 */

import { METHODS } from 'node:http'
import {
  answerHeaders,
  type Decision,
  decide,
  type Engine,
  type HeaderLine,
  layerHeaders,
  ownAnswer,
  type RequestFacts,
} from '@marque/core'
import { STRICT_UPSTREAM_LINES, STRICT_UPSTREAM_STATUS } from '@marque/testkit/upstream'

export interface Expected {
  readonly facts: RequestFacts
  readonly decision: Decision
  /** Null: any error of the gateway's own will do. */
  readonly status: number | null
  readonly lines: readonly HeaderLine[]
  /** The request line that reaches the upstream; null where nothing may. */
  readonly reaches: string | null
}

const NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const REQUEST_LINE = new RegExp(`^(${NAME}) +(\\S+) +HTTP/1\\.([01])$`)
/** What a parser takes for a target, whatever a path or an authority may hold. */
const TARGET = /^(?:[/*]|[a-z]+:\/\/(?!$)(?![^/?]*[#\\]))[\x21-\x7e]*$/i
const FIELD = new RegExp(`^(${NAME}):[ \\t]*(.*?)[ \\t]*$`, 's')

export interface Parsed {
  readonly method: string
  readonly target: string
  readonly minor: string
  readonly headers: readonly HeaderLine[]
}

/** Null where it is no request by RFC 9112, or one that a parser may refuse: an unknown method, a target that no URI holds. */
export function parse(bytes: string): Parsed | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  // Line ends before a request are passed over (RFC 9112, 2.2).
  const [first = '', ...rest] = bytes
    .slice(0, end)
    .replace(/^[\r\n]+/, '')
    .split('\r\n')
  const [, method = '', target = '', minor = ''] = REQUEST_LINE.exec(first) ?? []
  if (!METHODS.includes(method) || !TARGET.test(target)) return null
  const headers: HeaderLine[] = []
  for (const one of rest) {
    const [, name, value = ''] = FIELD.exec(one) ?? []
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (name === undefined || /[\0-\x08\x0a-\x1f\x7f]/.test(value)) return null
    headers.push([name, value])
  }
  const hosts = headers.filter(([name]) => name.toLowerCase() === 'host')
  if (hosts.length !== 1 && minor === '1') return null
  return { method, target, minor, headers }
}

/** Whether the body is all there, and its end where both ways of reading a length put it; else it may be refused whatever is decided. */
export function isFramed({ headers, minor }: Parsed, bytes: string): boolean {
  const of = (name: string): readonly string[] =>
    headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value)
  const [coding, ...codings] = of('transfer-encoding')
  const [length, ...lengths] = of('content-length')
  if (codings.length + lengths.length > 0) return false
  const body = bytes.slice(bytes.indexOf('\r\n\r\n') + 4)
  if (coding !== undefined) {
    return /^chunked$/i.test(coding) && length === undefined && minor === '1' && body !== ''
  }
  return length === undefined || (/^\d{1,9}$/.test(length) && Number(length) <= body.length)
}

/** What must come of a request that can be read. */
export function expected(engine: Engine, parsed: Parsed, now: number): Expected {
  const { method, target, headers } = parsed
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(target)
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? ''
  const url = isAbsolute ? target : `http://${host}${target}`
  const facts: RequestFacts = { method, url, headers }
  const decision = decide(engine, facts, {}, { now })
  const rest = isAbsolute ? target.replace(/^[^:]*:\/\/[^/?#\\*]*/, '') : target
  const sent = /^[/*]/.test(rest) ? rest : `/${rest}`
  if (isOwnPath(sent)) return { facts, decision, status: null, lines: [], reaches: null }
  if (decision.status !== 400 && !isServed(url))
    return { facts, decision, status: 421, lines: layerLines(engine, facts, now), reaches: null }
  if (sent.startsWith('*') && (sent !== '*' || method !== 'OPTIONS') && decision.status === null)
    return { facts, decision, status: 400, lines: layerLines(engine, facts, now), reaches: null }
  const own = ownAnswer(engine, decision, facts, '')
  if (own !== null)
    return { facts, decision, status: own.status, lines: own.headers, reaches: null }
  const lines = answerHeaders(decision, STRICT_UPSTREAM_LINES)
  return {
    facts,
    decision,
    status: STRICT_UPSTREAM_STATUS,
    lines,
    reaches: `${method} ${sent} HTTP/1.1`,
  }
}

/** Whether the host is that of the policies of the tests, or a loopback name (D2). */
function isServed(url: string): boolean {
  const authority = /^[^:]*:\/\/([^/?#\\*]*)/.exec(url)?.[1] ?? ''
  const name = authority.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
  return /^(?:api\.example\.com|(?:.*\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(name)
}

/** Whether any layer could read a path as the gateway's own, however it is written. */
export function isOwnPath(target: string): boolean {
  let path = target.replace(/[?#].*$/s, '')
  for (let times = 0; times <= 3; times++) {
    const read = path
      .replaceAll('\\', '/')
      .replace(/;[^/]*/g, '')
      .replace(/\/{2,}/g, '/')
      .toLowerCase()
    if (/^\/\.well-known\/marque(?:\/|$)/.test(resolved(read))) return true
    // Old decoders accept the overlong forms of `.`, `/` and `\\`.
    path = path
      .replace(/%c0%ae/gi, '.')
      .replace(/%c0%af/gi, '/')
      .replace(/%c1%9c/gi, '\\')
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
  }
  return false
}

function resolved(path: string): string {
  const out: string[] = []
  for (const segment of path.split('/').slice(1)) {
    if (segment === '..') out.pop()
    else if (segment !== '.') out.push(segment)
  }
  return `/${out.join('/')}`
}

/** What an error of the gateway's own carries (D21). */
function layerLines(engine: Engine, facts: RequestFacts, now: number): readonly HeaderLine[] {
  return answerHeaders(layerHeaders(engine, facts, {}, { now }), [])
}
