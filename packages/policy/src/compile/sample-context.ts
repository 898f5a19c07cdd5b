/**
 * What a layer would know of a user for whom a grant's conditions hold.
 *
 * @module
 */
import type { Bundle, Condition, Context, Grant, Json, Resource } from '@marque/core'

const MINUTE = 60_000

/** Somebody whom a grant is for. */
export interface Holder {
  readonly origin: string
  readonly tenant: string | null
  /** The end of the list that the origin is in, epoch milliseconds. */
  readonly until: number | null
}

/**
 * A context in which the conditions of the grant hold.
 *
 * @param now The moment of the question: the login is of that moment, the token ends a minute later.
 */
export function contextOf(
  grant: Grant,
  resource: Resource,
  bundle: Bundle,
  holder: Holder,
  now: number,
): Context {
  const { origin, tenant } = holder
  const { roles, scopes, apiVersion, authenticatedWithin, claims }: Condition = grant.when ?? {}
  const byPath = bundle.context.apiVersion !== undefined && 'path' in bundle.context.apiVersion
  const [version] = apiVersion ?? []
  return {
    ...(roles !== undefined && { roles: roles.slice(0, 1) }),
    ...(scopes !== undefined && { scopes }),
    ...(version !== undefined && !byPath && { apiVersion: version }),
    ...(authenticatedWithin !== undefined && { authenticatedAt: now }),
    ...(claims !== undefined && { claims: claimsFor(claims, holder) }),
    ...(grant.token && {
      token: { id: 'self-test', origin, tenant, resource: resource.name, until: now + MINUTE },
    }),
  }
}

/** Claims that hold what the pointers ask for. */
function claimsFor(
  wanted: NonNullable<Condition['claims']>,
  holder: Holder,
): { [name: string]: Json } {
  const claims: { [name: string]: Json } = {}
  for (const [pointer, value] of Object.entries(wanted)) {
    const [choice] = Array.isArray(value) ? (value as readonly Json[]) : [value]
    const keys = pointer.slice(1).split('/').map(unescapeKey)
    const last = keys.pop()
    if (last === undefined || choice === undefined) continue
    let at = claims
    for (const key of keys) {
      const inner = at[key]
      const next: { [name: string]: Json } = isObject(inner) ? { ...inner } : {}
      define(at, key, next)
      at = next
    }
    define(at, last, filled(choice, holder))
  }
  return claims
}

function filled(value: Json, { origin, tenant }: Holder): Json {
  if (value === '{origin}') return origin
  return value === '{tenant}' ? tenant : value
}

/** RFC 6901, 4. */
function unescapeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Assigning `__proto__` would set the prototype. */
function define(target: { [name: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}
