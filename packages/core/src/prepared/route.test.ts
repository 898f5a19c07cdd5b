import { bundle, resource } from '@marque/testkit/bundles'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bundle } from '../bundle/bundle.ts'
import { orderedPatterns } from '../path/pattern.cases.ts'
import { splitTarget } from '../path/target.ts'
import { type RouteCase, routeTables } from './route.cases.ts'
import { alternativesOf, route, routeAlternatives, routeServer, withLayerTenant } from './route.ts'
import { buildRouter, routeHost } from './router.ts'

function leads({ resources, ...rest }: Bundle, request: RouteCase): string {
  const router = buildRouter({ resources, ...rest })
  const url = request.url.startsWith('https:')
    ? request.url
    : `https://api.example.com${request.url}`
  const { host, start } = splitTarget(url)
  const path = url.charAt(start) === '/' ? url.slice(start) : `/${url.slice(start)}`
  const from = routeHost(router, host!)
  const identified = route(router, from, `x${path}`, 1, request.method ?? 'GET')
  if (identified === undefined) return 'ambiguous'
  const found = withLayerTenant(identified, request.layerTenant ?? null)
  const name = resources[found.resource]?.name ?? 'none'
  const tenant = found.tenant === null ? '' : ` @${found.tenant}`
  const version = found.version === null ? '' : ` #${found.version}`
  return `${name}${tenant}${version}${found.tenantUnknown ? ', tenant unknown' : ''}`
}

for (const [topic, table] of Object.entries(routeTables)) {
  describe(topic, () => {
    for (const request of table.cases) {
      const layerTenant =
        request.layerTenant === undefined ? '' : ` layerTenant ${request.layerTenant}`
      test(`${request.method ?? 'GET'} ${request.url}${layerTenant}: ${request.leads}`, () => {
        expect(leads(table.bundle, request)).toBe(request.leads)
        const reversed = { ...table.bundle, resources: table.bundle.resources.toReversed() }
        expect(leads(reversed, request)).toBe(request.leads)
      })
    }
  })
}

test('D7: whatever the order in the file, the first pattern of the order that fits is found', () => {
  const example = (pattern: string): string =>
    pattern.replaceAll(/\{.\}/g, 'q').replace('/**', '/r/s/t')
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...orderedPatterns], { minLength: 1 }),
      fc.constantFrom(...orderedPatterns.map(example)),
      (patterns, url) => {
        const resources = patterns.map((path) => resource(path, path))
        const fits = (pattern: string): boolean => {
          const below = pattern.endsWith('/**')
          const body = (below ? pattern.slice(0, -3) : pattern === '/' ? '' : pattern).replaceAll(
            /\{.\}/g,
            '[^/]+',
          )
          return new RegExp(`^${body}${below ? '(/.*)?' : '/?'}$`).test(url)
        }
        const first = orderedPatterns.find((each) => patterns.includes(each) && fits(each))
        expect(leads(bundle(resources), { url, leads: '' })).toBe(first ?? 'none')
      },
    ),
  )
})

test('OPTIONS * has the tenant of its host, and no resource', () => {
  const { bundle: tenants } = routeTables['D15: a tenant named by the host']!
  const router = buildRouter(tenants)
  const server = (host: string, layerTenant: string | null) =>
    withLayerTenant(routeServer(router, routeHost(router, host)), layerTenant)
  const none = { resource: -1, tenant: null, tenantUnknown: false, version: null }
  expect(server('acme.api.example.com', null)).toEqual({ ...none, tenant: 'acme' })
  expect(server('api.example.com', null)).toEqual(none)
  expect(server('api.example.com', 'acme')).toEqual({ ...none, tenantUnknown: true })
})

test('the short way for paths that differ only by case leads where following all alternatives does', () => {
  const part = fc.constantFrom('a', 'A', 'b', 'B', '{x}')
  const pattern = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([parts, rest]) => {
      const segments = parts.map((text, at) => (text === '{x}' ? `{x${at}}` : text))
      return `/${[...segments, ...(rest ? ['**'] : [])].join('/')}`
    })
  const path = fc
    .array(fc.constantFrom('a', 'A', 'b', 'B', 'c', 'C'), { minLength: 1, maxLength: 4 })
    .map((parts) => `/${parts.join('/')}`)
  fc.assert(
    fc.property(fc.uniqueArray(pattern, { minLength: 1, maxLength: 6 }), path, (patterns, raw) => {
      const router = buildRouter(bundle(patterns.map((text, at) => resource(`r${at}`, text))))
      const from = routeHost(router, 'api.example.com')
      const followed = routeAlternatives(router, from, alternativesOf(raw)!, 'GET')
      expect(route(router, from, raw, 0, 'GET')).toEqual(followed)
    }),
    { numRuns: 3000 },
  )
})
