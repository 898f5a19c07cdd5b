/**
 * Coverage of a policy by its test cases: which grants and origin sets let a request through.
 *
 * @module
 */
import type { Bundle, Decision, Grant } from '@marque/core'
import { hasGrantee, indexedGrants, restrictOrigins } from '../requests/index.ts'
import type { Pointer, Position } from '../text/index.ts'
import type { PreparedPolicy } from './prepare-policy.ts'

/** A grant, or an exception, that some origin can use in this environment. */
export interface GrantCoverage {
  readonly resource: string
  /** Its index among the grants of its resource; null for an exception. */
  readonly grant: number | null
  readonly exception: string | null
  /** Position in the policy. */
  readonly at: Position
  /** The number of cases that it lets through. */
  readonly cases: number
}

/** An origin set, or an inline origin, that some grant of this environment names. */
export interface SetCoverage {
  readonly name: string
  /** Position in the policy; null for an inline origin. */
  readonly at: Position | null
  /** The number of cases that are let through because it holds their origin. */
  readonly cases: number
}

/** In document order. */
export interface Coverage {
  readonly grants: readonly GrantCoverage[]
  readonly sets: readonly SetCoverage[]
}

/** The part of a run that coverage depends on. */
export interface Covered {
  readonly origin: string | null
  /** The decision by which the request reached the application; null where it did not. */
  readonly allowedBy: Decision | null
}

/**
 * Computes the coverage of a policy by all of its cases.
 *
 * A grant is covered when it lets a request through; a preflight alone does not count. Grants without an origin in this environment (all
 * of their sets belong to others) are left out.
 */
export function coverageOf(prepared: PreparedPolicy, runs: readonly Covered[]): Coverage {
  const { bundle } = prepared
  const grants = new Map<string, { readonly grant: Grant; readonly of: GrantCoverage }>()
  for (const { resource, grant, index } of indexedGrants(bundle)) {
    if (!hasGrantee(bundle, grant)) continue
    const key = keyOf(resource.name, index, grant.exception)
    const of: GrantCoverage = {
      resource: resource.name,
      grant: index,
      exception: grant.exception,
      at: positionOfGrant(prepared, resource.name, index, grant.exception),
      cases: 0,
    }
    grants.set(key, { grant, of })
  }
  const reached = new Map<string, number>()
  const sets = new Map<string, number>()
  const setsHolding = setFinder(bundle)
  for (const { origin, allowedBy } of runs) {
    if (allowedBy === null || allowedBy.resource === null) continue
    const { resource, grant, exception } = allowedBy
    if (grant === null && exception === null) continue
    const key = keyOf(resource, grant, exception)
    countUp(reached, key)
    const named = grants.get(key)?.grant.sets ?? []
    if (origin === null || named.length === 0) continue
    const held = setsHolding(origin)
    for (const name of named) if (held.has(name)) countUp(sets, name)
  }
  return {
    grants: [...grants]
      .map(([key, { of }]) => ({ ...of, cases: reached.get(key) ?? 0 }))
      .sort((a, b) => byPosition(a.at, b.at)),
    sets: setsOf(prepared).map((set) => ({ ...set, cases: sets.get(set.name) ?? 0 })),
  }
}

function setsOf({ bundle, model, loaded }: PreparedPolicy): readonly SetCoverage[] {
  const positions = new Map(model.sets.map(({ name, path }) => [name, loaded.locate(path, 'key')]))
  return Object.entries(bundle.sets)
    .filter(([, list]) => list.exact.length + list.patterns.length > 0)
    .map(([name]) => ({ name, at: positions.get(name) ?? null, cases: 0 }))
    .sort((a, b) => byPosition(a.at, b.at) || (a.name < b.name ? -1 : 1))
}

/** The position of a grant or an exception in the policy. */
export function positionOfGrant(
  { model, loaded }: PreparedPolicy,
  resource: string,
  at: number | null,
  exception: string | null,
): Position {
  const path: Pointer | undefined =
    at === null
      ? model.exceptions.find(({ id }) => id === exception)?.path
      : model.resources.find(({ name }) => name === resource)?.grants[at]?.path
  return loaded.locate(path ?? '')
}

/** The names of the sets that hold an origin; each origin is looked up once. */
function setFinder(bundle: Bundle): (origin: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>()
  return (origin) => {
    let names = known.get(origin)
    if (names === undefined) {
      const { sets } = restrictOrigins(bundle, [origin])
      names = new Set(
        Object.entries(sets).flatMap(([name, { exact, patterns }]) =>
          exact.length + patterns.length > 0 ? [name] : [],
        ),
      )
      known.set(origin, names)
    }
    return names
  }
}

function countUp(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function keyOf(resource: string, grant: number | null, exception: string | null): string {
  return JSON.stringify([resource, grant, exception])
}

function byPosition(a: Position | null, b: Position | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0)
  return a.line - b.line || a.column - b.column
}
