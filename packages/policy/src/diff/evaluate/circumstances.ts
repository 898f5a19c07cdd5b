/**
 * Incidents and leases: moments in which less is granted than the bundle says (ADR 0001, 32 to 34), where that can make a difference of its
 * own.
 *
 * @module
 */
import type { Lockdown, Moment } from '@marque/core'
import type { ResourceRules, Sides } from '../pair/index.ts'
import type { Cell } from '../routing/index.ts'
import type { RulesPair, SenderClass } from '../senders/index.ts'
import { durationText } from './condition-text.ts'

export interface Mode {
  /** Null: nothing is the matter. */
  readonly words: string | null
  readonly momentAt: (now: number) => Moment
  /** A tenant that the layer tells, and that host and path do not name (D15); null where it tells none. */
  readonly told: string | null
}

export const CALM: Mode = { words: null, momentAt: (now) => ({ now }), told: null }

/** The layer contradicts host and path. */
export function contradicted(told: string): Mode {
  return {
    words: 'where the layer tells another tenant than host and path',
    momentAt: (now) => ({ now }),
    told,
  }
}

/** Modes beside {@link CALM}. @param noTenant The name of no tenant. */
export function modesFor(
  sides: Sides,
  cell: Cell,
  rules: RulesPair,
  { kind, fits }: SenderClass,
  noTenant: string,
): readonly Mode[] {
  if (kind === 'none') return []
  const modes: Mode[] = []
  const [before, after] = rules
  const own = kind === 'own' || cell.spelling !== null
  const differs = own || before.blocks !== after.blocks
  const isTold = sides.some(({ bundle }) => Object.keys(bundle.tenants).length > 0)
  if (differs && isTold) modes.push(contradicted(noTenant))
  // An incident takes away from what one side grants; where the other grants nothing, that is told already.
  const isRefused = cell.routes.some(({ status }) => status === 'ambiguous')
  if (isRefused && kind !== 'own') return modes
  // A lockdown of all denies alike, but what is denied reaches the application or not.
  if (differs) modes.push(lockdown('deny-all'))
  if (own || isPublic(before) !== isPublic(after)) modes.push(lockdown('public-only'))
  const strips = rules.some(({ grants }, side) =>
    fits[side === 0 ? 0 : 1].some(({ at }) => grants[at]?.grant.credentials),
  )
  if (own || strips) modes.push(lockdown('credentials-off'))
  const ages = rules.map((one, side) => staleAfter(sides, side === 0 ? 0 : 1, one))
  if (own || ages[0] !== ages[1] || isRestricted(before) !== isRestricted(after)) {
    for (const age of new Set(ages)) if (age !== null) modes.push(stale(age))
  }
  return modes
}

function lockdown(mode: Lockdown['mode']): Mode {
  return {
    words: `during a lockdown (\`${mode}\`)`,
    momentAt: (now) => ({ now, lockdowns: [{ mode, scope: {} }] }),
    told: null,
  }
}

function stale(age: number): Mode {
  return {
    words: `once the lease of the policy is over for ${durationText(age)}`,
    momentAt: (now) => ({ now, leaseUntil: now - age }),
    told: null,
  }
}

function isPublic({ resource }: ResourceRules): boolean {
  return resource?.sensitivity === 'public'
}

function isRestricted({ resource }: ResourceRules): boolean {
  return resource?.sensitivity === 'restricted'
}

function staleAfter(sides: Sides, side: 0 | 1, { resource }: ResourceRules): number | null {
  return resource === null ? null : sides[side].bundle.staleAfter[resource.sensitivity]
}
