import { bundle, list, match, resource } from '@marque/testkit/bundles'
import { expect, test } from 'vitest'
import { hasPolicyHost } from './policy-host.ts'

const policy = bundle(
  [
    resource('any', '/a'),
    resource('files', [match('/b', { host: '*.files.example.com' })]),
    resource('pay', [match('/c', { host: 'pay.example.com' })]),
  ],
  {
    self: ['https://api.example.com:8443', 'https://{tenant}.shop.example'],
    tenancy: { host: '{tenant}.api.example.com' },
    tenants: { acme: list(['https://acme.example']) },
  },
)

for (const [url, expected] of [
  ['https://api.example.com/a', true],
  ['https://api.example.com:9000', true],
  ['https://x.files.example.com/b?q=/', true],
  ['https://pay.example.com/c', true],
  ['https://acme.shop.example/a', true],
  ['https://acme.api.example.com/a', true],
  ['https://other.shop.example/a', false],
  ['https://files.example.com/b', false],
  ['https://example.org/api.example.com', false],
  ['https://api.example.com.evil.example/a', false],
  ['/a', false],
] as const) {
  test(`${url} is ${expected ? '' : 'not '}of the policy`, () => {
    expect(hasPolicyHost(url, policy)).toBe(expected)
  })
}
