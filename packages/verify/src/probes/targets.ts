/**
 * URLs at which a resource is asked.
 *
 * @module
 */
import {
  type Bundle,
  decide,
  type Engine,
  type Grant,
  type HeaderLine,
  type Match,
  type Resource,
} from '@marque/core'
import { ANY_SEGMENT, plausibleSegment, sampleUrl, UNLISTED_ORIGIN } from '@marque/policy/requests'
import { someOf } from './listed-origins.ts'
import type { PlanOptions } from './plan-options.ts'

/** A URL that leads to the resource. */
export interface Target {
  readonly url: string
  /** The API version, where the policy reads it from a header. */
  readonly headers: readonly HeaderLine[]
  /** The version that {@link url} or {@link headers} name; null for none. */
  readonly apiVersion: string | null
  /** The tenant that host or path names; null for none. */
  readonly tenant: string | null
  /** A member is named, or no member has to be. */
  readonly isTenantKnown: boolean
  /** Whether `--path` named it: there is something to answer. */
  readonly isNamed: boolean
  /** The match that it was made from; null for one that `--path` named. */
  readonly match: Match | null
}

export interface ApiVersion {
  readonly value: string | null
  /** The header that names it, where the policy reads it there. */
  readonly headers: readonly HeaderLine[]
}

/** Everything that planning reads, prepared once. */
export interface PlanInput {
  readonly bundle: Bundle
  readonly engine: Engine
  readonly options: PlanOptions
  /** An origin in no list. */
  readonly unlisted: string
  /** A segment that no pattern names. */
  readonly missingSegment: string
  readonly apiVersions: readonly ApiVersion[]
  /** The grant at which all origins of a list are asked for. */
  readonly firstWith: ReadonlyMap<string, Grant>
  /** {@link PlanOptions.paths}, absolute. */
  readonly named: readonly string[]
}

/** Tenants at whose part of the API a resource is asked. */
const MOST_TENANTS = 24

/** Matches of one resource that are asked. */
const MOST_MATCHES = 24

/** The URLs of a resource: those that `--path` named first, then one of each match, for some tenants and each API version. */
export function targetsOf(resource: Resource, input: PlanInput): readonly Target[] {
  const { bundle, options, named, apiVersions } = input
  const usual = someOf(resource.match, MOST_MATCHES, options.seed, resource.name).flatMap((match) =>
    [...tenantsAt(match, bundle, options), null].flatMap((tenant) =>
      apiVersions.flatMap(({ value: apiVersion, headers }) => {
        const url = sampleUrl(match, bundle, { tenant, apiVersion, segment: plausibleSegment })
        return url === undefined ? [] : { url, headers, match, apiVersion, tenant, isNamed: false }
      }),
    ),
  )
  const given = named.map((url) => ({
    url,
    headers: [],
    match: null,
    apiVersion: null,
    tenant: null,
    isNamed: true,
  }))
  const distinct = new Map<string, Target>()
  for (const { url, headers, match, apiVersion, tenant: wanted, isNamed } of [...given, ...usual]) {
    const key = JSON.stringify([url, headers])
    if (distinct.has(key)) continue
    const found = resourceAt(url, match?.methods?.[0] ?? 'GET', input)
    if (found.resource !== resource.name) continue
    const { tenant, reason } = found
    // The path has no place for a tenant: any other name is the same request in substance.
    if (wanted !== null && tenant !== wanted) continue
    const isTenantKnown = reason !== 'tenant-unknown'
    distinct.set(key, { url, headers, match, apiVersion, isNamed, tenant, isTenantKnown })
  }
  return [...distinct.values()]
}

/** What the policy finds for a stranger's request: its resource and tenant. */
function resourceAt(
  url: string,
  method: string,
  { engine, options }: PlanInput,
): ReturnType<typeof decide> {
  const headers: readonly HeaderLine[] = [['Origin', UNLISTED_ORIGIN]]
  return decide(engine, { method, url, headers }, {}, { now: options.now })
}

/** The same URL with a slash at its end, which every pattern covers (D5); `undefined` where it has one. */
export function withTrailingSlash(target: Target): Target | undefined {
  if (target.url.endsWith('/') || target.url.includes('?')) return undefined
  return { ...target, url: `${target.url}/`, isNamed: false }
}

/** URLs of the resource for which an application has nothing: a child below `/**`, an unknown value of the last `{name}`. */
export function missingTargets(targets: readonly Target[], input: PlanInput): readonly Target[] {
  const { bundle, missingSegment } = input
  return targets.flatMap((target) => {
    const { match } = target
    if (match === null) return []
    if (match.path.endsWith('/**')) {
      return [{ ...target, url: `${target.url.replace(/\/$/, '')}/${missingSegment}` }]
    }
    if (!/\/\{[^/]+\}\/?$/.test(match.path) || /\/\{tenant\}\/?$/.test(match.path)) return []
    const other = sampleUrl(match, bundle, {
      tenant: target.tenant,
      apiVersion: target.apiVersion,
      segment: () => missingSegment,
    })
    return other === undefined ? [] : [{ ...target, url: other }]
  })
}

/** Members whose part of the API the match can lead to. */
function tenantsAt(
  match: Match,
  { tenancy, tenants }: Bundle,
  { seed }: PlanOptions,
): readonly string[] {
  const isByHost = tenancy !== null && 'host' in tenancy
  const canName = isByHost
    ? match.host === null || match.host.startsWith('*.')
    : tenancy !== null && (match.path.includes('{') || match.path.endsWith('**'))
  const names = Object.keys(tenants).sort()
  return canName ? someOf(names, MOST_TENANTS, seed, match.path) : []
}

/** No version, and each that a condition names, where host, path or a header can name one. */
export function apiVersionsOf({ context, resources }: Bundle): readonly ApiVersion[] {
  const source = context.apiVersion
  const none: ApiVersion = { value: null, headers: [] }
  if (source === undefined || 'claim' in source) return [none]
  const named = resources.flatMap(({ grants }) =>
    grants.flatMap(({ when }) => when?.apiVersion ?? []),
  )
  return [
    none,
    ...[...new Set(named)].sort().map((value) => ({
      value,
      headers: 'header' in source ? [[source.header, value] as const] : [],
    })),
  ]
}

/** A URL that no resource matches; `undefined` where everything is matched. */
export function unmatchedTarget(input: PlanInput): Target | undefined {
  const { bundle, missingSegment } = input
  const match: Match = {
    host: null,
    path: `/${missingSegment}`,
    methods: null,
    encodedSlash: 'separator',
  }
  const url = sampleUrl(match, bundle, { segment: () => ANY_SEGMENT })
  if (url === undefined) return undefined
  return unmatchedAt(url, input) ? targetAt(url, false) : undefined
}

/** URLs that `--path` named and no resource matches. */
export function namedWithoutResource(input: PlanInput): readonly Target[] {
  return input.named.filter((url) => unmatchedAt(url, input)).map((url) => targetAt(url, true))
}

function unmatchedAt(url: string, input: PlanInput): boolean {
  return resourceAt(url, 'GET', input).resource === null
}

function targetAt(url: string, isNamed: boolean): Target {
  return {
    url,
    headers: [],
    apiVersion: null,
    tenant: null,
    isTenantKnown: true,
    isNamed,
    match: null,
  }
}
