import { describe, expect, test } from 'vitest'
import { buildOwnOrigins, isOwnOrigin } from './own-origins.ts'

const API = 'https://api.example.com'
const SHOP = 'https://shop.example.com:8443'
const TENANTS = 'https://{tenant}.example.com:8443'

test('D6: one entry without `{tenant}` needs no Host', () => {
  expect(buildOwnOrigins([API]).only).toBe(API)
  expect(buildOwnOrigins([API, SHOP]).only).toBeNull()
  expect(buildOwnOrigins([TENANTS]).only).toBeNull()
  expect(buildOwnOrigins([API, TENANTS]).only).toBeNull()
})

describe('D6: of several entries Host chooses one', () => {
  const cases: readonly (readonly [
    origin: string,
    host: string,
    tenant: string | null,
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
    ['https://acme.example.com:8443', 'acme.example.com:8443', null, false],
    ['https://acme.example.com:8443', 'acme.example.com:8443', 'globex', false],
    ['https://acme.example.com:8443', 'globex.example.com:8443', 'acme', false],
    ['http://acme.example.com:8443', 'acme.example.com:8443', 'acme', false],
    ['https://{tenant}.example.com:8443', '{tenant}.example.com:8443', 'acme', false],
    ['constructor', 'constructor', 'acme', false],
  ]
  for (const [origin, host, tenant, own] of cases) {
    test(`${origin} at ${host}, tenant ${tenant}: ${own}`, () => {
      const self = buildOwnOrigins([
        API,
        SHOP,
        'http://api.example.com',
        TENANTS,
        'http://{tenant}.x',
      ])
      expect(isOwnOrigin(self, origin, host, tenant)).toBe(own)
    })
  }
})
