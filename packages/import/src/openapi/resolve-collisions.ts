/**
 * Collisions: operations with different protection that match the same requests in a policy. The strictest one decides for all; where
 * none is the strictest, none gets a resource.
 *
 * @module
 */
import { comparePathPatterns, readPathPattern } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import type { ApiEndpoint, ApiOperation } from './api.ts'
import { matchKey, protectionKey, strictnessOf } from './protection.ts'
import { pathsOverlap } from './read-template.ts'

interface Claim {
  readonly operation: ApiOperation
  readonly endpoint: ApiEndpoint
}

/** Removes the endpoints that would give one operation the weaker protection of another. */
export function resolveCollisions(operations: readonly ApiOperation[]): {
  readonly operations: readonly ApiOperation[]
  readonly found: readonly RawFinding[]
} {
  const lost = new Set<ApiEndpoint>()
  const found: RawFinding[] = []
  const remove = (claim: Claim, other: Claim, outcome: string): void => {
    lost.add(claim.endpoint)
    found.push(collision(claim, other, outcome))
  }
  const claims = operations.flatMap((operation) =>
    operation.endpoints.map((endpoint) => ({ operation, endpoint })),
  )
  for (const group of Map.groupBy(claims, ({ operation, endpoint }) =>
    matchKey(operation, endpoint),
  ).values()) {
    resolveEqual(group, remove)
  }
  resolveWider(
    claims.filter(({ endpoint }) => !lost.has(endpoint)),
    remove,
  )
  if (lost.size === 0) return { operations, found }
  const resolved = operations.map((operation) => ({
    ...operation,
    endpoints: operation.endpoints.filter((endpoint) => !lost.has(endpoint)),
  }))
  return { operations: resolved, found }
}

type Remove = (claim: Claim, other: Claim, outcome: string) => void

/** Claims that match the same requests. */
function resolveEqual(group: readonly Claim[], remove: Remove): void {
  const [first, ...others] = group
  if (!first || others.every((one) => alike(one, first))) return
  const most = Math.max(...group.map(({ operation }) => strictnessOf(operation)))
  const strictest = group.filter(({ operation }) => strictnessOf(operation) === most)
  const [winner] = strictest
  const keep = winner && strictest.every((one) => alike(one, winner)) ? winner : undefined
  for (const claim of group) {
    if (keep !== undefined && alike(claim, keep)) continue
    const other = keep ?? group.find((one) => !alike(one, claim)) ?? first
    remove(
      claim,
      other,
      keep === undefined ? 'neither gets a resource' : 'both get the protection of the latter',
    )
  }
}

/**
 * A pattern that is wider than its path matches requests of less specific patterns (D7): that of `/a/{b}.json` requests of `/{x}/{y}`.
 * That is safe where it is the stricter of the two.
 */
function resolveWider(claims: readonly Claim[], remove: Remove): void {
  const byMethod = Map.groupBy(
    claims.flatMap((claim) => {
      const pattern = readPathPattern(claim.endpoint.path)
      const { operation } = claim
      const [protection, strictness] = [protectionKey(operation), strictnessOf(operation)]
      return pattern === undefined ? [] : [{ ...claim, pattern, protection, strictness }]
    }),
    ({ operation: { method } }) => (method === 'HEAD' ? 'GET' : method),
  )
  for (const group of byMethod.values()) {
    for (const one of group.filter(({ operation }) => operation.wider)) {
      const rival = group.find(
        (other) =>
          one.strictness <= other.strictness &&
          one.protection !== other.protection &&
          sharesHost(other.endpoint, one.endpoint) &&
          pathsOverlap(one.pattern, other.pattern) &&
          comparePathPatterns(one.pattern, other.pattern) < 0,
      )
      if (rival) remove(one, rival, 'both get the protection of the latter')
    }
  }
}

function sharesHost(a: ApiEndpoint, b: ApiEndpoint): boolean {
  return a.host === null || b.host === null || a.host === b.host
}

function alike(a: Claim, b: Claim): boolean {
  return protectionKey(a.operation) === protectionKey(b.operation)
}

function collision({ operation, endpoint }: Claim, other: Claim, outcome: string): RawFinding {
  const [one, two] = [operation, other.operation].map(({ method, path }) => `\`${method} ${path}\``)
  return {
    code: 'MQ-811',
    file: operation.file,
    path: operation.pointer,
    position: operation.position,
    message: `${one} and ${two} match the same requests and are protected differently: ${outcome}`,
    value: endpoint.path,
  }
}
