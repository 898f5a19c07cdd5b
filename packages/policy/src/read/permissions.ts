/**
 * Grants and exceptions: their common keys, the origins of a grant, the dates and people of an exception.
 *
 * @module
 */
import type { Condition, Json } from '@marque/core'
import { type Pointer, shorten } from '../text/index.ts'
import { readExposedHeaders, readMethods, readRequestHeaders } from './headers.ts'
import type {
  ModelException,
  ModelGrant,
  ModelOrigin,
  ModelPermission,
  ModelRequest,
} from './model.ts'
import { checkExceptionId, checkUnique, isName } from './names.ts'
import { readExactOrigin, readOriginText } from './origins.ts'
import {
  asBoolean,
  asList,
  asText,
  below,
  isMapping,
  type Mapping,
  type Reader,
  readDistinct,
  readTexts,
  report,
} from './reader.ts'
import { LOGIN_AGE, MAX_AGE, readDuration, readInstant } from './times.ts'

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

/** Reads a condition; null for an empty one. */
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
      message: '`when` has no condition',
      help: 'add a condition, or remove `when`',
    })
  }
  return Object.keys(condition).length === 0 ? null : condition
}

function readFact(reader: Reader, text: string, path: Pointer): string | undefined {
  if (text !== '') return text
  report(reader, path, {
    code: 'MQ-125',
    message: 'an empty string never matches',
    help: 'write the intended value, or remove the entry',
  })
  return undefined
}

function readClaims(value: unknown): { readonly [pointer: string]: Json } | undefined {
  if (!isMapping(value) || Object.keys(value).length === 0) return undefined
  return value as { readonly [pointer: string]: Json }
}

/** What grants may name. */
export interface KnownNames {
  /** Keys under `origins`, also of sets with errors. */
  readonly sets: ReadonlySet<string>
}

/** Reads the grants of a resource. One that is not a mapping is left out; the policy has an error then. */
export function readGrants(
  reader: Reader,
  value: unknown,
  path: Pointer,
  known: KnownNames,
): readonly ModelGrant[] {
  return asList(value).flatMap((grant, index) =>
    isMapping(grant) ? [readGrant(reader, grant, below(path, index), known)] : [],
  )
}

function readGrant(reader: Reader, grant: Mapping, path: Pointer, known: KnownNames): ModelGrant {
  const sets: { name: string; path: Pointer }[] = []
  const inline: ModelOrigin[] = []
  const at = below(path, 'origins')
  let any = false
  let tenant = false
  for (const [index, text] of asList(grant.origins).entries()) {
    if (typeof text !== 'string') continue
    const here = below(at, index)
    if (text === '*') any = true
    else if (text.startsWith('@')) tenant = readTenantReference(reader, text, here) || tenant
    else if (known.sets.has(text)) sets.push({ name: text, path: here })
    else if (looksLikeOrigin(text)) {
      const origin = readOriginText(reader, text, here)
      if (origin !== undefined) inline.push(origin)
    } else reportUnknownSet(reader, text, here, known)
  }
  return { ...readPermission(reader, grant, path), any, tenant, sets, inline }
}

/** `@tenant` is accepted without `tenants` too; the judgement reports it then. */
function readTenantReference(reader: Reader, text: string, path: Pointer): boolean {
  if (text === '@tenant') return true
  const message = `unknown reference \`${shorten(text)}\``
  report(reader, path, { code: 'MQ-184', message }, shorten(text))
  return false
}

/** Set names are lower-case words; a string with characters of an origin is read as one. */
function looksLikeOrigin(text: string): boolean {
  return (
    text === '' ||
    text.toLowerCase() === 'null' ||
    /[:/.*\\^$\s]/.test(text) ||
    (!isName(text) && /[^\w-]/.test(text))
  )
}

function reportUnknownSet(reader: Reader, text: string, path: Pointer, known: KnownNames): void {
  const nearest = reader.nearest(text, known.sets)
  const message = `unknown origin set \`${shorten(text)}\``
  report(
    reader,
    path,
    {
      code: 'MQ-181',
      message,
      ...(nearest !== undefined && { help: `did you mean \`${nearest}\`?` }),
    },
    shorten(text),
  )
}

/** Exceptions that could be read, and the request of each that has a name. */
export interface ReadExceptions {
  readonly exceptions: readonly ModelException[]
  readonly requests: readonly ModelRequest[]
}

/** Reads `exceptions`. One without a readable origin, resource, id or end is left out of the exceptions, not of the requests. */
export function readExceptions(
  reader: Reader,
  value: unknown,
  path: Pointer,
  resources: ReadonlySet<string>,
): ReadExceptions {
  const read = asList(value).flatMap((exception, index) =>
    isMapping(exception) ? [readException(reader, exception, below(path, index), resources)] : [],
  )
  const requests = read.flatMap(({ request }) => request ?? [])
  checkUnique(
    reader,
    'exception',
    requests.map(({ id, path: at }) => ({ name: id, path: below(at, 'id') })),
  )
  return { exceptions: read.flatMap(({ exception }) => exception ?? []), requests }
}

function readException(
  reader: Reader,
  exception: Mapping,
  path: Pointer,
  resources: ReadonlySet<string>,
): { readonly exception: ModelException | null; readonly request: ModelRequest | null } {
  const at = (key: string): Pointer => below(path, key)
  const id = asText(exception.id)
  if (id !== null) checkExceptionId(reader, id, at('id'))
  const text = asText(exception.origin)
  const origin = text === null ? undefined : readExactOrigin(reader, text, at('origin'))
  const resource = readResourceName(reader, exception.resource, at('resource'), resources)
  const permission = readPermission(reader, exception, path)
  if (id === null) return { exception: null, request: null }
  const { until, credentials } = permission
  const request = {
    path,
    id,
    purpose: asText(exception.purpose),
    requestedBy: asText(exception.requestedBy),
    approvedBy: readTexts(exception.approvedBy, at('approvedBy'), (name) => name),
    resource,
    credentials,
  }
  if (origin === undefined || resource === null || until === null)
    return { exception: null, request }
  return { exception: { ...permission, id, origin, resource, until }, request }
}

function readResourceName(
  reader: Reader,
  value: unknown,
  path: Pointer,
  resources: ReadonlySet<string>,
): string | null {
  const name = asText(value)
  if (name === null || resources.has(name)) return name
  const nearest = reader.nearest(name, resources)
  const message = `unknown resource \`${shorten(name)}\``
  report(
    reader,
    path,
    {
      code: 'MQ-182',
      message,
      ...(nearest !== undefined && { help: `did you mean \`${nearest}\`?` }),
    },
    shorten(name),
  )
  return null
}
