/**
 * How the grants of a resource can be used: by which origin, where, with which methods.
 *
 * @module
 */
import { type Bundle, decide, type Grant, type HeaderLine, type Resource } from '@marque/core'
import { contextSatisfying, type Grantee, granteesOf, grantRequests } from '@marque/policy/requests'
import { type ListedOrigin, listedOrigins, someOf } from './listed-origins.ts'
import { hasPolicyHost } from './policy-host.ts'
import type { PlanInput, Target } from './targets.ts'

/** An origin that a grant is for, and where it can use it. */
export interface GrantUse {
  readonly grant: Grant
  readonly origin: ListedOrigin
  readonly target: Target
  /** Methods that the grant gives there: those that change nothing first. Never empty. */
  readonly methods: readonly string[]
  /** Whether grant and list are in force, and this grant decides. */
  readonly isInForce: boolean
}

/** Origins of one list at most, and at the first grant that names it. */
const MOST_ORIGINS = 24
const MOST_ORIGINS_FIRST = 128

/** Directories of tenants, and origins of each, at most. */
const MOST_TENANTS = 24
const MOST_TENANT_ORIGINS = 4
const MOST_TENANT_ORIGINS_FIRST = 16

/** Requests that are tried for a grant that no usual URL reaches. */
const MOST_TRIES = 40

interface ListedGrantee extends Grantee {
  readonly entry: string
}

/** The uses of every grant of the resource, in the order of the grants; those that are not in force are for the edges of dates. */
export function grantUsesOf(
  resource: Resource,
  targets: readonly Target[],
  input: PlanInput,
): readonly GrantUse[] {
  let index = 0
  return resource.grants.flatMap((grant) => {
    const place: Place = { resource, grant, index: grant.exception === null ? index++ : null }
    return usesOf(place, targets, input)
  })
}

/** The first grant in force that names a list, by the name of the set or `@tenant`: there all of its origins are asked for. */
export function firstGrants({ resources }: Bundle, now: number): ReadonlyMap<string, Grant> {
  const first = new Map<string, Grant>()
  for (const grant of resources.flatMap(({ grants }) => grants)) {
    const { sets, tenant, from, until, token, read } = grant
    if (token || !read || (from !== null && now < from) || !isBefore(now, until)) continue
    for (const name of tenant ? [...sets, '@tenant'] : sets) {
      if (!first.has(name)) first.set(name, grant)
    }
  }
  return first
}

interface Place {
  readonly resource: Resource
  readonly grant: Grant
  readonly index: number | null
}

function usesOf(place: Place, targets: readonly Target[], input: PlanInput): readonly GrantUse[] {
  const { grant } = place
  const { now } = input.options
  const inForce = new Finder((grantee) => locate(place, grantee, targets, input))
  const idle = new Finder((grantee) => guess(place, grantee, targets))
  const hasBegun = grant.from === null || grant.from <= now
  const uses = granteesFor(grant, input).flatMap((grantee): readonly GrantUse[] => {
    const isInForce = hasBegun && isBefore(now, grant.until) && isBefore(now, grantee.until)
    const found = (isInForce ? inForce : idle).find(grantee)
    if (found === null) return []
    const origin: ListedOrigin = { value: grantee.origin, entry: grantee.entry }
    return [{ grant, origin, ...found, isInForce }]
  })
  return uses.some((use) => use.isInForce) ? uses : [...hiddenUse(place, input), ...uses]
}

interface Located {
  readonly target: Target
  readonly methods: readonly string[]
}

/** Origins of one tenant, or of none, that are tried before the grant counts as hidden from them. */
const MOST_ATTEMPTS = 4

/** Finds where a grant is used: once for the origins of one tenant, and for those of none. */
class Finder {
  readonly #locate: (grantee: ListedGrantee) => Located | null
  readonly #found = new Map<string | null, Located>()
  readonly #failed = new Map<string | null, number>()

  constructor(locate: (grantee: ListedGrantee) => Located | null) {
    this.#locate = locate
  }

  find(grantee: ListedGrantee): Located | null {
    const { tenant } = grantee
    const known = this.#found.get(tenant)
    if (known !== undefined) return known
    const failed = this.#failed.get(tenant) ?? 0
    const located = failed < MOST_ATTEMPTS ? this.#locate(grantee) : null
    if (located === null) this.#failed.set(tenant, failed + 1)
    else this.#found.set(tenant, located)
    return located
  }
}

function isBefore(now: number, end: number | null): boolean {
  return end === null || now < end
}

/** The first target at which this grant decides for the origin. */
function locate(
  place: Place,
  grantee: ListedGrantee,
  targets: readonly Target[],
  input: PlanInput,
): Located | null {
  for (const target of targets) {
    if (grantee.tenant !== null && target.tenant !== grantee.tenant) continue
    const methods = safeFirst(place.grant).filter((method) =>
      isDecidedBy(place, grantee, target, method, input),
    )
    if (methods.length > 0) return { target, methods }
  }
  return null
}

/** Where a grant would be used that is not in force: which target is of no weight, the decision is a denial. */
function guess(
  { grant }: Place,
  { tenant }: ListedGrantee,
  targets: readonly Target[],
): Located | null {
  const versions = grant.when?.apiVersion
  const fitting = targets.find(
    (target) =>
      (tenant === null || target.tenant === tenant) &&
      (versions === undefined ||
        target.apiVersion === null ||
        versions.includes(target.apiVersion)),
  )
  if (fitting === undefined) return null
  const methods = safeFirst(grant)
  return methods.length === 0 ? null : { target: fitting, methods }
}

function isDecidedBy(
  { resource, grant, index }: Place,
  grantee: Grantee,
  target: Target,
  method: string,
  { bundle, engine, options: { now } }: PlanInput,
): boolean {
  const headers: readonly HeaderLine[] = [['Origin', grantee.origin], ...target.headers]
  const here = { ...grantee, tenant: grantee.tenant ?? target.tenant }
  const context = contextSatisfying(grant, resource, bundle, here, now)
  const decision = decide(engine, { method, url: target.url, headers }, context, { now })
  if (decision.resource !== resource.name) return false
  if (!['granted', 'granted-any', 'reach-only'].includes(decision.reason)) return false
  return decision.grant === index && decision.exception === grant.exception
}

const SAFE = ['GET', 'HEAD', 'OPTIONS']

/** GET includes HEAD (D7). */
function safeFirst({ methods }: Grant): readonly string[] {
  const granted = new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)
  const safe = SAFE.filter((method) => granted.has(method))
  return [...safe, ...[...granted].filter((method) => !SAFE.includes(method)).sort()]
}

/** Grantees of the lists of the grant that are asked for; of an any-origin grant the unlisted origin. */
function granteesFor(
  grant: Grant,
  { bundle, options, unlisted, firstWith }: PlanInput,
): ListedGrantee[] {
  const { seed } = options
  if (grant.any) return [{ origin: unlisted, entry: unlisted, tenant: null, until: null }]
  const of = (name: string, tenant: string | null, most: number): readonly ListedGrantee[] => {
    const list = tenant === null ? bundle.sets[name] : bundle.tenants[name]
    if (list === undefined) return []
    const { until } = list
    return listedOrigins(list, most, seed, name).map(({ value, entry }) => ({
      origin: value,
      entry,
      tenant,
      until,
    }))
  }
  const tenants = grant.tenant
    ? someOf(Object.keys(bundle.tenants).sort(), MOST_TENANTS, seed, '@tenant')
    : []
  return [
    ...grant.sets.flatMap((name) =>
      of(name, null, firstWith.get(name) === grant ? MOST_ORIGINS_FIRST : MOST_ORIGINS),
    ),
    ...tenants.flatMap((name) =>
      of(
        name,
        name,
        firstWith.get('@tenant') === grant ? MOST_TENANT_ORIGINS_FIRST : MOST_TENANT_ORIGINS,
      ),
    ),
  ]
}

/** A use of a grant that decides only at an unusual URL: other resources or grants take the usual ones. */
function hiddenUse({ resource, grant, index }: Place, input: PlanInput): readonly GrantUse[] {
  const { bundle, options } = input
  const grantees = granteesOf(grant, bundle).flatMap((list) =>
    list.name === 'null' ? [] : list.grantees.slice(0, 3),
  )
  let tries = 0
  for (const sample of grantRequests(bundle, { resource, grant, index }, grantees, options.now, {
    full: false,
  })) {
    if (++tries > MOST_TRIES) return []
    if (sample.now !== options.now) continue
    const { origin, method, url, headers, context } = sample
    if (!hasPolicyHost(url, bundle)) continue
    const decision = decide(
      input.engine,
      { method, url, headers: [['Origin', origin], ...headers] },
      context,
      { now: options.now },
    )
    if (decision.resource !== resource.name || decision.grant !== index) continue
    if (decision.exception !== grant.exception || !(decision.reach && decision.kind === 'actual'))
      continue
    const target: Target = {
      url,
      headers,
      apiVersion: null,
      tenant: decision.tenant,
      isTenantKnown: true,
      isNamed: false,
      match: null,
    }
    return [
      {
        grant,
        origin: { value: origin, entry: origin },
        target,
        methods: [method],
        isInForce: true,
      },
    ]
  }
  return []
}
