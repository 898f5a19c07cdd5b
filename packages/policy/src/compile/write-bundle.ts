/**
 * The bundle of one environment, with its self-test.
 *
 * @module
 */
import {
  type Bundle,
  type Condition,
  type Grant,
  isSafelistedResponseHeader,
  type Json,
  type Match,
  type OriginList,
  type Resource,
  type Sensitivity,
} from '@marque/core'
import { groupBy } from '../group-by.ts'
import {
  type Model,
  type ModelException,
  type ModelGrant,
  type ModelMatch,
  type ModelPermission,
  type ModelResource,
  selfOf,
} from '../read/index.ts'
import { selfTestOf } from '../requests/index.ts'
import { originListOf, type SetTable, setTable } from './origin-lists.ts'
import { compareText, sortedUnique } from './sorted.ts'

/**
 * Compiles a model that has no error for one environment.
 *
 * Pure and deterministic, without the clock: any order of the document's mappings and lists, except grants, gives the same bytes.
 *
 * @param options.environment Sets of other environments are left out.
 * @throws {TypeError} `self` has no entry for the environment, which MQ-188 reports before.
 */
export function compileModel(model: Model, options: { readonly environment: string }): Bundle {
  const bundle = writeBundle(model, options.environment)
  return { ...bundle, vectors: selfTestOf(bundle) }
}

const HOUR = 3_600_000

/** How long after the end of its lease a bundle still decides fully: the more a leak would cost, the shorter (milliseconds; null: for good). */
const STALE_AFTER: { readonly [sensitivity in Sensitivity]: number | null } = {
  public: null,
  internal: 24 * HOUR,
  confidential: 24 * HOUR,
  restricted: 4 * HOUR,
}

/**
 * Writes the bundle of a model that has no error, with no vectors in it.
 *
 * @throws {TypeError} `self` has no entry for the environment, which MQ-188 reports before.
 */
export function writeBundle(model: Model, environment: string): Bundle {
  const self = selfOf(model, environment)
  if (self === undefined) throw new TypeError(`the policy has no \`self\` for \`${environment}\``)
  const sets = setTable(model.sets, environment)
  const resources = resourcesOf(model, sets)
  return {
    format: 'marque-bundle/1',
    environment,
    contact: model.contact,
    self: sortedUnique(self.map(({ text }) => text)),
    unmatched: model.unmatched,
    context: model.context,
    tenancy: model.tenancy,
    sets: sets.used(),
    tenants: tenantsOf(model),
    resources,
    staleAfter: STALE_AFTER,
    vectors: [],
  }
}

function tenantsOf(model: Model): { readonly [name: string]: OriginList } {
  if (model.tenancy === null) return {}
  return Object.fromEntries(
    model.members
      .map((member) => [member.name, originListOf(member.allow, member.until)] as const)
      .sort(([a], [b]) => compareText(a, b)),
  )
}

/** All resources, by name, each with its exceptions. */
export function resourcesOf(model: Model, sets: SetTable): readonly Resource[] {
  const exceptions = groupBy(model.exceptions, ({ resource }) => resource)
  return model.resources
    .map((resource) => resourceOf(resource, exceptions.get(resource.name) ?? [], model, sets))
    .sort((a, b) => compareText(a.name, b.name))
}

function resourceOf(
  resource: ModelResource,
  exceptions: readonly ModelException[],
  model: Model,
  sets: SetTable,
): Resource {
  const { name, sensitivity, authentication, isolate, resourcePolicy } = resource
  return {
    name,
    sensitivity,
    enforce: isolate ? 'block' : resource.enforce, // D26
    authentication,
    isolate,
    match: matchesOf(resource.match),
    resourcePolicy,
    grants: grantsOf(resource, exceptions, sets, model.limits.credentialLifetime[sensitivity]),
  }
}

function matchesOf(matches: readonly ModelMatch[]): readonly Match[] {
  const byText = new Map<string, Match>()
  for (const { host, pattern, methods, encodedSlash } of matches) {
    const path = withoutTrailingSlash(pattern.text)
    const match = {
      host,
      path,
      methods: methods === null ? null : sortedUnique(methods),
      encodedSlash,
    }
    byText.set(JSON.stringify([host, path, match.methods, encodedSlash]), match)
  }
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, match]) => match)
}

/** D5: a pattern matches with or without one, so that two ways to write one pattern give one bundle. */
function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/**
 * The grants of one resource: its exceptions first (D16), by start and id, then its own in the order of the document.
 *
 * A grant without origins in this environment is kept, with an empty list: decisions name grants by their index.
 *
 * @param lifetime How old a login may be on grants with credentials, milliseconds; undefined for any age.
 */
export function grantsOf(
  resource: ModelResource,
  exceptions: readonly ModelException[],
  sets: SetTable,
  lifetime: number | undefined,
): readonly Grant[] {
  return [
    ...exceptions.toSorted(compareExceptions).map((exception) => ({
      ...permissionOf(exception, lifetime),
      exception: exception.id,
      any: false,
      sets: sets.inline([exception.origin]),
      tenant: false,
    })),
    ...resource.grants.map((grant) => ({
      ...permissionOf(grant, lifetime),
      exception: null,
      any: grant.any,
      sets: setsOf(grant, sets),
      tenant: grant.tenant,
    })),
  ]
}

function compareExceptions(a: ModelException, b: ModelException): number {
  const [fromA, fromB] = [a.from ?? Number.NEGATIVE_INFINITY, b.from ?? Number.NEGATIVE_INFINITY]
  if (fromA === fromB) return compareText(a.id, b.id)
  return fromA < fromB ? -1 : 1
}

function setsOf(grant: ModelGrant, sets: SetTable): readonly string[] {
  const named = sets.known(grant.sets.map(({ name }) => name))
  return sortedUnique([...named, ...sets.inline(grant.inline)])
}

function permissionOf(
  permission: ModelPermission,
  lifetime: number | undefined,
): Omit<Grant, 'exception' | 'any' | 'sets' | 'tenant'> {
  const { credentials, read, nullReach, websocket, timing, token, maxAge, from, until } = permission
  return {
    methods: sortedUnique(permission.methods),
    requestHeaders: sortedUnique(permission.requestHeaders),
    // What script may read anyway is not named again; the document is warned of it (MQ-313).
    exposeHeaders: sortedUnique(
      permission.exposeHeaders.filter((name) => !isSafelistedResponseHeader(name)),
    ),
    credentials,
    read,
    nullReach,
    websocket,
    timing,
    token,
    maxAge,
    from,
    until,
    when: conditionOf(permission.when, credentials ? lifetime : undefined),
  }
}

/**
 * Compiles a condition.
 *
 * @param lifetime The `limits.credentialLifetime` that applies to the grant, milliseconds; the smaller of it and the condition's own
 *   `authenticatedWithin` holds.
 * @returns Null if there is no condition.
 */
export function conditionOf(
  when: Condition | null,
  lifetime: number | undefined,
): Condition | null {
  const within = smaller(when?.authenticatedWithin, lifetime)
  const condition: Condition = {
    ...(when?.apiVersion !== undefined && { apiVersion: sortedUnique(when.apiVersion) }),
    ...(when?.roles !== undefined && { roles: sortedUnique(when.roles) }),
    ...(when?.scopes !== undefined && { scopes: sortedUnique(when.scopes) }),
    ...(within !== undefined && { authenticatedWithin: within }),
    ...(when?.claims !== undefined && { claims: claimsOf(when.claims) }),
  }
  return Object.keys(condition).length === 0 ? null : condition
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Math.min(a, b)
}

function claimsOf(claims: { readonly [pointer: string]: Json }): {
  readonly [pointer: string]: Json
} {
  return Object.fromEntries(
    Object.entries(claims).map(([pointer, value]) => [
      pointer,
      Array.isArray(value) ? choices(value) : value,
    ]),
  )
}

/** A list is a set of alternatives: its order must not change the bundle. */
function choices(values: readonly Json[]): readonly Json[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value, sortKeys), value]))
  return [...byText].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value)
}

/** For `JSON.stringify`: the same text for the same value, in any order of keys. */
function sortKeys(_key: string, value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
}
