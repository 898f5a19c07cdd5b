/**
 * Contexts that satisfy or fail the conditions of a grant, and instants around its dates.
 *
 * @module
 */
import type { Bundle, Condition, Context, Grant, Json, Resource } from '@marque/core'
import type { Grantee } from './grantees.ts'

const MINUTE = 60_000

/**
 * A context in which the conditions of the grant hold: the first role and version of each list, all scopes.
 *
 * @param now When the request is sent, epoch milliseconds: the login is of that instant, the token ends a minute later.
 */
export function contextSatisfying(
  grant: Grant,
  resource: Resource,
  bundle: Bundle,
  grantee: Grantee,
  now: number,
): Context {
  const { origin, tenant } = grantee
  const { roles, scopes, apiVersion, authenticatedWithin, claims }: Condition = grant.when ?? {}
  const [version] = apiVersion ?? []
  return {
    ...(roles !== undefined && { roles: roles.slice(0, 1) }),
    ...(scopes !== undefined && { scopes }),
    ...(version !== undefined && !isVersionInPath(bundle) && { apiVersion: version }),
    ...(authenticatedWithin !== undefined && { authenticatedAt: now }),
    ...(claims !== undefined && { claims: claimsSatisfying(claims, grantee) }),
    ...(grant.token && {
      token: { id: 'self-test', origin, tenant, resource: resource.name, until: now + MINUTE },
    }),
  }
}

/** A context in which one fact is missing or too old. */
export interface FailingContext {
  readonly fact: keyof Context
  readonly context: Context
}

/**
 * Contexts in which exactly one condition of the grant fails, one for each fact that it depends on. An API version in the path is part
 * of the URL and not in here.
 *
 * @param satisfying As {@link contextSatisfying} makes it for the same grant.
 */
export function contextsFailing(
  grant: Grant,
  satisfying: Context,
  now: number,
): readonly FailingContext[] {
  const { authenticatedWithin } = grant.when ?? {}
  const without = (fact: keyof Context): FailingContext => {
    const { [fact]: _, ...context } = satisfying
    return { fact, context }
  }
  const facts = ['roles', 'scopes', 'apiVersion', 'claims', 'token'] as const
  const failing = facts.filter((fact) => satisfying[fact] !== undefined).map(without)
  if (authenticatedWithin === undefined) return failing
  const authenticatedAt = now - authenticatedWithin - 1
  return [...failing, { fact: 'authenticatedAt', context: { ...satisfying, authenticatedAt } }]
}

/** The grant with its conditions narrowed to one version and one role, once for each: an earlier grant may take the others. */
export function conditionChoices(grant: Grant): readonly Grant[] {
  const { when } = grant
  if (when === null) return [grant]
  const versions = when.apiVersion?.map((version) => ({ apiVersion: [version] })) ?? [{}]
  const roles = when.roles?.map((role) => ({ roles: [role] })) ?? [{}]
  return versions.flatMap((version) =>
    roles.map((role) => ({ ...grant, when: { ...when, ...version, ...role } })),
  )
}

function isVersionInPath({ context }: Bundle): boolean {
  return context.apiVersion !== undefined && 'path' in context.apiVersion
}

function claimsSatisfying(
  required: NonNullable<Condition['claims']>,
  grantee: Grantee,
): { readonly [name: string]: Json } {
  return claimsAt(
    Object.entries(required).flatMap(([pointer, value]): (readonly [string, Json])[] => {
      // A list is a choice.
      const [choice] = Array.isArray(value) ? (value as readonly Json[]) : [value]
      return choice === undefined ? [] : [[pointer, replacePlaceholder(choice, grantee)]]
    }),
  )
}

function replacePlaceholder(value: Json, { origin, tenant }: Grantee): Json {
  if (value === '{origin}') return origin
  return value === '{tenant}' ? tenant : value
}

/** Claims that hold each value at its pointer; later pointers win. */
export function claimsAt(values: Iterable<readonly [pointer: string, value: Json]>): {
  readonly [name: string]: Json
} {
  const claims: { [name: string]: Json } = {}
  for (const [pointer, value] of values) {
    const keys = pointer.slice(1).split('/').map(unescapeKey)
    const last = keys.pop() ?? ''
    let at = claims
    for (const key of keys) {
      const inner = Object.hasOwn(at, key) ? at[key] : undefined
      const next: { [name: string]: Json } = isObject(inner) ? { ...inner } : {}
      define(at, key, next)
      at = next
    }
    define(at, last, value)
  }
  return claims
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

/** 2026-01-01, for policies in which nothing has dates: samples never depend on the clock. */
export const SAMPLE_INSTANT: number = Date.UTC(2026, 0, 1)

const SECOND = 1000
const DAY = 86_400_000

/** An instant at which grant and list hold: the start of the grant, else the second before the first end. */
export function instantWithin(grant: Grant, grantee: Grantee): number {
  if (grant.from !== null) return grant.from
  const ends = endsOf(grant, grantee)
  return ends.length === 0 ? SAMPLE_INSTANT : Math.max(0, Math.min(...ends) - SECOND)
}

/** `now` where grant and list hold then; else the start of the grant, or the second before the first end. */
export function instantNear(grant: Grant, grantee: Grantee, now: number): number {
  const ends = endsOf(grant, grantee)
  const end = ends.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...ends)
  if ((grant.from === null || grant.from <= now) && now < end) return now
  if (grant.from !== null && grant.from > now) return grant.from
  return Math.max(grant.from ?? 0, end - (end > DAY ? SECOND : 1))
}

/** When another grant of the resource, or its list, has ended or not begun: only then a later grant may be the first that fits. */
export function boundaryInstants({ grants }: Resource, bundle: Bundle): readonly number[] {
  const ends = grants.flatMap(({ until, sets }) => [
    until,
    ...sets.map((name) => bundle.sets[name]?.until ?? null),
  ])
  const starts = grants.map(({ from }) => (from === null || from === 0 ? null : from - 1))
  return [...ends, ...starts].filter((instant) => instant !== null)
}

function endsOf({ until }: Grant, grantee: Grantee): readonly number[] {
  return [until, grantee.until].filter((end) => end !== null)
}
