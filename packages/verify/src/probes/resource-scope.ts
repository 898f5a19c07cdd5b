/**
 * What is asked at one resource: its URLs, its origins, and the plainest use of its grants.
 *
 * @module
 */
import type { Resource } from '@marque/core'
import { nearMissOrigins, originMatching } from '@marque/policy/requests'
import type { Bounds } from './bounds.ts'
import { type GrantUse, grantUsesOf } from './grant-uses.ts'
import type { ListedOrigin } from './listed-origins.ts'
import type { OriginIndex } from './origin-index.ts'
import type { ProbeOrigin } from './probe.ts'
import { relatedOrigins } from './related-origins.ts'
import { type PlanInput, type Target, targetsOf } from './targets.ts'

export interface ResourceScope {
  readonly input: PlanInput
  readonly index: OriginIndex
  readonly resource: Resource
  readonly targets: readonly Target[]
  /** In force, the plainest first, then in the order of the grants. */
  readonly uses: readonly GrantUse[]
  /** Uses of grants and lists that have ended or not begun. */
  readonly idle: readonly GrantUse[]
  /** Where and with which method the most is asked. */
  readonly main: { readonly target: Target; readonly method: string }
}

/** What the rest of the plan means for one resource. */
export interface Surroundings {
  /** Where another resource is; null for none. */
  readonly beside: Target | null
  readonly bounds: Bounds
  /** Whether this is the first resource that grants an entry of a list. */
  readonly isFirstWith: (entry: string) => boolean
}

/** `undefined` where no URL leads to the resource. */
export function scopeOf(
  resource: Resource,
  input: PlanInput,
  index: OriginIndex,
): ResourceScope | undefined {
  const targets = targetsOf(resource, input)
  const all = grantUsesOf(resource, targets, input)
  const inForce = all.filter((use) => use.isInForce)
  const plainest = [...inForce].sort((a, b) => burden(a) - burden(b))[0]
  const uses =
    plainest === undefined ? inForce : [plainest, ...inForce.filter((use) => use !== plainest)]
  const [target] = targets
  const main =
    plainest === undefined
      ? target && { target, method: target.match?.methods?.[0] ?? 'GET' }
      : { target: plainest.target, method: plainest.methods[0] ?? 'GET' }
  if (main === undefined) return undefined
  const idle = all.filter((use) => !use.isInForce)
  return { input, index, resource, targets, uses, idle, main }
}

/** How much a use needs beyond a GET without a known login. */
function burden({ grant, methods }: GrantUse): number {
  const { apiVersion: _, ...conditions } = grant.when ?? {}
  return (
    (grant.token ? 16 : 0) +
    (grant.read ? 0 : 8) +
    (methods.includes('GET') ? 0 : 4) +
    (Object.keys(conditions).length > 0 ? 2 : 0) +
    (grant.any ? 1 : 0)
  )
}

/** The origin with its role at the resource and in the part of the API that the target names. */
export function originAt(scope: ResourceScope, value: string | null, target: Target): ProbeOrigin {
  return scope.index.describe(value, scope.resource, target.tenant)
}

/** Origins close to a granted one; those that the resource lists itself have that role. */
export function nearMissesOf(
  scope: ResourceScope,
  { entry }: ListedOrigin,
  target: Target,
): readonly ProbeOrigin[] {
  const of = originMatching(entry)
  return [...nearMissOrigins(entry), ...relatedOrigins(entry)].map(({ origin, fault }) => {
    const described = originAt(scope, origin, target)
    if (described.role === 'granted' || described.role === 'own') return described
    return { value: origin, role: 'near-miss', nearMiss: { fault, of } }
  })
}
