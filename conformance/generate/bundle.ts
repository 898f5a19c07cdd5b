/**
 * Valid bundles: what the compiler guarantees holds in each of them.
 *
 * @module
 */
import type { Bundle, FactSource, Match, OriginList, Resource, Sensitivity } from '@marque/core'
import fc from 'fast-check'
import { grantsOf } from './grants.ts'
import { sortedSubset } from './lists.ts'
import {
  MATCH_HOSTS,
  MATCH_METHODS,
  NOW,
  ORIGINS,
  PATH_TENANTS,
  PATHS,
  PATTERNS,
  TENANTS,
} from './words.ts'

/** Ends around {@link NOW}, to the millisecond. */
const ends: fc.Arbitrary<number | null> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      NOW - 1,
      NOW,
      NOW + 1,
      NOW + 999,
      NOW + 1_500,
      NOW + 400_000,
      NOW + 1e9,
    ),
  },
)

function originList(patterns: readonly string[]): fc.Arbitrary<OriginList> {
  return fc.record({
    exact: sortedSubset(ORIGINS, 1),
    patterns: sortedSubset(patterns),
    until: ends,
  })
}

/** `plain` is free of patterns, for `confidential` with credentials and for `restricted`. */
const sets = fc.record({
  plain: originList([]),
  mixed: originList(PATTERNS),
  patterns: originList(PATTERNS),
})

const apiVersion: fc.Arbitrary<FactSource | undefined> = fc.constantFrom<FactSource | undefined>(
  undefined,
  { path: '/{apiVersion}/**' },
  { path: '/a/{apiVersion}' },
  { header: 'api-version' },
  { claim: 'ver' },
  { claim: '/app/ver' },
)

const matches = fc.record({
  host: fc.constantFrom(...MATCH_HOSTS),
  path: fc.constantFrom(...PATHS),
  methods: fc.constantFrom(...MATCH_METHODS),
  encodedSlash: fc.constantFrom<Match['encodedSlash']>(
    'separator',
    'separator',
    'separator',
    'data',
  ),
})

/** Equal for two matches that one raw request could fit with equal rank. */
function rankKey(match: Match): string {
  const shape = match.path.replace(/\{[^}]+\}/g, '{}')
  return `${match.host} ${shape} ${match.methods}`
}

const resourceDrafts = fc.array(
  fc
    .record({
      match: fc.uniqueArray(matches, { minLength: 1, maxLength: 2, selector: rankKey }),
      sensitivity: fc.constantFrom<Sensitivity>(
        'public',
        'public',
        'internal',
        'confidential',
        'restricted',
      ),
      enforce: fc.constantFrom<Resource['enforce']>('block', 'headers'),
      isolate: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
      resourcePolicy: fc.constantFrom<Resource['resourcePolicy']>(
        null,
        null,
        'same-site',
        'cross-origin',
      ),
    })
    .chain((draft) =>
      grantsOf(draft.sensitivity, draft.match).map((grants) => ({ ...draft, grants })),
    ),
  { minLength: 1, maxLength: 5 },
)

/** Drops what would tie, and closes the rest under the compiler's rules. */
function resourcesOf(drafts: readonly Omit<Resource, 'name' | 'authentication'>[]): Resource[] {
  const taken = new Set<string>()
  const resources: Resource[] = []
  for (const draft of drafts) {
    const match = draft.match
      .filter((one) => !taken.has(rankKey(one)))
      .map((one) =>
        draft.sensitivity === 'restricted' ? { ...one, encodedSlash: 'separator' as const } : one,
      )
    if (match.length === 0) continue
    for (const one of match) taken.add(rankKey(one))
    const enforce = draft.isolate ? 'block' : draft.enforce
    const name = `r${resources.length}`
    const grants = draft.grants.map((grant) =>
      grant.exception === null ? grant : { ...grant, exception: `${grant.exception}-${name}` },
    )
    resources.push({ ...draft, match, enforce, grants, name, authentication: 'optional' })
  }
  return resources
}

/** The origins of exceptions are sets named by that origin. */
function exceptionSets(resources: readonly Resource[]): { readonly [name: string]: OriginList } {
  const names = resources
    .flatMap((resource) => resource.grants)
    .filter((grant) => grant.exception !== null)
    .flatMap((grant) => grant.sets)
  return Object.fromEntries(
    names.map((name) => [name, { exact: [name], patterns: [], until: null }]),
  )
}

const selves: fc.Arbitrary<readonly string[]> = fc.constantFrom(
  ['https://api.example.com'],
  ['https://api.example.com', 'https://app.example.com'],
  ['https://api.example.com', 'https://{tenant}.api.example.com'],
  ['https://{tenant}.api.example.com'],
)

/** `tenants.identify.path`: one template, or several. */
function templates(...paths: readonly [string, ...string[]]): Bundle['tenancy'] {
  const path: string | readonly string[] = paths.length === 1 ? paths[0] : paths
  return { path } as Bundle['tenancy']
}

/** D15: a match may have a `{tenant}` segment only where `identify` names it. */
function namedPath(path: string, tenancy: Bundle['tenancy']): string {
  if (tenancy !== null && 'host' in tenancy) return path
  const known = tenancy === null ? [] : [tenancy.path].flat()
  return known.some((template) => isBelow(path, template)) ? path : path.replace('{tenant}', '{x}')
}

/** Whether every path that fits `path` fits `template`, with the tenant at the same segment. */
function isBelow(path: string, template: string): boolean {
  const [have, want] = [path.split('/'), template.split('/')]
  const isOpen = want.at(-1) === '**'
  const fixed = isOpen ? want.slice(0, -1) : want
  return (
    have.indexOf('{tenant}') === want.indexOf('{tenant}') &&
    fixed.every((segment, index) => segment === have[index]) &&
    (isOpen || have.length === want.length)
  )
}

/** D6: `{tenant}` in `self` stands for what `identify.host` names. */
function ownOrigins(self: readonly string[], tenancy: Bundle['tenancy']): readonly string[] {
  if (tenancy !== null && 'host' in tenancy) return self
  const plain = self.filter((entry) => !entry.includes('{tenant}'))
  return plain.length > 0 ? plain : ['https://api.example.com']
}

export const bundles: fc.Arbitrary<Bundle> = fc
  .record({
    drafts: resourceDrafts,
    sets,
    self: selves,
    unmatched: fc.constantFrom<Bundle['unmatched']>('headers', 'block'),
    apiVersion,
    claims: fc.constantFrom(
      { roles: 'roles', scopes: 'scope' },
      { roles: '/realm/roles', scopes: '/scp' },
    ),
    tenancy: fc.constantFrom<Bundle['tenancy']>(
      null,
      { host: '{tenant}.api.example.com' },
      templates('/t/{tenant}/**'),
      templates('/t/{tenant}/**', '/{tenant}/o/**'),
      templates('/a/{tenant}', '/t/{tenant}/**', '/{tenant}/**'),
    ),
    tenants: fc.tuple(originList([]), originList(PATTERNS)),
    stale: fc.constantFrom(null, null, 0, 1_000),
  })
  .map((draft) => {
    const { tenancy } = draft
    const resources = resourcesOf(draft.drafts).map((resource) => ({
      ...resource,
      match: resource.match.map((match) => ({ ...match, path: namedPath(match.path, tenancy) })),
    }))
    const names = tenancy !== null && 'path' in tenancy ? PATH_TENANTS : TENANTS
    // A condition on a version needs a source of versions.
    const known = draft.apiVersion ?? { claim: 'ver' }
    const [acme, globex] = draft.tenants
    return {
      format: 'marque-bundle/1',
      environment: 'production',
      contact: null,
      self: ownOrigins(draft.self, tenancy),
      unmatched: draft.unmatched,
      context: {
        apiVersion: known,
        roles: { claim: draft.claims.roles },
        scopes: { claim: draft.claims.scopes },
      },
      tenancy,
      sets: { ...draft.sets, ...exceptionSets(resources) },
      tenants: { [names[0] ?? '']: acme, [names[1] ?? '']: globex },
      resources,
      staleAfter: {
        public: null,
        internal: draft.stale,
        confidential: draft.stale,
        restricted: draft.stale,
      },
      vectors: [],
    }
  })
