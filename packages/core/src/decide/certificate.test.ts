import { anyone, bundle, get, grant, preflight, resource } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { prepare } from '../prepared/prepared-policy.ts'
import type { Moment, RequestFacts } from '../request.ts'
import { decide } from './decide.ts'

const APP = 'https://app.example.com'
const NOW = 1_000_000
const engine = prepare(
  bundle(
    [
      resource('none', '/none', { grants: [grant({ requestHeaders: ['authorization'] })] }),
      resource('with', '/with', { grants: [grant({ credentials: true })] }),
      resource('open', '/open', { sensitivity: 'public', grants: [anyone()] }),
    ],
    {
      sets: {
        web: { exact: [APP], patterns: [], until: null },
      },
      staleAfter: { public: null, internal: 0, confidential: 0, restricted: 0 },
    },
  ),
)

const rows: readonly (readonly [
  name: string,
  request: RequestFacts,
  moment: Omit<Moment, 'now'>,
  reason: string,
])[] = [
  ['a grant without credentials', get('/none', APP), {}, 'credentials-not-granted'],
  ['a grant with credentials', get('/with', APP), {}, 'granted'],
  ['an open resource', get('/open', APP), {}, 'granted-any'],
  ['a preflight', preflight('/none', APP, 'GET'), {}, 'granted'],
  ['no Origin', get('/none', null), {}, 'not-cors'],
  [
    'credentials-off',
    get('/with', APP),
    { lockdowns: [{ mode: 'credentials-off', scope: {} }] },
    'locked-down',
  ],
  ['a stale lease', get('/with', APP), { leaseUntil: NOW - 1 }, 'policy-stale'],
]

describe('D13: a client certificate is credentials, like a cookie', () => {
  for (const [name, request, moment, reason] of rows) {
    test(`${name}: ${reason}`, () => {
      const at = { now: NOW, ...moment }
      expect(decide(engine, request, { certificate: true }, at).reason).toBe(reason)
      const without = decide(engine, request, {}, at)
      expect(decide(engine, request, { certificate: false }, at)).toEqual(without)
      if (request.method === 'GET' && request.headers.length > 0) {
        const withCookie = { ...request, headers: [...request.headers, ['Cookie', 'a=b'] as const] }
        expect(decide(engine, withCookie, {}, at).reason).toBe(reason)
      }
    })
  }
})
