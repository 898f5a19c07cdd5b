/**
 * Pairs of bundles of the maximum size that `diff` must handle: 500 resources, 5,000 origins.
 *
 * @module
 */
import type { Bundle, Grant, OriginList, Resource } from '@marque/core'
import { grant } from '@marque/testkit/bundles'

export const RESOURCES = 500
export const ORIGINS = 5_000

/** Number of origin sets. */
const SETS = 100

export interface Pair {
  readonly name: string
  readonly before: Bundle
  readonly after: Bundle
}

/** The pairs that are measured. */
export function pairs(): readonly Pair[] {
  const before = bundleOf(RESOURCES)
  const few = {
    ...before,
    sets: { ...before.sets, s003: withMore(before.sets.s003) },
    resources: before.resources.map((resource, at) =>
      at === 7
        ? changed(resource, { methods: ['DELETE', 'GET', 'PATCH'] })
        : at === 400
          ? changed(resource, { credentials: false })
          : resource,
    ),
  }
  const every = {
    ...before,
    resources: before.resources.map((resource) =>
      changed(resource, { methods: ['GET', 'POST'], exposeHeaders: ['etag'], credentials: false }),
    ),
  }
  const moved = {
    ...before,
    resources: before.resources.map((resource) => ({
      ...resource,
      match: resource.match.map((match) => ({
        ...match,
        path: match.path.replace('/v1/', '/v2/'),
      })),
    })),
  }
  return [
    { name: 'nothing changed', before, after: structuredClone(before) },
    { name: 'a handful of changes', before, after: few },
    { name: 'every resource changed', before, after: every },
    { name: 'every path moved', before, after: moved },
    { name: 'a resource with 2,000 grants, all changed', ...manyGrants() },
  ]
}

function bundleOf(count: number): Bundle {
  const names = Array.from({ length: SETS }, (_, at) => `s${String(at).padStart(3, '0')}`)
  const each = ORIGINS / SETS
  const sets = names.map((name, at): [string, OriginList] => [
    name,
    {
      exact: Array.from({ length: each }, (_, one) => `https://${name}-${one}.example.com`).sort(),
      patterns: at % 10 === 0 ? [`https://*.${name}.example.com`] : [],
      until: null,
    },
  ])
  return {
    format: 'marque-bundle/1',
    environment: 'production',
    contact: null,
    self: ['https://api.example.com'],
    unmatched: 'block',
    context: { roles: { claim: 'roles' } },
    tenancy: null,
    sets: Object.fromEntries(sets),
    tenants: {},
    resources: Array.from({ length: count }, (_, at) => resourceOf(at, names)),
    staleAfter: {
      public: null,
      internal: 86_400_000,
      confidential: 86_400_000,
      restricted: 14_400_000,
    },
    vectors: [],
  }
}

function resourceOf(at: number, names: readonly string[]): Resource {
  const name = `r${String(at).padStart(4, '0')}`
  const own = [0, 1, 2].map((more) => names[(at + more * 37) % names.length] ?? '').sort()
  return {
    name,
    sensitivity: 'internal',
    enforce: at % 2 === 0 ? 'block' : 'headers',
    authentication: 'optional',
    isolate: false,
    match: [{ host: null, path: `/v1/${name}/**`, methods: null, encodedSlash: 'separator' }],
    resourcePolicy: null,
    grants: [grantOf(own, {}), grantOf(own.slice(0, 1), { when: { roles: ['reader'] } })],
  }
}

function grantOf(sets: readonly string[], more: Partial<Grant>): Grant {
  const requestHeaders = ['authorization', 'content-type']
  return grant({ sets, methods: ['GET', 'PATCH'], requestHeaders, credentials: true, ...more })
}

function changed(resource: Resource, more: Partial<Grant>): Resource {
  return { ...resource, grants: resource.grants.map((grant) => ({ ...grant, ...more })) }
}

function withMore(list: OriginList | undefined): OriginList {
  const exact = [...(list?.exact ?? []), 'https://new.partner.example'].sort()
  return { exact, patterns: list?.patterns ?? [], until: null }
}

function manyGrants(): Omit<Pair, 'name'> {
  const before = bundleOf(1)
  const sets = Array.from({ length: 2_000 }, (_, at): [string, OriginList] => [
    `https://o${at}.example.com`,
    { exact: [`https://o${at}.example.com`], patterns: [], until: null },
  ])
  const grants = (more: Partial<Grant>): Grant[] =>
    sets.map(([name], at) => grantOf([name], { maxAge: at, ...more }))
  const with1 = (list: readonly Grant[]): Bundle => ({
    ...before,
    sets: Object.fromEntries(sets),
    resources: before.resources.map((resource) => ({ ...resource, grants: list })),
  })
  return { before: with1(grants({})), after: with1(grants({ methods: ['GET', 'PUT'] })) }
}
