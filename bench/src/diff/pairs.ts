/**
 * Pairs of bundles of the sizes that `diff` must handle: 500 resources with 5,000 origins and 20 tenants; 100 services with 2,000 resources and 20,000 origins.
 *
 * @module
 */
import type { Bundle, Grant, OriginList, Resource } from '@marque/core'
import { grant } from '@marque/testkit/bundles'

export const RESOURCES = 500
export const ORIGINS = 5_000
export const TENANTS = 20

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
    ...edits(),
    ...serviceEdits(),
    { name: 'nothing changed', before, after: structuredClone(before) },
    { name: 'a handful of changes', before, after: few },
    { name: 'every resource changed', before, after: every },
    { name: 'every path moved', before, after: moved },
    { name: 'a resource with 2,000 grants, all changed', ...manyGrants() },
  ]
}

/** Edits of a policy with tenants. */
function edits(): readonly Pair[] {
  const before = withTenants(bundleOf(RESOURCES))
  const pair = (name: string, change: Partial<Bundle>): Pair => ({
    name,
    before,
    after: { ...before, ...change },
  })
  const everyResource = (change: (resource: Resource) => Resource): Partial<Bundle> => ({
    resources: before.resources.map(change),
  })
  const one = (change: (resource: Resource) => Resource): Partial<Bundle> => ({
    resources: before.resources.map((resource, at) => (at === 7 ? change(resource) : resource)),
  })
  return [
    pair('an origin joins a set', { sets: { ...before.sets, s003: withMore(before.sets.s003) } }),
    pair(
      'a path moves',
      one((resource) => ({
        ...resource,
        match: resource.match.map((match) => ({ ...match, path: `/v2/${resource.name}/**` })),
      })),
    ),
    pair('a tenant is added', {
      tenants: { ...before.tenants, t99: listOf(['https://portal.t99.example']) },
    }),
    pair('a second own origin', {
      self: [...before.self, 'https://console.example.com'],
    }),
    pair('unmatched: headers', { unmatched: 'headers' }),
    pair(
      'a method for every grant',
      everyResource((resource) => changed(resource, { methods: ['DELETE', 'GET', 'PATCH'] })),
    ),
    pair(
      'enforce: headers everywhere',
      everyResource((resource) => ({ ...resource, enforce: 'headers' })),
    ),
    pair(
      'a role for every grant',
      everyResource((resource) => changed(resource, { when: { roles: ['admin'] } })),
    ),
  ]
}

/** Edits in one of many services, each with a host of its own. */
function serviceEdits(): readonly Pair[] {
  const before = servicesOf(100, 20, 200)
  const resources = (change: (resource: Resource) => Resource): Bundle => ({
    ...before,
    resources: before.resources.map((resource) =>
      resource.name.startsWith('s042-') ? change(resource) : resource,
    ),
  })
  return [
    {
      name: '100 services: an origin joins a set of one',
      before,
      after: { ...before, sets: { ...before.sets, s042: withMore(before.sets.s042) } },
    },
    {
      name: '100 services: every resource of one changed',
      before,
      after: resources((resource) => changed(resource, { methods: ['GET', 'PATCH', 'PUT'] })),
    },
  ]
}

function withTenants(bundle: Bundle): Bundle {
  const names = Array.from({ length: TENANTS }, (_, at) => `t${String(at).padStart(2, '0')}`)
  return {
    ...bundle,
    self: ['https://api.example.com', 'https://{tenant}.api.example.com'],
    tenancy: { host: '{tenant}.api.example.com' },
    tenants: Object.fromEntries(
      names.map((name) => [name, listOf([`https://portal.${name}.example`])]),
    ),
    resources: bundle.resources.map((resource, at) =>
      at % 5 === 0 ? changed(resource, { tenant: true }) : resource,
    ),
  }
}

function listOf(exact: readonly string[]): OriginList {
  return { exact, patterns: [], until: null }
}

function servicesOf(services: number, resources: number, origins: number): Bundle {
  const names = Array.from({ length: services }, (_, at) => `s${String(at).padStart(3, '0')}`)
  const base = bundleOf(0)
  return {
    ...base,
    sets: Object.fromEntries(
      names.map((name) => [
        name,
        listOf(
          Array.from({ length: origins }, (_, at) => `https://${name}-${at}.example.com`).sort(),
        ),
      ]),
    ),
    resources: names.flatMap((service) =>
      Array.from({ length: resources }, (_, at): Resource => {
        const name = `${service}-r${String(at).padStart(2, '0')}`
        return {
          ...resourceOf(at, names),
          name,
          match: [
            {
              host: `${service}.example.com`,
              path: `/v1/r${at}/**`,
              methods: null,
              encodedSlash: 'separator',
            },
          ],
          grants: [grantOf([service], {})],
        }
      }),
    ),
  }
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
