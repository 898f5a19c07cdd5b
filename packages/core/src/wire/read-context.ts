/**
 * `context` of a question: what the layer knows of the client.
 *
 * @module
 */
import type { Context, OriginToken } from '../request.ts'
import { instantIn, isAbsent, isObject, isStrings, type JsonObject } from './json-values.ts'
import { type RequestProblem, requestProblem } from './request-problem.ts'

/** How each fact is read: what it must be, and its value or `undefined` where it is something else. */
const FACTS: {
  readonly [name in keyof Required<Context>]: {
    readonly expected: string
    readonly read: (value: unknown) => Context[name] | undefined
  }
} = {
  tenant: { expected: 'a string or null', read: stringIn },
  apiVersion: { expected: 'a string', read: stringIn },
  authenticatedAt: {
    expected: 'an instant such as `2098-11-21T12:00:00Z`, or an integer of epoch milliseconds',
    read: instantIn,
  },
  roles: { expected: 'an array of strings', read: stringsIn },
  scopes: { expected: 'an array of strings', read: stringsIn },
  claims: {
    expected: 'an object',
    read: (value) => (isObject(value) ? (value as Context['claims']) : undefined),
  },
  certificate: {
    expected: 'true or false',
    read: (value) => (typeof value === 'boolean' ? value : undefined),
  },
  token: {
    expected:
      '`"invalid"`, or an object with the strings `id`, `origin` and `resource`, the instant `until`, and `tenant` (a string or null)',
    read: (value) => (value === 'invalid' ? value : tokenIn(value)),
  },
}

/**
 * Reads a context. Instants may be RFC 3339 or epoch milliseconds; a fact that is `null` is unknown, and a missing context holds no facts.
 *
 * @param value Parsed JSON.
 * @param unknownKeys `refuse` where a person writes the context: a misspelt fact would have no effect.
 */
export function readContext(
  value: unknown,
  unknownKeys: 'ignore' | 'refuse',
): Context | RequestProblem {
  if (isAbsent(value)) return {}
  if (!isObject(value)) return problemAt('', '`context` must be an object')
  const context: { [name: string]: unknown } = {}
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(FACTS, name)) {
      if (unknownKeys === 'ignore') continue
      const known = Object.keys(FACTS).join(', ')
      return problemAt(`/${pointerPart(name)}`, `unknown fact \`${name}\`; the facts are ${known}`)
    }
    if (isAbsent(member)) {
      if (name === 'tenant') context.tenant = null
      continue
    }
    const { expected, read } = FACTS[name as keyof Context]
    const fact = read(member)
    if (fact === undefined) return problemAt(`/${name}`, `\`context.${name}\` must be ${expected}`)
    context[name] = fact
  }
  // Each fact was read by its own reader.
  return context as Context
}

function stringIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function stringsIn(value: unknown): readonly string[] | undefined {
  return isStrings(value) ? value : undefined
}

function tokenIn(value: unknown): OriginToken | undefined {
  if (!isObject(value)) return undefined
  const { id, origin, tenant, resource }: JsonObject = value
  const until = instantIn(value.until)
  const isNamed =
    typeof id === 'string' && typeof origin === 'string' && typeof resource === 'string'
  if (!isNamed || until === undefined) return undefined
  if (!isAbsent(tenant) && typeof tenant !== 'string') return undefined
  return { id, origin, tenant: tenant ?? null, resource, until }
}

function problemAt(path: string, message: string): RequestProblem {
  return requestProblem('ERR_REQUEST_CONTEXT', message, `/context${path}`)
}

function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
