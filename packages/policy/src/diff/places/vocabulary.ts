/**
 * The words that two bundles name: methods, path segments, tenants, API versions; and one of each kind that they do not name.
 *
 * @module
 */
import { type Bundle, coversMethod, readPathPattern } from '@marque/core'
import { groupBy } from '../../group-by.ts'
import { firstUnused } from '../../requests/index.ts'
import type { PolicySides } from '../sides.ts'

export interface Vocabulary {
  /** Every method that a rule or a bundle names, and {@link otherMethod}. */
  readonly methods: readonly string[]
  /** Represents every method that no bundle names. */
  readonly otherMethod: string
  /** Methods that all matches cover alike. */
  readonly methodClasses: readonly (readonly string[])[]
  readonly tenants: readonly string[]
  readonly versions: readonly string[]
  /** Every literal, tenant and API version. */
  readonly words: ReadonlySet<string>
  /** A segment that is no literal, tenant or version, whatever its case. */
  readonly otherWord: string
  /** The positions of segments that can be a tenant or an API version. */
  readonly tenantDepths: ReadonlySet<number>
  readonly versionDepths: ReadonlySet<number>
}

/** The methods that rules name (D14, D17, D26). */
const NAMED_BY_RULES = ['GET', 'HEAD', 'OPTIONS', 'POST']

export function vocabularyOf(policies: PolicySides): Vocabulary {
  const bundles = policies.map(({ bundle }) => bundle)
  const resources = bundles.flatMap((bundle) => bundle.resources)
  const matches = resources.flatMap(({ match }) => match)
  const lists = matches.flatMap(({ methods }) => methods ?? [])
  const named = new Set([
    ...NAMED_BY_RULES,
    ...lists,
    ...resources.flatMap(({ grants }) => grants.flatMap(({ methods }) => methods)),
  ])
  const otherMethod = firstUnused(['PROPFIND'], 'PROPFIND', named)
  const methods = [...[...named].sort(), otherMethod]
  const distinct = [...new Map(matches.map(({ methods }) => [String(methods), methods])).values()]
  const coverage = (method: string): string =>
    distinct.map((list) => (list !== null && coversMethod(list, method) ? 1 : 0)).join('')
  const templates = bundles.map(templatesOf)
  const patterns = new Set([
    ...matches.map(({ path }) => path),
    ...templates.flatMap(({ tenant, version }) => [...tenant, ...version]),
  ])
  const tenants = [...new Set(bundles.flatMap((bundle) => Object.keys(bundle.tenants)))].sort()
  const versions = versionsOf(resources)
  const words = new Set([...tenants, ...versions])
  const tenantDepths = new Set<number>()
  for (const text of patterns) {
    readPathPattern(text)?.segments.forEach((segment, at) => {
      if ('literal' in segment) words.add(segment.literal)
      else if (segment.name === 'tenant') tenantDepths.add(at)
    })
  }
  const folded = new Set([...words].map((word) => word.toLowerCase()))
  const versionDepths = new Set(
    templates.flatMap(({ version }) =>
      version.flatMap(
        (text) =>
          readPathPattern(text)?.segments.flatMap((segment, at) =>
            'name' in segment && segment.name === 'apiVersion' ? [at] : [],
          ) ?? [],
      ),
    ),
  )
  return {
    methods,
    otherMethod,
    methodClasses: [...groupBy(methods, coverage).values()],
    tenants,
    versions,
    words,
    otherWord: firstUnused(['any'], 'any', folded),
    tenantDepths,
    versionDepths,
  }
}

/** Path templates of tenants and API versions. */
export function templatesOf({ tenancy, context: { apiVersion } }: Bundle): {
  readonly tenant: readonly string[]
  readonly version: readonly string[]
} {
  return {
    tenant: tenancy !== null && 'path' in tenancy ? [tenancy.path].flat() : [],
    version: apiVersion !== undefined && 'path' in apiVersion ? [apiVersion.path] : [],
  }
}

function versionsOf(resources: Bundle['resources']): readonly string[] {
  const named = resources.flatMap(({ grants }) =>
    grants.flatMap(({ when }) => when?.apiVersion ?? []),
  )
  return [...new Set(named)].sort()
}
