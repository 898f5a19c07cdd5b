/**
 * What a grant and an exception have in common, with the defaults of DESIGN 3.
 *
 * @module
 */
import type { Condition, Json } from '@marque/core'
import type { Pointer } from '../text/index.ts'
import { readInstant } from './dates.ts'
import { LOGIN_AGE, MAX_AGE, readDuration } from './durations.ts'
import { readExposedHeaders, readRequestHeaders } from './headers.ts'
import { readMethods } from './methods.ts'
import type { ModelPermission } from './model.ts'
import {
  asBoolean,
  below,
  isMapping,
  type Mapping,
  type Reader,
  readDistinct,
  report,
} from './reader.ts'

/** Seconds. */
const DEFAULT_MAX_AGE = 600
const TOKEN_HEADER = 'marque-token'

/** Reads the keys that grants and exceptions share. */
export function readPermission(reader: Reader, grant: Mapping, path: Pointer): ModelPermission {
  const at = (key: string): Pointer => below(path, key)
  const methods = readMethods(reader, grant.methods, at('methods'))
  const headers = readRequestHeaders(reader, grant.requestHeaders, at('requestHeaders'))
  const token = asBoolean(grant.token, false)
  return {
    path,
    methods: Array.isArray(grant.methods) ? methods : ['GET'],
    requestHeaders: token && !headers.includes(TOKEN_HEADER) ? [...headers, TOKEN_HEADER] : headers,
    exposeHeaders: readExposedHeaders(reader, grant.exposeHeaders, at('exposeHeaders')),
    credentials: asBoolean(grant.credentials, false),
    read: asBoolean(grant.read, true),
    nullReach: asBoolean(grant.nullReach, false),
    websocket: asBoolean(grant.websocket, false),
    timing: asBoolean(grant.timing, false),
    token,
    maxAge: readDuration(reader, grant.maxAge, at('maxAge'), MAX_AGE) ?? DEFAULT_MAX_AGE,
    from: readInstant(reader, grant.from, at('from')),
    until: readInstant(reader, grant.until, at('until')),
    when: readCondition(reader, grant.when, at('when')),
    written: new Set(Object.keys(grant)),
  }
}

/** Reads a condition; null where it names nothing. */
function readCondition(reader: Reader, value: unknown, path: Pointer): Condition | null {
  if (!isMapping(value)) return null
  const condition: { -readonly [key in keyof Condition]: Condition[key] } = {}
  for (const key of ['apiVersion', 'roles', 'scopes'] as const) {
    const list = readDistinct(reader, value[key], below(path, key), (text, at) =>
      readFact(reader, text, at),
    )
    if (list.length > 0) condition[key] = list
  }
  const login = readDuration(
    reader,
    value.authenticatedWithin,
    below(path, 'authenticatedWithin'),
    LOGIN_AGE,
  )
  if (login !== undefined) condition.authenticatedWithin = login * 1000
  const claims = readClaims(value.claims)
  if (claims !== undefined) condition.claims = claims
  if (Object.keys(value).length === 0) {
    report(reader, path, {
      code: 'MQ-125',
      message: '`when` names no condition',
      help: 'name a condition, or leave `when` out',
    })
  }
  return Object.keys(condition).length === 0 ? null : condition
}

function readFact(reader: Reader, text: string, path: Pointer): string | undefined {
  if (text !== '') return text
  report(reader, path, {
    code: 'MQ-125',
    message: 'an empty text never holds',
    help: 'write what is meant, or remove it',
  })
  return undefined
}

function readClaims(value: unknown): { readonly [pointer: string]: Json } | undefined {
  if (!isMapping(value) || Object.keys(value).length === 0) return undefined
  return value as { readonly [pointer: string]: Json }
}
