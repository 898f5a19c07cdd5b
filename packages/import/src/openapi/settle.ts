/**
 * Operations that a policy cannot tell apart as the description does, though it protects them differently. The strictest of them
 * decides for all; where none is, none of them has a resource.
 *
 * @module
 */
import { comparePathPatterns, readPathPattern } from '@marque/core'
import type { Found } from '../findings/found.ts'
import type { ApiOperation, ApiPlace } from './api.ts'
import { pathsMeet } from './paths.ts'
import { claimOf, classOf, strictnessOf } from './protection.ts'

interface Claim {
  readonly operation: ApiOperation
  readonly place: ApiPlace
}

/** Takes places away where they would give one operation the protection of another that is stricter. */
export function settlePlaces(operations: readonly ApiOperation[]): {
  readonly operations: readonly ApiOperation[]
  readonly found: readonly Found[]
} {
  const lost = new Set<ApiPlace>()
  const found: Found[] = []
  const give = (claim: Claim, other: Claim, outcome: string): void => {
    lost.add(claim.place)
    found.push(collision(claim, other, outcome))
  }
  const claims = operations.flatMap((operation) =>
    operation.places.map((place) => ({ operation, place })),
  )
  for (const group of Map.groupBy(claims, ({ operation, place }) =>
    claimOf(operation, place),
  ).values()) {
    settleEqual(group, give)
  }
  settleWider(
    claims.filter(({ place }) => !lost.has(place)),
    give,
  )
  if (lost.size === 0) return { operations, found }
  const settled = operations.map((operation) => ({
    ...operation,
    places: operation.places.filter((place) => !lost.has(place)),
  }))
  return { operations: settled, found }
}

type Give = (claim: Claim, other: Claim, outcome: string) => void

/** Claims that no request can tell apart. */
function settleEqual(group: readonly Claim[], give: Give): void {
  const [first, ...others] = group
  if (!first || others.every((one) => alike(one, first))) return
  const most = Math.max(...group.map(({ operation }) => strictnessOf(operation)))
  const strictest = group.filter(({ operation }) => strictnessOf(operation) === most)
  const [winner] = strictest
  const keep = winner && strictest.every((one) => alike(one, winner)) ? winner : undefined
  for (const claim of group) {
    if (keep !== undefined && alike(claim, keep)) continue
    const other = keep ?? group.find((one) => !alike(one, claim)) ?? first
    give(
      claim,
      other,
      keep === undefined ? 'neither has a resource of its own' : 'both are decided as the latter',
    )
  }
}

/**
 * A pattern that is wider than its path takes requests away from less specific ones (D7): `/a/{b}.json` those of `/{x}/{y}`. That
 * is safe where it is the stricter of the two.
 */
function settleWider(claims: readonly Claim[], give: Give): void {
  const byMethod = Map.groupBy(
    claims.flatMap((claim) => {
      const pattern = readPathPattern(claim.place.path)
      const { operation } = claim
      const [protection, strictness] = [classOf(operation), strictnessOf(operation)]
      return pattern === undefined ? [] : [{ ...claim, pattern, protection, strictness }]
    }),
    ({ operation: { method } }) => (method === 'HEAD' ? 'GET' : method),
  )
  for (const group of byMethod.values()) {
    for (const one of group.filter(({ operation }) => operation.wider)) {
      const robbed = group.find(
        (other) =>
          one.strictness <= other.strictness &&
          one.protection !== other.protection &&
          sharesHost(other.place, one.place) &&
          pathsMeet(one.pattern, other.pattern) &&
          comparePathPatterns(one.pattern, other.pattern) < 0,
      )
      if (robbed) give(one, robbed, 'both are decided as the latter')
    }
  }
}

function sharesHost(a: ApiPlace, b: ApiPlace): boolean {
  return a.host === null || b.host === null || a.host === b.host
}

function alike(a: Claim, b: Claim): boolean {
  return classOf(a.operation) === classOf(b.operation)
}

function collision({ operation, place }: Claim, other: Claim, outcome: string): Found {
  const [one, two] = [operation, other.operation].map(({ method, path }) => `\`${method} ${path}\``)
  return {
    code: 'MQ-811',
    path: operation.pointer,
    position: operation.position,
    message: `no pattern tells ${one} from ${two}, which is protected otherwise: ${outcome}`,
    value: place.path,
  }
}
