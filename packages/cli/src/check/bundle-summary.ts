/**
 * Counts of what a bundle contains.
 *
 * @module
 */
import { type Bundle, digestOf } from '@marque/core'
import type { BundleSummary } from '../findings/index.ts'

/** Counts resources, origins, grants and so on. An origin in several sets counts once. */
export function summarizeBundle(bundle: Bundle): BundleSummary {
  const exact = new Set<string>()
  const patterns = new Set<string>()
  const tenants = Object.values(bundle.tenants)
  for (const list of [...Object.values(bundle.sets), ...tenants]) {
    for (const origin of list.exact) exact.add(origin)
    for (const pattern of list.patterns) patterns.add(pattern)
  }
  const grants = bundle.resources.flatMap((resource) => resource.grants)
  const exceptions = grants.filter((grant) => grant.exception !== null).length
  const counts: [number, string][] = [
    [bundle.resources.length, 'resource'],
    [exact.size, 'origin'],
    [grants.length - exceptions, 'grant'],
  ]
  const others: [number, string][] = [
    [patterns.size, 'pattern'],
    [tenants.length, 'tenant'],
    [exceptions, 'exception'],
  ]
  return {
    environment: bundle.environment,
    digest: digestOf(bundle),
    counts: [...counts, ...others.filter(([number]) => number > 0)],
  }
}
