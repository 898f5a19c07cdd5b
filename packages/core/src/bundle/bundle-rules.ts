/**
 * The rules between the parts of a bundle. Its format has been checked before (`bundle-shape.ts`).
 *
 * @module
 */
import { type PathPattern, readPathPattern } from '../path/index.ts'
import type { Bundle, Match, OriginList, Resource } from './bundle.ts'
import { type BundleProblem, pointer, problem, quoted, within } from './bundle-problem.ts'
import { canonicalJson } from './canonical.ts'
import { claimProblem } from './claim-rules.ts'
import { namesAnOrigin } from './forms.ts'
import { grantProblem, matchProblem, resourceFacts } from './grant-rules.ts'
import { type SetFacts, setFacts } from './set-facts.ts'
import { outOfOrder } from './shape.ts'
import { tenantProblem } from './tenant-rules.ts'

/** The first rule that a bundle breaks. Near linear in the size of the bundle. */
export function ruleProblem(bundle: Bundle): BundleProblem | undefined {
  return (
    tenantProblem(bundle) ??
    namedSetProblem(bundle.sets) ??
    resourcesProblem(bundle) ??
    exceptionProblem(bundle.resources) ??
    claimProblem(bundle) ??
    tieProblem(bundle.resources) ??
    vectorProblem(bundle)
  )
}

/** A set whose name is an origin or pattern must hold just that: `explain` and logs show the name. */
function namedSetProblem(sets: Bundle['sets']): BundleProblem | undefined {
  for (const [name, { exact, patterns }] of Object.entries(sets) as [string, OriginList][]) {
    if (!namesAnOrigin(name)) continue
    if (exact.length + patterns.length !== 1 || (exact[0] ?? patterns[0]) !== name) {
      const message = `the set ${quoted(name)} must hold that origin only`
      return within('sets', within(name, problem('ERR_BUNDLE_UNSAFE', message)))
    }
  }
  return undefined
}

function resourcesProblem(bundle: Bundle): BundleProblem | undefined {
  const facts = setFacts(bundle)
  let last: string | undefined
  for (const [at, resource] of bundle.resources.entries()) {
    const found =
      (last !== undefined && last >= resource.name
        ? within('name', outOfOrder(last, resource.name))
        : undefined) ?? resourceProblem(resource, bundle, facts)
    if (found !== undefined) return within('resources', within(at, found))
    last = resource.name
  }
  return undefined
}

function resourceProblem(
  resource: Resource,
  bundle: Bundle,
  facts: SetFacts,
): BundleProblem | undefined {
  // D26
  if (resource.isolate && resource.enforce !== 'block') {
    return within('enforce', problem('ERR_BUNDLE_UNSAFE', '`isolate` requires `enforce: block`'))
  }
  const unfit = matchProblem(resource)
  if (unfit !== undefined) return unfit
  const own = resourceFacts(resource)
  let past = false
  for (const [at, grant] of resource.grants.entries()) {
    // D16
    if (grant.exception !== null && past) {
      const late = problem(
        'ERR_BUNDLE_ORDER',
        'an exception must come before the grants of the resource',
      )
      return within('grants', within(at, within('exception', late)))
    }
    past = grant.exception === null
    const found = grantProblem(grant, own, bundle, facts)
    if (found !== undefined) return within('grants', within(at, found))
  }
  return undefined
}

/** The id of an exception names one grant in logs and approvals, so it is unique. */
function exceptionProblem(resources: readonly Resource[]): BundleProblem | undefined {
  const ids = new Set<string>()
  for (const [at, { grants }] of resources.entries()) {
    for (const [place, { exception }] of grants.entries()) {
      if (exception === null) continue
      if (ids.has(exception)) {
        const path = pointer('resources', at, 'grants', place, 'exception')
        return problem('ERR_BUNDLE_DUPLICATE', `duplicate exception ${quoted(exception)}`, path)
      }
      ids.add(exception)
    }
  }
  return undefined
}

/**
 * D7: a tie between two resources is an error as soon as one request matches both.
 *
 * Two matches of the same rank fit one request where host and path are equal but for the names of segments, and both are for all methods
 * or have a method in common. Each match is looked up by its form and each of its methods, so that no pairs are compared.
 */
function tieProblem(resources: readonly Resource[]): BundleProblem | undefined {
  const taken = new Map<string, number>()
  for (const [at, resource] of resources.entries()) {
    const own = new Set<string>()
    for (const [place, match] of resource.match.entries()) {
      const path = pointer('resources', at, 'match', place)
      const text = canonicalJson(match) ?? ''
      if (own.has(text)) return problem('ERR_BUNDLE_DUPLICATE', 'duplicate match', path)
      own.add(text)
      for (const key of rankKeys(match)) {
        const other = taken.get(key) ?? at
        if (other !== at) {
          const names = [resources[other]?.name ?? '', resource.name].map(quoted).join(' and ')
          return problem('ERR_BUNDLE_TIE', `${names} match the same requests equally`, path)
        }
        taken.set(key, at)
      }
    }
  }
  return undefined
}

/** Matches of different resources with a common key tie. */
function rankKeys(match: Match): string[] {
  const pattern = readPathPattern(match.path)
  const form = `${match.host ?? ''} ${pattern === undefined ? '' : nameless(pattern)}`
  if (match.methods === null) return [form]
  const methods = new Set(match.methods)
  if (methods.has('GET')) methods.add('HEAD')
  return [...methods].map((method) => `${form} ${method}`)
}

function nameless({ segments, rest }: PathPattern): string {
  const parts = segments.map((segment) => ('literal' in segment ? segment.literal : '{}'))
  return parts.concat(rest ? ['**'] : []).join('/')
}

function vectorProblem({ vectors }: Bundle): BundleProblem | undefined {
  const ids = new Set<string>()
  for (const [at, { id }] of vectors.entries()) {
    if (ids.has(id)) {
      const path = pointer('vectors', at, 'id')
      return problem('ERR_BUNDLE_DUPLICATE', `duplicate vector ${quoted(id)}`, path)
    }
    ids.add(id)
  }
  return undefined
}
