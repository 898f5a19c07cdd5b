/**
 * Lockdowns and leases (docs/rules.md#incidents; ADR 0001, 32 to 34).
 *
 * @module
 */
import type { Lockdown } from '@marque/core'
import { isOpenToAll, type Question } from './question.ts'

/** Every part of the scope that is named must fit. */
function covers(lockdown: Lockdown, question: Question): boolean {
  const { tenant, resource, origin } = lockdown.scope
  const text = 'text' in question.origin ? question.origin.text : null
  return (
    (tenant === undefined || tenant === question.tenant) &&
    (resource === undefined || resource === question.resource?.name) &&
    (origin === undefined || origin === text)
  )
}

function covering(question: Question): readonly Lockdown[] {
  return (question.moment.lockdowns ?? []).filter((lockdown) => covers(lockdown, question))
}

export function underLockdown(question: Question): boolean {
  return covering(question).length > 0
}

/** ADR 0001, 32: `public-only` denies unmatched requests too. */
function denies(lockdown: Lockdown, question: Question): boolean {
  if (lockdown.mode === 'deny-all') return true
  return lockdown.mode === 'public-only' && question.resource?.sensitivity !== 'public'
}

export function deniedByLockdown(question: Question): boolean {
  return covering(question).some((lockdown) => denies(lockdown, question))
}

/** ADR 0001, 34: what everybody gets is withheld where a lockdown denies it to any origin, whichever the request's own is. */
export function openAnswersWithheld(question: Question): boolean {
  return (
    isOpenToAll(question.resource) &&
    (question.moment.lockdowns ?? []).some((lockdown) => {
      const { origin: _, ...scope } = lockdown.scope
      return covers({ ...lockdown, scope }, question) && denies(lockdown, question)
    })
  )
}

/** ADR 0001, 33. */
export function isStale(question: Question): boolean {
  if (question.resource === null || question.moment.leaseUntil === undefined) return false
  const after = question.bundle.staleAfter[question.resource.sensitivity]
  return after !== null && question.moment.now >= question.moment.leaseUntil + after
}

/** Why the credentials of a grant are taken away, or null. */
export function credentialsTaken(question: Question): 'locked-down' | 'policy-stale' | null {
  if (covering(question).some((lockdown) => lockdown.mode === 'credentials-off'))
    return 'locked-down'
  return isStale(question) ? 'policy-stale' : null
}
