/**
 * What the layer would know of the sender, as JSON: the `context` of a line of `marque decide`.
 *
 * @module
 */
import type { Context, Json } from '@marque/core'
import { readInstant } from './read-instant.ts'

type Fields = { readonly [name: string]: Json }

/** How each key of a context is read. `undefined` says that the value is of another kind. */
const READERS: {
  readonly [name in keyof Required<Context>]: {
    readonly wanted: string
    readonly read: (value: Json) => Context[name] | undefined
  }
} = {
  tenant: { wanted: 'a text', read: (value) => textIn(value) },
  apiVersion: { wanted: 'a text', read: (value) => textIn(value) },
  authenticatedAt: {
    wanted: 'an instant such as `2098-11-22T08:00:00Z`',
    read: (value) => instantIn(value),
  },
  roles: { wanted: 'a list of texts', read: (value) => textsIn(value) },
  scopes: { wanted: 'a list of texts', read: (value) => textsIn(value) },
  claims: { wanted: 'an object', read: (value) => (isFields(value) ? value : undefined) },
  token: {
    wanted:
      '`"invalid"`, or an object with the texts `id`, `origin` and `resource`, with `tenant` and the instant `until`',
    read: (value) => (value === 'invalid' ? value : tokenIn(value)),
  },
}

/** Reads a context; empty is none, a key that is `null` is unknown. A key that there is not is refused, for it would have no effect. */
export function readContext(
  text: string,
): { readonly context: Context } | { readonly wrong: string } {
  if (text.trim() === '') return { context: {} }
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return { wrong: 'this is not JSON; write an object such as `{"roles":["reader"]}`' }
  }
  if (!isFields(value)) return { wrong: 'write an object such as `{"roles":["reader"]}`' }
  const context: { [name: string]: unknown } = {}
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(READERS, name)) {
      return { wrong: `\`${name}\` is no fact; there are ${Object.keys(READERS).join(', ')}` }
    }
    if (member === null) continue
    const { wanted, read } = READERS[name as keyof Context]
    const fact = read(member)
    if (fact === undefined) return { wrong: `\`${name}\` must be ${wanted}` }
    context[name] = fact
  }
  // Each key was read by its own reader.
  return { context: context as Context }
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textsIn(value: Json): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined
}

/** A text, or whole epoch milliseconds. */
function instantIn(value: Json | undefined): number | undefined {
  if (typeof value === 'string') return readInstant(value)
  return Number.isSafeInteger(value) ? (value as number) : undefined
}

function tokenIn(value: Json): Exclude<Context['token'], 'invalid'> {
  if (!isFields(value)) return undefined
  const [id, origin, resource] = [value.id, value.origin, value.resource].map(textIn)
  const until = instantIn(value.until)
  const tenant = value.tenant ?? null
  if (id === undefined || origin === undefined || resource === undefined || until === undefined) {
    return undefined
  }
  return typeof tenant === 'string' || tenant === null
    ? { id, origin, tenant, resource, until }
    : undefined
}
