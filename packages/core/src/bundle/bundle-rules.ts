/**
 * The rules between the parts of a bundle: sets, resources, tenants (D15), claims (D11). Its format has been checked before (`bundle-shape.ts`).
 *
 * @module
 */
import { type PathPattern, readPathPattern } from '../path/index.ts'
import type { Bundle, FactSource, Match, OriginList, Resource } from './bundle.ts'
import { type BundleProblem, pointer, problem, quoted, within } from './bundle-problem.ts'
import { canonicalJson } from './canonical.ts'
import { isTenantLabel, namesAnOrigin } from './forms.ts'
import {
  grantProblem,
  matchProblem,
  resourceFacts,
  type SetFacts,
  setFacts,
} from './grant-rules.ts'
import { outOfOrder } from './shape.ts'

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

/** The first rule about tenants that a bundle breaks. Linear in its size. */
export function tenantProblem(bundle: Bundle): BundleProblem | undefined {
  return selfProblem(bundle) ?? tenantNameProblem(bundle) ?? tenantMatchProblem(bundle)
}

/**
 * Whether a layer knows the tenant of each request that a pattern with a segment `{tenant}` matches, where tenants are identified by path: every path
 * that fits the pattern fits one template that has `{tenant}` at the same segment. A pattern without `{tenant}` needs none.
 *
 * @param templates The patterns of `tenants.identify.path`.
 */
export function isTenantIdentified(
  pattern: PathPattern,
  templates: readonly PathPattern[],
): boolean {
  const at = tenantSegment(pattern)
  return (
    at < 0 ||
    templates.some((template) => tenantSegment(template) === at && liesBelow(pattern, template))
  )
}

function tenantSegment({ segments }: PathPattern): number {
  return segments.findIndex((segment) => 'name' in segment && segment.name === 'tenant')
}

/** Whether the template matches every path that the pattern matches. */
function liesBelow(pattern: PathPattern, template: PathPattern): boolean {
  const more = pattern.segments.length - template.segments.length
  if (template.rest ? more < 0 : more !== 0 || pattern.rest) return false
  return template.segments.every((segment, at) => {
    if ('name' in segment) return true
    const own = pattern.segments[at]
    return own !== undefined && 'literal' in own && own.literal === segment.literal
  })
}

function selfProblem({ self, tenancy }: Bundle): BundleProblem | undefined {
  if (tenancy !== null && 'host' in tenancy) return undefined
  const at = self.findIndex((entry) => entry.includes('{tenant}'))
  if (at < 0) return undefined
  const message = '`{tenant}` in `self` requires a `tenancy` by `host`'
  return problem('ERR_BUNDLE_UNSAFE', message, pointer('self', at))
}

function tenantNameProblem({ tenancy, tenants }: Bundle): BundleProblem | undefined {
  const byHost = tenancy !== null && 'host' in tenancy
  const folded = new Map<string, string>()
  for (const name of Object.keys(tenants)) {
    const found = byHost && !isTenantLabel(name) ? notALabel(name) : sameButForCase(folded, name)
    if (found !== undefined) return within('tenants', within(name, found))
  }
  return undefined
}

function notALabel(name: string): BundleProblem {
  const message = `${quoted(name)} is not a host label in lower case, which a \`tenancy\` by \`host\` requires`
  return problem('ERR_BUNDLE_VALUE', message)
}

function sameButForCase(folded: Map<string, string>, name: string): BundleProblem | undefined {
  const other = folded.get(name.toLowerCase())
  folded.set(name.toLowerCase(), name)
  return other === undefined
    ? undefined
    : problem('ERR_BUNDLE_DUPLICATE', `${quoted(name)} differs from ${quoted(other)} only by case`)
}

function tenantMatchProblem({ tenancy, resources }: Bundle): BundleProblem | undefined {
  if (tenancy !== null && 'host' in tenancy) return undefined
  const paths = tenancy === null ? [] : [tenancy.path].flat()
  const templates = paths.flatMap((text) => readPathPattern(text) ?? [])
  for (const [at, { match }] of resources.entries()) {
    for (const [place, { path }] of match.entries()) {
      // Most bundles have no tenants: no second reading of their patterns.
      const pattern = path.includes('{tenant}') ? readPathPattern(path) : undefined
      if (pattern === undefined || isTenantIdentified(pattern, templates)) continue
      const message = `${quoted(path)} lies below no template of \`tenancy\` that has \`{tenant}\` at the same segment`
      return problem('ERR_BUNDLE_UNSAFE', message, pointer('resources', at, 'match', place, 'path'))
    }
  }
  return undefined
}

/** A claim that a policy reads, and where the policy names it. */
export interface ReadClaim {
  /** A JSON Pointer; see {@link claimPointer}. */
  readonly pointer: string
  readonly path: string
}

/** The JSON Pointer of the claim of a fact: a plain name is one segment. */
export function claimPointer(claim: string): string {
  return claim.startsWith('/') ? claim : `/${claim.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/**
 * The first two claims of which one lies within the other by segments: `/org` and `/org/id`. Equal ones do not count.
 *
 * `n log n`.
 *
 * @returns The inner claim with the outer one, or `undefined`.
 */
export function nestedClaims(
  claims: readonly ReadClaim[],
): { readonly outer: ReadClaim; readonly inner: ReadClaim } | undefined {
  // With a slash at the end, what lies within a claim begins with its text, and in sorted order follows it.
  const sorted = claims
    .map((claim) => ({ claim, text: `${claim.pointer}/` }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  for (const [at, { claim, text }] of sorted.entries()) {
    const next = sorted[at + 1]
    if (next !== undefined && next.text !== text && next.text.startsWith(text)) {
      return { outer: claim, inner: next.claim }
    }
  }
  return undefined
}

/**
 * The problem of the first claim of a bundle that lies within another (D11). Whether conditions on both can hold would depend on the shape of a value that the
 * policy does not describe.
 */
export function claimProblem(bundle: Bundle): BundleProblem | undefined {
  const found = nestedClaims([...claimsOf(bundle)])
  if (found === undefined) return undefined
  const { outer, inner } = found
  return problem(
    'ERR_BUNDLE_UNSAFE',
    `${quoted(inner.pointer)} lies within ${quoted(outer.pointer)}, which the bundle reads too`,
    inner.path,
  )
}

function* claimsOf({ context, resources }: Bundle): Iterable<ReadClaim> {
  for (const [fact, source] of Object.entries(context) as [string, FactSource][]) {
    if (!('claim' in source)) continue
    yield { pointer: claimPointer(source.claim), path: pointer('context', fact, 'claim') }
  }
  for (const [at, { grants }] of resources.entries()) {
    for (const [place, { when }] of grants.entries()) {
      for (const claim of Object.keys(when?.claims ?? {})) {
        const path = pointer('resources', at, 'grants', place, 'when', 'claims', claim)
        yield { pointer: claim, path }
      }
    }
  }
}
