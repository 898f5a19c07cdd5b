/**
 * Contexts in which the conditions of a grant hold, and contexts in which one of them fails.
 *
 * @module
 */
import type { Bundle, Condition, Context, Grant, Json, Resource } from '@marque/core'
import { claimsAt } from './claims.ts'
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
