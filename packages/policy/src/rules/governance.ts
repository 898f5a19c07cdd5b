/**
 * Owners, purposes, reviews and end dates; exceptions and their approvals.
 *
 * @module
 */

import type { Condition } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import type { RawFinding } from '../findings/index.ts'
import type {
  ModelException,
  ModelGrant,
  ModelOrigin,
  ModelRequest,
  ModelResource,
  ModelSet,
} from '../read/index.ts'
import { shorten } from '../text/index.ts'
import { isBlank, isInEnvironment, type Judgement, uses } from './judgement.ts'
import { indexOrigins, type OriginIndex } from './origin-index.ts'
import { personOf } from './people.ts'
import { givesMore, namesOf } from './widening.ts'

/** Judges sets, directories of tenants, grants with origins of their own, resources and exceptions. */
export function* judgeGovernance(judgement: Judgement): Iterable<RawFinding> {
  const { model } = judgement
  for (const set of model.sets) yield* judgeSet(set, 'set')
  for (const member of model.members) yield* judgeSet(member, 'tenant')
  for (const resource of model.resources) yield* judgeResource(resource)
  for (const request of model.requests) {
    const { resource } = request
    yield* judgeRequest(request, resource === null ? undefined : judgement.resources.get(resource))
  }
}

function* judgeSet(set: ModelSet, kind: 'set' | 'tenant'): Iterable<RawFinding> {
  for (const [code, key] of SET_DUTIES) {
    if (!isBlank(set[key])) continue
    yield {
      code,
      path: set.path,
      at: 'key',
      message: `the ${kind} \`${set.name}\` has no \`${key}\``,
    }
  }
}

const SET_DUTIES = [
  ['MQ-401', 'owner'],
  ['MQ-402', 'purpose'],
] as const

function* judgeResource(resource: ModelResource): Iterable<RawFinding> {
  if (resource.sensitivity === 'restricted' && isBlank(resource.owner)) {
    yield {
      code: 'MQ-406',
      path: resource.path,
      message: `the restricted resource \`${resource.name}\` has no \`owner\``,
    }
  }
  for (const grant of resource.grants) {
    for (const origin of grant.inline) {
      yield {
        code: 'MQ-403',
        path: origin.path,
        message: `\`${origin.text}\` is listed in the grant, without an owner`,
        value: origin.text,
      }
    }
  }
}

function* judgeRequest(
  request: ModelRequest,
  resource: ModelResource | undefined,
): Iterable<RawFinding> {
  const { id, path, requestedBy } = request
  if (isBlank(request.purpose)) {
    yield { code: 'MQ-407', path, message: `\`${id}\` has no \`purpose\`` }
  }
  if (isBlank(requestedBy)) {
    yield { code: 'MQ-408', path, message: `\`${id}\` has no \`requestedBy\`` }
  }
  const approvers = new Set(request.approvedBy.map(personOf).filter((name) => name !== ''))
  if (approvers.size === 0) {
    yield { code: 'MQ-409', path, message: `\`${id}\` has no \`approvedBy\`` }
  } else if (requestedBy !== null && approvers.has(personOf(requestedBy))) {
    const own = personOf(requestedBy)
    const approver = request.approvedBy.find((one) => personOf(one) === own) ?? requestedBy
    yield {
      code: 'MQ-410',
      path: `${path}/approvedBy`,
      message:
        approver === requestedBy
          ? `\`${requestedBy}\` requested and approved the exception \`${id}\``
          : `\`${shorten(approver)}\`, who approved the exception \`${id}\`, is its requester \`${shorten(requestedBy)}\``,
      value: shorten(approver),
    }
  }
  if (resource === undefined) return
  const { sensitivity, name } = resource
  if (sensitivity !== 'confidential' && sensitivity !== 'restricted') return
  if (approvers.size === 1) {
    yield {
      code: 'MQ-411',
      path: `${path}/approvedBy`,
      message: `\`${id}\` has one approval for the ${sensitivity} resource \`${name}\``,
    }
  }
  if (sensitivity === 'restricted' && request.credentials) {
    yield {
      code: 'MQ-413',
      path: `${path}/credentials`,
      message: `\`${id}\` grants credentials on the restricted resource \`${name}\``,
      value: true,
    }
  }
}

const DAY = 86_400_000

/** Grants looked at for all exceptions together. */
const MAX_COMPARISONS = 1_000_000

/** Judges each exception against its resource and against the limits. */
export function* judgeExceptions(judgement: Judgement): Iterable<RawFinding> {
  const limit = judgement.model.limits.exceptionDuration
  const lists: ListIndexes = new Map()
  let comparisons = 0
  for (const exception of judgement.model.exceptions) {
    const length = exception.until - (exception.from ?? judgement.now)
    if (length > limit) {
      yield {
        code: 'MQ-227',
        path: `${exception.path}/until`,
        message: `\`${exception.id}\` lasts ${days(length)}; the limit is ${days(limit)}`,
      }
    }
    const resource = judgement.resources.get(exception.resource)
    comparisons += resource?.grants.length ?? 0
    if (comparisons > MAX_COMPARISONS) {
      yield {
        code: 'MQ-234',
        path: '/exceptions',
        message: 'too many exceptions to compare with the grants',
      }
      return
    }
    if (resource !== undefined && isRedundant(judgement, exception, resource, lists)) {
      yield {
        code: 'MQ-226',
        path: exception.path,
        message: `\`${exception.id}\` permits nothing that \`${resource.name}\` does not grant to \`${exception.origin.text}\` anyway`,
      }
    }
  }
}

/** Rounded up to a tenth, so that a length over the limit never reads as the limit. */
function days(milliseconds: number): string {
  const count = Math.ceil((milliseconds / DAY) * 10) / 10
  return `${count} ${count === 1 ? 'day' : 'days'}`
}

/** Made once a list. */
type ListIndexes = Map<readonly ModelOrigin[], OriginIndex>

/**
 * Whether the resource's own grants answer all that the exception allows, for all of its time.
 *
 * Of the grants that fit the origin, those before the first that decides without fail may decide too (where their conditions hold,
 * or while their dates do), so each of them must give as much.
 */
function isRedundant(
  judgement: Judgement,
  exception: ModelException,
  resource: ModelResource,
  lists: ListIndexes,
): boolean {
  const methods = namesOf(exception).methods
  if (methods.size === 0) return false
  const from = exception.from ?? Number.NEGATIVE_INFINITY
  const fitting = resource.grants
    .map((grant) => ({ grant, until: reachedUntil(judgement, grant, exception, lists) }))
    .filter(({ grant, until }) => (grant.from ?? from) < exception.until && until > from)
  return [...methods].every((method) => {
    for (const { grant, until } of fitting) {
      if (!namesOf(grant).methods.has(method)) continue
      if (givesMore(grant, exception).length > 0 || (grant.token && !exception.token)) return false
      if (exception.nullReach && !grant.nullReach) return false
      const always = (grant.from ?? from) <= from && until >= exception.until
      if (always && demandsNoMore(grant.when, exception.when)) return true
    }
    return false
  })
}

/** The instant from which a grant no longer reaches the exception's origin; negative infinity if it never does. */
function reachedUntil(
  judgement: Judgement,
  grant: ModelGrant,
  exception: ModelException,
  lists: ListIndexes,
): number {
  const end = grant.until ?? Number.POSITIVE_INFINITY
  if (grant.any) return end
  let best = Number.NEGATIVE_INFINITY
  for (const { name } of grant.sets) {
    const set = judgement.sets.get(name)
    if (set === undefined || !isInEnvironment(set, judgement.environment)) continue
    if (indexOf(lists, set.allow).covers(exception.origin)) {
      best = Math.max(best, set.until ?? Number.POSITIVE_INFINITY)
    }
  }
  if (grant.inline.length > 0 && indexOf(lists, grant.inline).covers(exception.origin)) {
    best = Number.POSITIVE_INFINITY
  }
  return Math.min(best, end)
}

function indexOf(lists: ListIndexes, list: readonly ModelOrigin[]): OriginIndex {
  const known = lists.get(list)
  if (known !== undefined) return known
  const index = indexOrigins(list)
  lists.set(list, index)
  return index
}

/** Whether the grant has no condition, or the same as the exception. */
function demandsNoMore(grant: Condition | null, exception: Condition | null): boolean {
  return grant === null || JSON.stringify(grant) === JSON.stringify(exception)
}

/** Judges start and end dates, and reports what has ended or is due. */
export function* judgeDates(judgement: Judgement): Iterable<RawFinding> {
  const { now, model } = judgement
  for (const { permission, exception } of uses(judgement)) {
    const { from, until } = permission
    if (until === null) continue
    if (from !== null && from >= until) {
      yield {
        code: 'MQ-228',
        path: `${permission.path}/until`,
        message: `\`until\` ${formatInstant(until)} is not after \`from\` ${formatInstant(from)}`,
      }
    } else if (until <= now) {
      yield {
        code: exception === null ? 'MQ-330' : 'MQ-412',
        path: `${permission.path}/until`,
        message:
          exception === null
            ? `this grant ended at ${formatInstant(until)}`
            : `\`${exception.id}\` ended at ${formatInstant(until)}`,
      }
    }
  }
  const here = model.sets.filter((set) => isInEnvironment(set, judgement.environment))
  for (const set of [...here, ...model.members]) {
    if (set.until !== null && set.until <= now) {
      yield {
        code: 'MQ-405',
        path: `${set.path}/until`,
        message: `the set \`${set.name}\` ended at ${formatInstant(set.until)}`,
      }
    }
    // Due from the start of the day itself.
    if (set.reviewBy !== null && set.reviewBy <= now) {
      yield {
        code: 'MQ-404',
        path: `${set.path}/reviewBy`,
        message: `the review of \`${set.name}\` was due on ${formatInstant(set.reviewBy).slice(0, 10)}`,
      }
    }
  }
}
