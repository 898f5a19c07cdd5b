/**
 * The fields of an access log as a record.
 *
 * @module
 */
import { isForbiddenMethod, isToken } from '@marque/core'
import type { LogFields } from './log-fields.ts'
import type { LogRecord, SkippedLine, Verdict } from './log-record.ts'

/** Reads the fields of one line. */
export function readAccess(fields: LogFields): LogRecord | SkippedLine {
  const [, lineMethod, lineTarget] =
    /^(\S+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(fields.request ?? '') ?? []
  const method = fields.method || lineMethod
  const target = fields.target || lineTarget
  if (fields.origin === undefined) return fields.status === undefined ? 'broken' : 'no-origin-field'
  if (!/^\d{3}$/.test(fields.status ?? '') || method === undefined || target === undefined)
    return 'broken'
  if (!isToken(method) || isForbiddenMethod(method)) return 'broken'
  if (fields.origin === '') return 'no-origin'
  const { path, host } = splitTarget(target)
  const isPreflight = method === 'OPTIONS' && fields.askedMethod !== ''
  const isWebSocket = fields.status === '101' || /^websocket$/i.test(fields.upgrade ?? '')
  const status = Number(fields.status)
  const asked = fields.askedMethod ?? null
  return {
    origin: fields.origin,
    host: host ?? hostOf(fields.host),
    method: !isPreflight ? method : asked !== null && isToken(asked) ? asked : null,
    path,
    isPreflight,
    isWebSocket,
    verdict: isWebSocket && status === 101 ? 'unknown' : verdictOf(fields),
    isSuccess: isWebSocket ? status === 101 : status >= 200 && status < 400,
    isDecision: false,
    cookies: cookiesOf(fields),
    requestHeaders: isPreflight ? allowedHeaders(fields) : [],
  }
}

/** Fetch, CORS check. Of a WebSocket the answer does not show it: browsers do not check one (D25). */
function verdictOf({ allowOrigin, origin }: LogFields): Verdict {
  if (allowOrigin === undefined) return 'unknown'
  return allowOrigin === origin ? 'granted' : allowOrigin === '*' ? 'any' : 'refused'
}

function cookiesOf({ cookies, allowCredentials }: LogFields): boolean | null {
  if (cookies === undefined || allowCredentials === undefined) return null
  return cookies !== '' && cookies !== '0' && allowCredentials === 'true'
}

/** Fetch, CORS-preflight fetch: `*` does not cover `authorization`. */
function allowedHeaders({ askedHeaders, allowHeaders }: LogFields): readonly string[] | null {
  if (askedHeaders === undefined || allowHeaders === undefined) return null
  const allowed = new Set(namesIn(allowHeaders))
  return namesIn(askedHeaders).filter(
    (name) => allowed.has(name) || (allowed.has('*') && name !== 'authorization'),
  )
}

function namesIn(list: string): readonly string[] {
  return list
    .slice(0, 8192)
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

/** Path and host of a request target; the host where it is absolute. */
function splitTarget(target: string): { readonly path: string; readonly host: string | null } {
  const [, host, rest] = /^https?:\/\/([^/?#]+)([^?#]*)/i.exec(target) ?? []
  if (rest !== undefined) return { path: rest === '' ? '/' : rest, host: hostOf(host) }
  return { path: target.replace(/[?#].*$/s, ''), host: null }
}

/** Lower case, without the port. */
export function hostOf(text: string | undefined): string | null {
  const host = (text ?? '').toLowerCase().replace(/:\d*$/, '')
  return host === '' || host === '_' ? null : host
}
