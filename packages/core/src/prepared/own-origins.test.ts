import { describe, expect, test } from 'vitest'
import { buildOwnOrigins, isOwnElsewhere, isOwnOrigin } from './own-origins.ts'

const API = 'https://api.example.com'
const SHOP = 'https://shop.example.com:8443'
const TENANTS = 'https://{tenant}.example.com:8443'

test('D6: one entry without `{tenant}` needs no Host', () => {
  expect(buildOwnOrigins([API], []).only).toBe(API)
  expect(buildOwnOrigins([API, SHOP], []).only).toBeNull()
  expect(buildOwnOrigins([TENANTS], []).only).toBeNull()
  expect(buildOwnOrigins([API, TENANTS], []).only).toBeNull()
})

describe('D6: of several entries Host chooses one', () => {
  const cases: readonly (readonly [
    origin: string,
    host: string,
    layerTenant: string | null,
    own: boolean,
  ])[] = [
    [API, 'api.example.com', null, true],
    ['http://api.example.com', 'api.example.com', null, true],
    ['ftp://api.example.com', 'api.example.com', null, false],
    [API, 'shop.example.com:8443', null, false],
    [SHOP, 'shop.example.com:8443', null, true],
    [SHOP, 'shop.example.com', null, false],
    ['https://evil.test', 'evil.test', null, false],
    ['https://acme.example.com:8443', 'acme.example.com:8443', 'acme', true],
    // The path does not matter, so the request needs no tenant: membership is enough.
    ['https://acme.example.com:8443', 'acme.example.com:8443', null, true],
    ['https://initech.example.com:8443', 'initech.example.com:8443', null, false],
    ['https://initech.example.com:8443', 'initech.example.com:8443', 'initech', false],
    ['https://x.acme.example.com:8443', 'x.acme.example.com:8443', null, false],
    ['https://.example.com:8443', '.example.com:8443', null, false],
    ['https://acme.example.com:8443', 'acme.example.com:8443', 'globex', false],
    ['https://acme.example.com:8443', 'globex.example.com:8443', 'acme', false],
    ['http://acme.example.com:8443', 'acme.example.com:8443', 'acme', false],
    ['https://{tenant}.example.com:8443', '{tenant}.example.com:8443', 'acme', false],
    ['constructor', 'constructor', 'acme', false],
    // A page at a host with a trailing dot: the host is normalized (D2), Origin is not (D3).
    ['https://dot.example.com.', 'dot.example.com', null, true],
    ['https://dot.example.com', 'dot.example.com', null, false],
    ['https://dot.example.com.:8443', 'dot.example.com:8443', null, true],
  ]
  for (const [origin, host, layerTenant, own] of cases) {
    test(`${origin} at ${host}, context.tenant ${layerTenant}: ${own}`, () => {
      const self = buildOwnOrigins(
        [
          API,
          SHOP,
          'http://api.example.com',
          'https://dot.example.com.',
          'https://dot.example.com.:8443',
          TENANTS,
          'http://{tenant}.x',
        ],
        ['acme', 'globex'],
      )
      expect(isOwnOrigin(self, origin, host, layerTenant)).toBe(own)
    })
  }
})

test('D6: an entry of `self` is known where Host names another one', () => {
  const self = buildOwnOrigins([API, SHOP, TENANTS], ['acme'])
  expect(isOwnElsewhere(self, SHOP)).toBe(true)
  expect(isOwnElsewhere(self, 'https://acme.example.com:8443')).toBe(true)
  expect(isOwnElsewhere(self, 'https://initech.example.com:8443')).toBe(false)
  expect(isOwnElsewhere(self, 'https://shop.example.com')).toBe(false)
  expect(isOwnElsewhere(buildOwnOrigins([SHOP], []), SHOP)).toBe(false)
})
