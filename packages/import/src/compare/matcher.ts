/**
 * The resources of a policy that match an operation, by comparison of patterns.
 *
 * @module
 */
import { comparePathPatterns, coversMethod, type PathPattern, readPathPattern } from '@marque/core'
import type { ReadPolicy } from '@marque/policy'
import {
  type ApiEndpoint,
  type ApiOperation,
  hostOf,
  pathsOverlap,
  shapeOf,
} from '../openapi/index.ts'

export type Model = NonNullable<ReadPolicy['model']>
export type ModelResource = Model['resources'][number]
export type ModelMatch = ModelResource['match'][number]
export type ModelGrant = ModelResource['grants'][number]

interface Entry {
  readonly resource: ModelResource
  readonly match: ModelMatch
}

/** Finds the resources of operations; one for each policy. */
export interface Matcher {
  /**
   * The resources that decide requests of an operation; more than one where they depend on the host.
   *
   * @returns Null where some request of the operation matches no resource.
   */
  resourcesOf(operation: ApiOperation): readonly ModelResource[] | null
  /** The endpoints of an operation at which some request matches no resource. */
  uncoveredEndpoints(operation: ApiOperation): readonly ApiEndpoint[]
  /**
   * A match that would tie with a new match for GET at this endpoint (D7): one with the same host and path that has HEAD and not GET,
   * since GET covers HEAD.
   */
  rivalOf(endpoint: ApiEndpoint, method: string): ModelMatch | undefined
  /** Whether some request of the operation matches. */
  meets(operation: ApiOperation, match: ModelMatch): boolean
  /** Whether some host that only this match and others without a host match, or one that it names, is among these. */
  isAt(match: ModelMatch, hosts: ReadonlySet<string>): boolean
}

/** Makes a matcher. A look-up is linear in the number of matches. */
export function matcherFor(model: Model): Matcher {
  const entries: readonly Entry[] = model.resources
    .flatMap((resource) => resource.match.map((match) => ({ resource, match })))
    .sort(byRank)
  const hosts = hostsOf(model)
  const guarded = new Set(hosts)
  const named = new Set(entries.flatMap(({ match }) => match.host ?? []))
  const unnamed = hosts.filter((host) => !named.has(host))
  const patterns = new Map<string, PathPattern | undefined>()
  const patternOf = (path: string): PathPattern | undefined => {
    if (!patterns.has(path)) patterns.set(path, readPathPattern(path))
    return patterns.get(path)
  }
  const entryAt = (host: string, path: string, method: string): Entry | undefined => {
    const pattern = patternOf(path)
    // At a host that is not in `self`, a match without a host grants nothing to the pages of the API itself: it does not count.
    return (
      pattern &&
      entries.find(
        ({ match }) =>
          covers(match, host, pattern, method) && (match.host !== null || guarded.has(host)),
      )
    )
  }
  const entriesAt = ({ host, path }: ApiEndpoint, method: string): readonly (Entry | undefined)[] =>
    (host === null ? hosts : [host]).map((one) => entryAt(one, path, method))
  return {
    resourcesOf: ({ endpoints, method }) => {
      const found = endpoints.flatMap((endpoint) => entriesAt(endpoint, method))
      const resources = new Set(found.flatMap((entry) => entry?.resource ?? []))
      return found.length === 0 || found.includes(undefined) ? null : [...resources]
    },
    uncoveredEndpoints: ({ endpoints, method }) =>
      endpoints.filter((endpoint) => entriesAt(endpoint, method).includes(undefined)),
    rivalOf: ({ host, path }, method) =>
      method === 'GET'
        ? entries.find(
            ({ match }) =>
              match.host === host &&
              match.methods?.includes('HEAD') &&
              shapeOf(match.pattern.text) === shapeOf(path),
          )?.match
        : undefined,
    meets: (operation, match) =>
      sharesMethod(match, operation.method) &&
      operation.endpoints.some(({ host, path }) => {
        const pattern = patternOf(path)
        if (!pattern || !pathsOverlap(match.pattern, pattern)) return false
        return host === null ? hosts.some((one) => hostFits(match, one)) : hostFits(match, host)
      }),
    isAt: (match, among) => {
      if (match.host === null)
        return (unnamed.length > 0 ? unnamed : hosts).some((host) => among.has(host))
      return [...among].some((host) => hostFits(match, host))
    },
  }
}

/** D7: exact host, host pattern (the longer first), any host; then the path; then with methods before without. */
function byRank(a: Entry, b: Entry): number {
  return (
    hostRank(b.match.host) - hostRank(a.match.host) ||
    comparePathPatterns(a.match.pattern, b.match.pattern) ||
    Number(a.match.methods === null) - Number(b.match.methods === null)
  )
}

function hostRank(host: string | null): number {
  if (host === null) return 0
  return host.startsWith('*.') ? host.length : 1000
}

/** The entries of `self` in all environments. */
export function selfOf({ self }: Model): ReadonlySet<string> {
  const entries = [...(self.everywhere ?? []), ...[...self.byEnvironment.values()].flat()]
  return new Set(entries.map(({ text }) => text))
}

/** The hosts of `self`; one empty host where there are none. */
function hostsOf(model: Model): readonly string[] {
  const hosts = new Set([...selfOf(model)].map(hostOf))
  return hosts.size === 0 ? [''] : [...hosts]
}

function hostFits(match: ModelMatch, host: string): boolean {
  if (match.host === null || match.host === host) return true
  return match.host.startsWith('*.') && host.endsWith(match.host.slice(1))
}

/** Whether every request of a host, pattern and method matches. */
function covers(match: ModelMatch, host: string, pattern: PathPattern, method: string): boolean {
  if (!hostFits(match, host)) return false
  if (match.methods !== null && !coversMethod(match.methods, method)) return false
  const wide = match.pattern
  if (pattern.rest && !wide.rest) return false
  if (
    wide.rest
      ? pattern.segments.length < wide.segments.length
      : pattern.segments.length !== wide.segments.length
  )
    return false
  return wide.segments.every((segment, at) => {
    const other = pattern.segments[at]
    return (
      'name' in segment ||
      (other !== undefined && 'literal' in other && other.literal === segment.literal)
    )
  })
}

function sharesMethod({ methods }: ModelMatch, method: string): boolean {
  return (
    methods === null ||
    coversMethod(methods, method) ||
    (method === 'GET' && methods.includes('HEAD'))
  )
}
