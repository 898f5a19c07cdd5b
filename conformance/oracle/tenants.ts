/**
 * D15: the tenant of a request, from host and path.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { positionsOf } from './alternatives.ts'
import { follow } from './follow.ts'
import type { Target } from './target.ts'

export type ResolvedTenant =
  | { readonly state: 'none' | 'unknown' }
  | { readonly state: 'known'; readonly name: string }

const NONE: ResolvedTenant = { state: 'none' }
const UNKNOWN: ResolvedTenant = { state: 'unknown' }

/** What `tenants.identify` names; null where the alternatives of the path name several (D4). The path `*` is read by no template. */
export function identifiedTenant(bundle: Bundle, target: Target): ResolvedTenant | null {
  const { tenancy } = bundle
  if (tenancy === null) return NONE
  if ('host' in tenancy) return hostTenant(bundle, tenancy.host, target.name)
  if (target.path === '*') return NONE
  const { path }: { readonly path: string | readonly string[] } = tenancy
  const found = [path].flat().map((template) => templateTenant(bundle, template, target.path))
  let agreed = NONE
  for (const tenant of found) {
    if (tenant === null) return null
    // D15, *Reading* (14): all that fit must name the same member.
    if (agreed.state === 'none') agreed = tenant
    else if (tenant.state !== 'none' && !sameTenant(agreed, tenant)) agreed = UNKNOWN
  }
  return agreed
}

export function sameTenant(a: ResolvedTenant, b: ResolvedTenant): boolean {
  return a.state === b.state && nameOf(a) === nameOf(b)
}

/** Null where no member is known. */
export function nameOf(tenant: ResolvedTenant): string | null {
  return tenant.state === 'known' ? tenant.name : null
}

/** A `{tenant}` segment of a match must equal the identified tenant. */
export function withSegment(
  tenant: ResolvedTenant,
  segment: string | null | undefined,
): ResolvedTenant {
  return segment === undefined || (segment !== null && segment === nameOf(tenant))
    ? tenant
    : UNKNOWN
}

/** `context.tenant` can only take away. */
export function withLayerTenant(
  tenant: ResolvedTenant,
  layerTenant: string | null,
): ResolvedTenant {
  return layerTenant === null || layerTenant === nameOf(tenant) ? tenant : UNKNOWN
}

/** D15, *Reading* (14): `{tenant}` is exactly one label. */
function hostTenant(bundle: Bundle, template: string, host: string): ResolvedTenant {
  const expected = template.split('.')
  const labels = host.split('.')
  const place = expected.indexOf('{tenant}')
  const name = labels[place] ?? ''
  if (name === '' || expected.with(place, name).join('.') !== host) return NONE
  return Object.hasOwn(bundle.tenants, name) ? { state: 'known', name } : UNKNOWN
}

/** D4: a template is followed by itself, a decoded `/` being a separator, and must lead to one value. */
function templateTenant(bundle: Bundle, template: string, path: string): ResolvedTenant | null {
  const capture = { segment: '{tenant}', known: Object.keys(bundle.tenants) } as const
  const leaf = { path: template, value: null }
  const outcomes = [
    ...follow([leaf], positionsOf(path, 'separator'), capture, (leaves) => leaves).values(),
  ]
  const [first, ...others] = outcomes.map((outcome): ResolvedTenant => {
    if (outcome === null) return NONE
    return typeof outcome.named === 'string' ? { state: 'known', name: outcome.named } : UNKNOWN
  })
  if (first === undefined || !others.every((other) => sameTenant(other, first))) return null
  return first
}
