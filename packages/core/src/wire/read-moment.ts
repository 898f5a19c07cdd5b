/**
 * `moment` of a question: lease, lockdowns and revoked tokens, for tests of these.
 *
 * @module
 */
import type { Lockdown, Moment } from '../request.ts'
import { instantIn, isAbsent, isObject, isStrings } from './json-values.ts'
import { type RequestProblem, requestProblem } from './request-problem.ts'

/** A moment whose `now` may be missing. */
export type PartialMoment = Omit<Moment, 'now'> & { readonly now?: number }

const MODES: readonly unknown[] = [
  'credentials-off',
  'public-only',
  'deny-all',
] satisfies readonly Lockdown['mode'][]

/** Reads `moment`; instants may be RFC 3339 or epoch milliseconds. */
export function readMoment(value: unknown): PartialMoment | RequestProblem {
  if (isAbsent(value)) return {}
  if (!isObject(value)) return problemAt('', '`moment` must be an object')
  const { lockdowns, revokedTokens } = value
  const instants: { now?: number; leaseUntil?: number } = {}
  for (const name of ['now', 'leaseUntil'] as const) {
    if (isAbsent(value[name])) continue
    const instant = instantIn(value[name])
    if (instant === undefined) {
      return problemAt(`/${name}`, `\`moment.${name}\` must be an instant`)
    }
    instants[name] = instant
  }
  if (!isAbsent(lockdowns) && !(Array.isArray(lockdowns) && lockdowns.every(isLockdown))) {
    return problemAt(
      '/lockdowns',
      '`moment.lockdowns` must be an array of objects with `mode` (`credentials-off`, `public-only`, `deny-all`) and `scope`, whose `tenant`, `resource` and `origin` are strings',
    )
  }
  if (!isAbsent(revokedTokens) && !isStrings(revokedTokens)) {
    return problemAt('/revokedTokens', '`moment.revokedTokens` must be an array of strings')
  }
  return {
    ...instants,
    ...(!isAbsent(lockdowns) && { lockdowns }),
    ...(!isAbsent(revokedTokens) && { revokedTokens }),
  }
}

function isLockdown(value: unknown): value is Lockdown {
  if (!isObject(value) || !MODES.includes(value.mode) || !isObject(value.scope)) return false
  const { tenant, resource, origin } = value.scope
  return [tenant, resource, origin].every((part) => part === undefined || typeof part === 'string')
}

function problemAt(path: string, message: string): RequestProblem {
  return requestProblem('ERR_REQUEST_MOMENT', message, `/moment${path}`)
}
