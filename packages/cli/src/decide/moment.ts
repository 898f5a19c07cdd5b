/**
 * `moment` of a line: leases, incidents and revoked tokens, for whoever tests these. Its `now` counts where the line has none.
 *
 * @module
 */
import type { Lockdown, Moment } from '@marque/core'
import { readMoment } from '../input/read-instant.ts'
import { isAbsent, isFields, isTexts } from './fields.ts'

/** The parts of a moment beside `now`, which may be left to the clock. */
export interface MomentParts {
  readonly moment: Omit<Moment, 'now'>
  readonly now: number | undefined
}

type Writable<T> = { -readonly [key in keyof T]: T[key] }

const NOTHING: MomentParts = { moment: {}, now: undefined }
const MODES: readonly unknown[] = ['credentials-off', 'public-only', 'deny-all']

/** Reads `moment`; instants may be texts or epoch milliseconds. */
export function readMomentParts(value: unknown): MomentParts | { readonly wrong: string } {
  if (isAbsent(value)) return NOTHING
  if (!isFields(value)) return { wrong: '`moment` must be an object' }
  const moment: Writable<MomentParts['moment']> = {}
  const { leaseUntil, lockdowns, revokedTokens } = value

  let now: number | undefined
  if (!isAbsent(value.now)) {
    now = readMoment(value.now)
    if (now === undefined) return { wrong: '`moment.now` must be an instant' }
  }
  if (!isAbsent(leaseUntil)) {
    const end = readMoment(leaseUntil)
    if (end === undefined) return { wrong: '`moment.leaseUntil` must be an instant' }
    moment.leaseUntil = end
  }
  if (Array.isArray(lockdowns) && lockdowns.every(isLockdown)) moment.lockdowns = lockdowns
  else if (!isAbsent(lockdowns)) {
    return {
      wrong:
        '`moment.lockdowns` must be a list of objects with `mode` (`credentials-off`, `public-only`, `deny-all`) and `scope`, whose `tenant`, `resource` and `origin` are texts',
    }
  }
  if (isTexts(revokedTokens)) moment.revokedTokens = revokedTokens
  else if (!isAbsent(revokedTokens))
    return { wrong: '`moment.revokedTokens` must be a list of texts' }
  return { moment, now }
}

function isLockdown(value: unknown): value is Lockdown {
  if (!isFields(value) || !MODES.includes(value.mode) || !isFields(value.scope)) return false
  const { tenant, resource, origin } = value.scope
  return [tenant, resource, origin].every((part) => part === undefined || typeof part === 'string')
}
