/**
 * Every grant of a resource and every origin of its lists.
 *
 * @module
 */

import type { Grant } from '@marque/core'
import type { Bounds } from './bounds.ts'
import type { GrantUse } from './grant-uses.ts'
import { foreignOrigins } from './origin-probes.ts'
import type { ProbeOrigin } from './probe.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import { actualDraft, namesOf, type ProbeDraft, preflightDraft } from './probe-draft.ts'
import { nearMissesOf, originAt, type ResourceScope, type Surroundings } from './resource-scope.ts'
import {
  actualDrafts,
  both,
  chosen,
  deniedName,
  grantedDrafts,
  SAFE,
  tellingMethod,
} from './scope-drafts.ts'

/** Origins whose grant is not in force that are asked, of each grant. */
const MOST_IDLE = 3

/** Every other grant and origin that is in force. */
export function grantProbes(scope: ResourceScope, around: Surroundings): ClassedDrafts {
  const counts = new Map<Grant, number>()
  const seenEntries = new Set<string>()
  // Of a directory one origin is enough: its entries are compared by the same code.
  const seenTenants = new Set<string | null>()
  return scope.uses.flatMap((use): ClassedDrafts => {
    const { grant, target, methods } = use
    const { entry, value } = use.origin
    const origin = originAt(scope, value, target)
    const count = counts.get(grant) ?? 0
    counts.set(grant, count + 1)
    const [method = 'GET'] = methods
    const hasPreflight = count < around.bounds.grantedPreflights
    const isSeen =
      count >= around.bounds.nearMissOrigins ||
      seenEntries.has(entry) ||
      (grant.tenant && seenTenants.has(target.tenant))
    const near = isSeen ? [] : otherNearMisses(scope, use, count === 0, around)
    seenEntries.add(entry)
    seenTenants.add(target.tenant)
    return [
      [
        count === 0 ? 'grant' : 'granted-origin',
        [
          ...both(scope, grantedDrafts(use, method, target, origin)),
          ...(hasPreflight
            ? [preflightDraft(tellingMethod(use), target, origin, namesOf(grant))]
            : []),
        ],
      ],
      [
        'other-near-miss',
        near.map((one) =>
          SAFE.includes(method)
            ? actualDraft(method, target, one)
            : preflightDraft(method, target, one),
        ),
      ],
      ['other-preflight', count === 0 ? grantPreflights(use, origin) : []],
      ['other-elsewhere', count === 0 ? foreignPreflights(scope, use, around.bounds) : []],
    ]
  })
}

/** All near misses where the entry is granted first, and with few resources everywhere. */
function otherNearMisses(
  scope: ResourceScope,
  { grant, origin, target }: GrantUse,
  isFirstOfGrant: boolean,
  { bounds, isFirstWith }: Surroundings,
): readonly ProbeOrigin[] {
  if (grant.any) return []
  const near = nearMissesOf(scope, origin, target)
  if (isFirstWith(origin.entry)) return near
  return chosen(scope, near, isFirstOfGrant ? bounds.otherNearMisses : bounds.otherNearMisses >> 3)
}

/** Origins that the resource does not list, with the method that the grant gives. */
function foreignPreflights(
  scope: ResourceScope,
  use: GrantUse,
  bounds: Bounds,
): readonly ProbeDraft[] {
  const { target } = use
  const { first } = foreignOrigins(scope, target, bounds)
  const method = tellingMethod(use)
  return chosen(scope, first, bounds.elsewherePreflights).map((origin) =>
    preflightDraft(method, target, origin),
  )
}

/** Everything that a grant can be asked for in preflights. */
function grantPreflights(use: GrantUse, origin: ProbeOrigin): readonly ProbeDraft[] {
  const { grant, target, methods } = use
  const names = namesOf(grant)
  const other = deniedName(grant)
  return [
    ...methods.map((method) => preflightDraft(method, target, origin, names)),
    ...methods.slice(0, 1).map((method) => preflightDraft(method, target, origin)),
    ...(other === undefined ? [] : [preflightDraft(tellingMethod(use), target, origin, [other])]),
  ]
}

/** Origins whose grant or list has ended or not begun. */
export function datedProbes(scope: ResourceScope): ClassedDrafts {
  const seen = new Map<Grant, number>()
  return scope.idle.flatMap((use): ClassedDrafts => {
    const count = seen.get(use.grant) ?? 0
    seen.set(use.grant, count + 1)
    if (count >= MOST_IDLE) return []
    const { target, methods } = use
    const [method = 'GET'] = methods
    const origin = originAt(scope, use.origin.value, target)
    return [
      [
        'dates',
        [
          ...both(scope, actualDrafts(method, target, origin)),
          preflightDraft(tellingMethod(use), target, origin, namesOf(use.grant)),
        ],
      ],
    ]
  })
}
