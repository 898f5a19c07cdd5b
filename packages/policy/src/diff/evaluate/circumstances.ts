/**
 * Special circumstances in which less is granted than the bundle says (lockdowns and expired leases: docs/rules.md, "Lockdowns and leases"; contradicting tenants: D15), where they
 * can make a difference of their own.
 *
 * @module
 */
import type { Lockdown, Moment } from '@marque/core'
import { durationText } from '../edits/index.ts'
import type { BundlePair, ResourceRules } from '../pair/index.ts'
import type { RouteClass } from '../routing/index.ts'
import type { RulesPair, SenderClass } from '../senders/index.ts'

export interface Circumstances {
  /** In words; null for normal circumstances. */
  readonly condition: string | null
  readonly momentAt: (now: number) => Moment
  /** A tenant that the layer knows and that host and path contradict (D15); null for none. */
  readonly layerTenant: string | null
}

export const NORMAL: Circumstances = {
  condition: null,
  momentAt: (now) => ({ now }),
  layerTenant: null,
}

/** The layer reports another tenant than host and path. */
export function contradictingTenant(layerTenant: string): Circumstances {
  return {
    condition: 'where the layer reports another tenant than host and path',
    momentAt: (now) => ({ now }),
    layerTenant,
  }
}

/** The special circumstances to compare beside {@link NORMAL}. @param noTenant A name that no tenant has. */
export function specialCircumstances(
  sides: BundlePair,
  route: RouteClass,
  rules: RulesPair,
  { kind, fits }: SenderClass,
  noTenant: string,
): readonly Circumstances[] {
  if (kind === 'none') return []
  const special: Circumstances[] = []
  const [before, after] = rules
  const own = kind === 'own' || route.spelling !== null
  const differs = own || before.blocks !== after.blocks
  const hasTenants = sides.some(({ bundle }) => Object.keys(bundle.tenants).length > 0)
  if (differs && hasTenants) special.push(contradictingTenant(noTenant))
  // Lockdowns reduce grants; where one side refuses everything, the normal comparison shows the difference.
  const isRefused = route.routes.some(({ status }) => status === 'ambiguous')
  if (isRefused && kind !== 'own') return special
  // `deny-all` denies on both sides, but a denied request may still reach the application.
  if (differs) special.push(lockdown('deny-all'))
  if (own || isPublic(before) !== isPublic(after)) special.push(lockdown('public-only'))
  const strips = rules.some(({ grants }, side) =>
    fits[side === 0 ? 0 : 1].some(({ at }) => grants[at]?.grant.credentials),
  )
  if (own || strips) special.push(lockdown('credentials-off'))
  const ages = rules.map((one, side) => staleAfter(sides, side === 0 ? 0 : 1, one))
  if (own || ages[0] !== ages[1] || isRestricted(before) !== isRestricted(after)) {
    for (const age of new Set(ages)) if (age !== null) special.push(stale(age))
  }
  return special
}

function lockdown(mode: Lockdown['mode']): Circumstances {
  return {
    condition: `during a lockdown (\`${mode}\`)`,
    momentAt: (now) => ({ now, lockdowns: [{ mode, scope: {} }] }),
    layerTenant: null,
  }
}

function stale(age: number): Circumstances {
  return {
    condition: `after the lease of the policy expired (${durationText(age)} or more)`,
    momentAt: (now) => ({ now, leaseUntil: now - age }),
    layerTenant: null,
  }
}

function isPublic({ resource }: ResourceRules): boolean {
  return resource?.sensitivity === 'public'
}

function isRestricted({ resource }: ResourceRules): boolean {
  return resource?.sensitivity === 'restricted'
}

function staleAfter(sides: BundlePair, side: 0 | 1, { resource }: ResourceRules): number | null {
  return resource === null ? null : sides[side].bundle.staleAfter[resource.sensitivity]
}
