/**
 * A URL that a resource should match.
 *
 * @module
 */
import { type Bundle, type PathPattern, type Resource, readPathPattern } from '@marque/core'

/** For segments that may be anything. */
export const ANY_SEGMENT = 'x'

/**
 * Makes a URL for the first match of a resource.
 *
 * @param tenant The tenant that host or path shall name, or null.
 * @param version The API version that the path shall name where the policy reads it there, or null.
 * @param word For segments that may be anything: another resource may have a better claim to the usual one.
 */
export function urlOf(
  resource: Resource,
  bundle: Bundle,
  tenant: string | null,
  version: string | null,
  word: string = ANY_SEGMENT,
): string | undefined {
  const [match] = resource.match
  const [self] = bundle.self
  const pattern = match === undefined ? undefined : readPathPattern(match.path)
  if (match === undefined || self === undefined || pattern === undefined) return undefined
  const [scheme, authority] = self.replace('{tenant}', tenant ?? ANY_SEGMENT).split('://')
  const host = hostOf(match.host, authority ?? '', bundle.tenancy, tenant)
  return `${scheme}://${host}/${segmentsOf(pattern, bundle, tenant, version, word).join('/')}`
}

function hostOf(
  host: string | null,
  authority: string,
  tenancy: Bundle['tenancy'],
  tenant: string | null,
): string {
  if (host !== null && !host.startsWith('*.')) return host
  const ofTenant =
    tenant !== null && tenancy !== null && 'host' in tenancy
      ? tenancy.host.replace('{tenant}', tenant)
      : undefined
  if (host === null) return ofTenant ?? authority
  const suffix = host.slice(1)
  return [ofTenant, authority].find((known) => known?.endsWith(suffix)) ?? `a${suffix}`
}

/** Literals of the match, and in its free places what the templates of tenancy and API version want there. */
function segmentsOf(
  pattern: PathPattern,
  bundle: Bundle,
  tenant: string | null,
  version: string | null,
  word: string,
): readonly string[] {
  const { tenancy, context } = bundle
  const templates: { readonly pattern: PathPattern; readonly value: string }[] = []
  const add = (text: string, value: string | null): void => {
    const read = readPathPattern(text)
    if (read !== undefined && value !== null) templates.push({ pattern: read, value })
  }
  if (tenancy !== null && 'path' in tenancy) add(tenancy.path, tenant)
  if (context.apiVersion !== undefined && 'path' in context.apiVersion) {
    add(context.apiVersion.path, version)
  }
  const free = pattern.rest ? templates.map((template) => template.pattern.segments.length) : []
  const length = Math.max(pattern.segments.length, ...free)
  return Array.from({ length }, (_, at) => {
    const own = pattern.segments[at]
    if (own !== undefined && 'literal' in own) return own.literal
    if (own?.name === 'tenant' && tenant !== null) return tenant
    for (const template of templates) {
      const wanted = template.pattern.segments[at]
      if (wanted !== undefined) return 'literal' in wanted ? wanted.literal : template.value
    }
    return word
  })
}
