/**
 * Every URL of a resource, and the spellings of one.
 *
 * @module
 */
import type { GrantUse } from './grant-uses.ts'
import { someOf } from './listed-origins.ts'
import { pathSpellings } from './path-spellings.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import {
  actualDraft,
  conditionalDraft,
  NO_ORIGIN,
  namesOf,
  type ProbeDraft,
  preflightDraft,
} from './probe-draft.ts'
import { originAt, type ResourceScope, type Surroundings } from './resource-scope.ts'
import {
  actualDrafts,
  both,
  chosen,
  isGet,
  mainOrigin,
  SAFE,
  tellingMethod,
} from './scope-drafts.ts'
import { missingTargets, type Target, withTrailingSlash } from './targets.ts'

/** Targets of one resource that are asked with its first origins only. */
const MOST_TARGETS = 48

/** The other URLs of the resource, and those for which the application has nothing. */
export function targetProbes(scope: ResourceScope): ClassedDrafts {
  const { main, targets, input } = scope
  const { seed } = input.options
  const others = someOf(targets, MOST_TARGETS, seed, scope.resource.name)
  // One of each pattern: tenants and versions share the code that answers.
  const distinct = [main.target, ...targets].filter(
    ({ match }, at, all) => all.findIndex((one) => one.match === match) === at,
  )
  const missing = missingTargets(distinct, input)
  const slashed = distinct.flatMap((target) => withTrailingSlash(target) ?? [])
  const named = others.filter(({ isNamed }) => isNamed)
  return [
    ['named', named.flatMap((target) => targetDrafts(scope, target))],
    ['missing', missing.slice(0, 1).flatMap((target) => targetDrafts(scope, target))],
    ['conditional', named.flatMap((target) => conditionalDrafts(scope, target))],
    [
      'target',
      [...slashed.slice(0, 1), ...others, ...missing.slice(1), ...slashed.slice(1)].flatMap(
        (target) => targetDrafts(scope, target),
      ),
    ],
    ['other-preflight', others.flatMap((target) => conditionalDrafts(scope, target))],
  ]
}

/** An origin that is granted at the target, where there is one, and a stranger. */
function targetDrafts(scope: ResourceScope, target: Target): readonly ProbeDraft[] {
  const own = useAt(scope, target)
  const preflight =
    own === undefined
      ? []
      : [
          preflightDraft(
            tellingMethod(own),
            target,
            originAt(scope, own.origin.value, target),
            namesOf(own.grant),
          ),
        ]
  return [...both(scope, actualsAt(scope, target)), ...preflight]
}

function conditionalDrafts(scope: ResourceScope, target: Target): readonly ProbeDraft[] {
  const drafts = actualsAt(scope, target).filter(isGet)
  return both(scope, drafts.map(conditionalDraft))
}

function actualsAt(scope: ResourceScope, target: Target): readonly ProbeDraft[] {
  const own = useAt(scope, target)
  const stranger = actualDrafts(
    scope.main.method,
    target,
    originAt(scope, scope.input.unlisted, target),
  )
  if (own === undefined) return stranger
  const origin = originAt(scope, own.origin.value, target)
  return [...actualDrafts(own.methods[0] ?? 'GET', target, origin), ...stranger]
}

/** The plainest use at this part of the API. */
function useAt({ uses }: ResourceScope, { tenant }: Target): GrantUse | undefined {
  return uses.find(({ target }) => target.tenant === tenant) ?? uses[0]
}

/** Spellings of the path of the main target, asked by the origin that is granted there. */
export function spellings(
  scope: ResourceScope,
  { beside, bounds }: Surroundings,
): readonly ProbeDraft[] {
  const { target, method } = scope.main
  const origin = mainOrigin(scope) ?? originAt(scope, scope.input.unlisted, target)
  const safe = SAFE.includes(method) ? method : 'GET'
  const spelled = chosen(scope, pathSpellings(target, beside), bounds.spellings)
  return [
    ...spelled.map((one) => actualDraft(safe, one, origin)),
    ...spelled.slice(0, 2).map((one) => preflightDraft(method, one, origin)),
    ...spelled
      .slice(0, 1)
      .map((one) => actualDraft('GET', one, NO_ORIGIN, [['Sec-Fetch-Site', 'cross-site']])),
  ]
}
