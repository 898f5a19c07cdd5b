/**
 * What the cases of a policy never reached: grants by which nothing was allowed, and origin sets of which nobody was.
 *
 * @module
 */
import type { Bundle, Decision, Grant } from '@marque/core'
import { hasGrantee, indexedGrants, restrictOrigins } from '../requests/index.ts'
import type { Pointer, Position } from '../text/index.ts'
import type { TestGround } from './ground.ts'

/** A grant, or an exception, that somebody can use in this environment. */
export interface GrantCoverage {
  readonly resource: string
  /** Its place among the grants of its resource; null for an exception. */
  readonly grant: number | null
  readonly exception: string | null
  /** Where it stands in the policy. */
  readonly at: Position
  /** How many cases it lets through. */
  readonly cases: number
}

/** An origin set, or an origin written in a grant, that some grant of this environment names. */
export interface SetCoverage {
  readonly name: string
  /** Where it stands in the policy; null for an origin written in a grant. */
  readonly at: Position | null
  /** How many cases are let through because it holds their origin. */
  readonly cases: number
}

/** In the order of the policy's text. */
export interface Coverage {
  readonly grants: readonly GrantCoverage[]
  readonly sets: readonly SetCoverage[]
}

/** What coverage needs of a case that was run. */
export interface Covered {
  readonly origin: string | null
  /** By which the request reached the application; null where it did not. */
  readonly allowedBy: Decision | null
}

/**
 * Works out the coverage of a policy by all of its cases.
 *
 * A grant is reached when it lets a request through: a preflight alone does not count. Grants that nobody has here (all of their sets
 * are of other environments) are not counted.
 */
export function coverageOf(ground: TestGround, runs: readonly Covered[]): Coverage {
  const { bundle } = ground
  const grants = new Map<string, { readonly grant: Grant; readonly of: GrantCoverage }>()
  for (const { resource, grant, index } of indexedGrants(bundle)) {
    if (!hasGrantee(bundle, grant)) continue
    const key = keyOf(resource.name, index, grant.exception)
    const of: GrantCoverage = {
      resource: resource.name,
      grant: index,
      exception: grant.exception,
      at: placeOfGrant(ground, resource.name, index, grant.exception),
      cases: 0,
    }
    grants.set(key, { grant, of })
  }
  const reached = new Map<string, number>()
  const sets = new Map<string, number>()
  const holding = holderOf(bundle)
  for (const { origin, allowedBy } of runs) {
    if (allowedBy === null || allowedBy.resource === null) continue
    const { resource, grant, exception } = allowedBy
    if (grant === null && exception === null) continue
    const key = keyOf(resource, grant, exception)
    countUp(reached, key)
    const named = grants.get(key)?.grant.sets ?? []
    if (origin === null || named.length === 0) continue
    const held = holding(origin)
    for (const name of named) if (held.has(name)) countUp(sets, name)
  }
  return {
    grants: [...grants]
      .map(([key, { of }]) => ({ ...of, cases: reached.get(key) ?? 0 }))
      .sort((a, b) => byPosition(a.at, b.at)),
    sets: setsOf(ground).map((set) => ({ ...set, cases: sets.get(set.name) ?? 0 })),
  }
}

function setsOf({ bundle, model, policy }: TestGround): readonly SetCoverage[] {
  const places = new Map(model.sets.map(({ name, path }) => [name, policy.locate(path, 'key')]))
  return Object.entries(bundle.sets)
    .filter(([, list]) => list.exact.length + list.patterns.length > 0)
    .map(([name]) => ({ name, at: places.get(name) ?? null, cases: 0 }))
    .sort((a, b) => byPosition(a.at, b.at) || (a.name < b.name ? -1 : 1))
}

/** Where a grant, or an exception, stands in the policy. */
export function placeOfGrant(
  { model, policy }: TestGround,
  resource: string,
  at: number | null,
  exception: string | null,
): Position {
  const path: Pointer | undefined =
    at === null
      ? model.exceptions.find(({ id }) => id === exception)?.path
      : model.resources.find(({ name }) => name === resource)?.grants[at]?.path
  return policy.locate(path ?? '')
}

/** The names of the lists that hold an origin; each origin is looked up once. */
function holderOf(bundle: Bundle): (origin: string) => ReadonlySet<string> {
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
