import { expect, test } from 'vitest'
import { pathTemplate } from './path-template.ts'

const cases: readonly (readonly [path: string, want: string | undefined])[] = [
  ['/', '/'],
  ['/v1/orders', '/v1/orders'],
  ['/v1/orders/', '/v1/orders'],
  ['/v2.1/orders/1234', '/v2.1/orders/{id}'],
  ['/v1/orders/1234/items/98', '/v1/orders/{id}/items/{id2}'],
  ['/users/0b5e3f2c-6d1a-4c3b-9f2e-8a7b6c5d4e3f', '/users/{id}'],
  ['/users/jane.doe@example.com', '/users/{id}'],
  ['/users/jane%40example.com', '/users/{id}'],
  ['/days/2026-01-31', '/days/{id}'],
  ['/commits/9fceb02', '/commits/{id}'],
  ['/reset/kJ8sPq0ZxWv3', '/reset/{id}'],
  ['/files/a;b', '/files/{id}'],
  ['/phone/+49-170-1234567', '/phone/{id}'],
  ['/phone/+491701234567', '/phone/{id}'],
  ['/phone/(030)123-4567', '/phone/{id}'],
  ['/accounts/12-3456789', '/accounts/{id}'],
  ['/releases/1.2.3', '/releases/1.2.3'],
  ['/customers/CUST-00042', '/customers/{id}'],
  ['/account-settings/two-factor', '/account-settings/two-factor'],
  ['/v1//orders', undefined],
  ['/v1/../orders', undefined],
  ['*', undefined],
]

for (const [path, want] of cases) {
  test(`F13: ${path}`, () => expect(pathTemplate(path)).toBe(want))
}
