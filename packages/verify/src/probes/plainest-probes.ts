/**
 * The plainest granted origin and a stranger: what most mistakes show in.
 *
 * @module
 */
import type { Bounds } from './bounds.ts'
import type { GrantUse } from './grant-uses.ts'
import type { ProbeOrigin } from './probe.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import {
  actualDraft,
  conditionalDraft,
  NO_ORIGIN,
  namesOf,
  OPAQUE_ORIGIN,
  type ProbeDraft,
  preflightDraft,
} from './probe-draft.ts'
import { nearMissesOf, originAt, type ResourceScope } from './resource-scope.ts'
import {
  actualDrafts,
  both,
  chosen,
  deniedName,
  grantedDrafts,
  isGet,
  isGrantedMethod,
  mainOrigin,
  SAFE,
  TELLING,
  tellingMethod,
} from './scope-drafts.ts'

/** What layers let in that were configured for development. */
const LOCAL_ORIGIN = 'http://localhost:3000'

/** The plainest origin and a stranger: what most mistakes show in. */
export function plainestProbes(scope: ResourceScope, bounds: Bounds): ClassedDrafts {
  const { main, uses, input } = scope
  const { target, method } = main
  const stranger = originAt(scope, input.unlisted, target)
  const unlisted = actualDrafts(method, target, stranger)
  const [use] = uses
  const origin = mainOrigin(scope)
  const common: ClassedDrafts = [
    ['unlisted', both(scope, unlisted)],
    ['opaque', both(scope, actualDrafts(method, target, OPAQUE_ORIGIN))],
    ['opaque', [preflightDraft(method, target, OPAQUE_ORIGIN)]],
    ['none', both(scope, actualDrafts(method, target, NO_ORIGIN))],
    ['options', both(scope, [actualDraft('OPTIONS', target, stranger)])],
    ['options', [actualDraft('OPTIONS', target, NO_ORIGIN)]],
    ['unlisted-local', actualDrafts(method, target, originAt(scope, LOCAL_ORIGIN, target))],
  ]
  if (use === undefined || origin === undefined) {
    return [...common, ['unlisted-preflight', [preflightDraft(method, target, stranger)]]]
  }
  const granted = grantedDrafts(use, method, target, origin)
  const telling = tellingMethod(use)
  const names = namesOf(use.grant)
  const near = use.grant.any ? [] : nearMissesOf(scope, use.origin, target)
  const nearPreflights = near.map((one) => preflightDraft(telling, target, one, names))
  const isSafe = SAFE.includes(method)
  return [
    ...common,
    ['granted', both(scope, granted)],
    ['granted-preflight', [preflightDraft(telling, target, origin, names)]],
    ['unlisted-preflight', [preflightDraft(telling, target, stranger, names)]],
    [
      'near-miss',
      [
        ...both(
          scope,
          near.map((one) => actualDraft(method, target, one)),
        ),
        ...(isSafe ? [] : nearPreflights),
      ],
    ],
    ['other-near-miss', chosen(scope, nearPreflights, bounds.nearMissPreflights)],
    ['options', both(scope, [actualDraft('OPTIONS', target, origin)])],
    ['method', both(scope, methodDrafts(scope, use, origin))],
    ['conditional', both(scope, [...granted, ...unlisted].filter(isGet).map(conditionalDraft))],
  ]
}

/** The plainest origin with each of its methods, and with one that it is not granted. */
function methodDrafts(
  scope: ResourceScope,
  use: GrantUse,
  origin: ProbeOrigin,
): readonly ProbeDraft[] {
  const { target } = scope.main
  const granted = use.methods.flatMap((method) => grantedDrafts(use, method, target, origin))
  const denied = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH']
    .filter((method) => !isGrantedMethod(scope, method))
    .slice(0, 1)
  return [...granted, ...denied.map((method) => actualDraft(method, target, origin))]
}

/** Preflights of the plainest origin for what is not granted, and without header names. */
export function deniedPreflights(scope: ResourceScope): ClassedDrafts {
  const { target, method } = scope.main
  const [use] = scope.uses
  const origin = mainOrigin(scope)
  if (use === undefined || origin === undefined) return []
  const denied = [...TELLING, 'MARQUE-PROBE'].find((one) => !isGrantedMethod(scope, one))
  const names = namesOf(use.grant)
  const other = deniedName(use.grant)
  return [
    [
      'denied-preflight',
      [
        ...(denied === undefined ? [] : [preflightDraft(denied, target, origin, names)]),
        ...(other === undefined
          ? []
          : [preflightDraft(tellingMethod(use), target, origin, [...names, other])]),
        preflightDraft(method, target, origin),
      ],
    ],
  ]
}
