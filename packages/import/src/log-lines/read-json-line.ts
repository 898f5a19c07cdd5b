/**
 * Lines that are a JSON object: nginx with `escape=json`, Apache, HAProxy, Traefik with names of their fields, and the form of Caddy.
 *
 * @module
 */
import { type Fields, fieldNamed, type LogFields } from './log-fields.ts'

export type JsonObject = { readonly [key: string]: unknown }

/** The object of a line; `undefined` where it is not JSON, or has a key twice, which a client can cause where values are not escaped. */
export function readJsonObject(line: string): JsonObject | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return hasDuplicateKey(line, Object.keys(value).length) ? undefined : (value as JsonObject)
}

/** @param size The number of distinct keys of the object. */
function hasDuplicateKey(line: string, size: number): boolean {
  let depth = 0
  let keys = 0
  for (const [token, colon] of line.matchAll(/"(?:\\.|[^"\\])*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (colon !== undefined && depth === 1) keys++
  }
  return keys !== size
}

/** The fields of an object. */
export function readJsonFields(value: JsonObject): LogFields {
  const request = objectOf(value.request)
  return request === undefined ? flatFields(value) : caddyFields(value, request)
}

function flatFields(value: JsonObject): LogFields {
  const fields: Partial<Fields> = {}
  const ranks: { [field: string]: number } = {}
  for (const [name, one] of Object.entries(value)) {
    const is = fieldNamed(name)
    if (is === undefined || (ranks[is.field] ?? Number.POSITIVE_INFINITY) <= is.rank) continue
    fields[is.field] = textOf(one)
    ranks[is.field] = is.rank
  }
  return fields as LogFields
}

/** Caddy writes all headers; of cookies it writes `REDACTED` or, older versions, an empty list. */
function caddyFields(value: JsonObject, request: JsonObject): LogFields {
  const sent = headersOf(request.headers)
  const answer = headersOf(value.resp_headers)
  return {
    method: textOf(request.method),
    target: textOf(request.uri),
    host: textOf(request.host),
    status: textOf(value.status),
    ...(sent !== undefined && {
      origin: sent.get('origin') ?? '',
      upgrade: sent.get('upgrade') ?? '',
      cookies: sent.has('cookie') ? '1' : '',
      askedMethod: sent.get('access-control-request-method') ?? '',
      askedHeaders: sent.get('access-control-request-headers') ?? '',
    }),
    ...(answer !== undefined && {
      allowOrigin: answer.get('access-control-allow-origin') ?? '',
      allowCredentials: answer.get('access-control-allow-credentials') ?? '',
      allowHeaders: answer.get('access-control-allow-headers') ?? '',
    }),
  }
}

/** Several lines of a header are joined, as a browser reads them. */
function headersOf(value: unknown): ReadonlyMap<string, string> | undefined {
  const headers = objectOf(value)
  if (headers === undefined) return undefined
  return new Map(
    Object.entries(headers).map(([name, lines]) => [
      name.toLowerCase(),
      (Array.isArray(lines) ? lines : [lines]).map(textOf).join(', '),
    ]),
  )
}

function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined
}

/** Numbers and booleans as texts; false, null and `-` are no value. */
function textOf(value: unknown): string {
  if (typeof value === 'number' || value === true) return String(value)
  return typeof value === 'string' && value !== '-' ? value : ''
}
