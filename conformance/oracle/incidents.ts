/**
 * Lockdowns and leases (docs/rules.md#incidents; ADR 0001, 32 to 34).
 *
 * @module
 */
import type { Lockdown } from '@marque/core'
import { type EvaluationInput, isOpenToAll } from './evaluation-input.ts'

/** Every part of the scope that is named must fit. */
function covers(lockdown: Lockdown, input: EvaluationInput): boolean {
  const { tenant, resource, origin } = lockdown.scope
  const text = 'text' in input.origin ? input.origin.text : null
  return (
    (tenant === undefined || tenant === input.tenant) &&
    (resource === undefined || resource === input.resource?.name) &&
    (origin === undefined || origin === text)
  )
}

function covering(input: EvaluationInput): readonly Lockdown[] {
  return (input.moment.lockdowns ?? []).filter((lockdown) => covers(lockdown, input))
}

export function underLockdown(input: EvaluationInput): boolean {
  return covering(input).length > 0
}

/** ADR 0001, 32: `public-only` denies unmatched requests too. */
function denies(lockdown: Lockdown, input: EvaluationInput): boolean {
  if (lockdown.mode === 'deny-all') return true
  return lockdown.mode === 'public-only' && input.resource?.sensitivity !== 'public'
}

export function deniedByLockdown(input: EvaluationInput): boolean {
  return covering(input).some((lockdown) => denies(lockdown, input))
}

/** ADR 0001, 34: what everybody gets is withheld where a lockdown denies it to any origin, whichever the request's own is. */
export function openAnswersWithheld(input: EvaluationInput): boolean {
  return (
    isOpenToAll(input.resource) &&
    (input.moment.lockdowns ?? []).some((lockdown) => {
      const { origin: _, ...scope } = lockdown.scope
      return covers({ ...lockdown, scope }, input) && denies(lockdown, input)
    })
  )
}

/** ADR 0001, 33. */
export function isStale(input: EvaluationInput): boolean {
  if (input.resource === null || input.moment.leaseUntil === undefined) return false
  const after = input.bundle.staleAfter[input.resource.sensitivity]
  return after !== null && input.moment.now >= input.moment.leaseUntil + after
}

/** Why the credentials of a grant are taken away, or null. */
export function credentialsTaken(input: EvaluationInput): 'locked-down' | 'policy-stale' | null {
  if (covering(input).some((lockdown) => lockdown.mode === 'credentials-off')) return 'locked-down'
  return isStale(input) ? 'policy-stale' : null
}
