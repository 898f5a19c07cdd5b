import { bundle, list, resource } from '@marque/testkit/bundles'
import { expect, test } from 'vitest'

import { prepare, setNamesOf } from './prepared-policy.ts'

const engine = prepare(
  bundle([resource('api', '/**')], {
    sets: {
      web: list(['https://app.example.com']),
      all: list([], ['https://*.example.com'], 0),
      other: list(['https://other.example']),
    },
    tenants: { globex: list(['https://app.example.com']) },
  }),
)

const cases: readonly (readonly [origin: string, want: readonly string[]])[] = [
  ['https://app.example.com', ['all', 'web']],
  ['https://x.example.com', ['all']],
  ['https://other.example', ['other']],
  ['https://unknown.example', []],
  ['null', []],
  ['HTTPS://app.example.com', []],
  ['', []],
]

for (const [origin, want] of cases) {
  test(`\`${origin}\` is in ${want.join(' and ') || 'no set'}`, () => {
    expect(setNamesOf(engine, origin)).toEqual(want)
  })
}
