/**
 * The rules between the tenants of a bundle and what names them (D15).
 *
 * @module
 */
import { type PathPattern, readPathPattern } from '../path/index.ts'
import type { Bundle } from './bundle.ts'
import { type BundleProblem, pointer, problem, quoted, within } from './bundle-problem.ts'
import { isTenantLabel } from './forms.ts'

/** The first rule about tenants that a bundle breaks. Linear in its size. */
export function tenantProblem(bundle: Bundle): BundleProblem | undefined {
  return selfProblem(bundle) ?? nameProblem(bundle) ?? matchProblem(bundle)
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

function nameProblem({ tenancy, tenants }: Bundle): BundleProblem | undefined {
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

function matchProblem({ tenancy, resources }: Bundle): BundleProblem | undefined {
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
