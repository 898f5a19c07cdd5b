import { API, bundle, get, grant, list, match, resource } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { prepare } from '../prepared/prepared-policy.ts'
import type { Context, Moment } from '../request.ts'
import { decide } from './decide.ts'

const APP = 'https://app.example.com'
const NOW = 1_000_000
const engine = prepare(
  bundle(
    [
      resource('token', '/token', { grants: [grant({ token: true })] }),
      resource('plain', '/plain', { grants: [grant()] }),
      resource('cookies', '/cookies', { grants: [grant({ credentials: true, token: true })] }),
      resource('tenants', [match('/t/**')], { grants: [grant({ tenant: true, token: true })] }),
      resource('block', '/block', { enforce: 'block' }),
    ],
    {
      tenancy: { host: '{tenant}.shops.example' },
      tenants: { acme: list([APP]) },
      sets: { web: list([APP]) },
      staleAfter: { public: 0, internal: 0, confidential: 0, restricted: 0 },
    },
  ),
)

interface Row {
  readonly name: string
  readonly path: string
  readonly moment?: Omit<Moment, 'now'>
  readonly context?: Context
  readonly cookie?: true
  readonly reason: string
  readonly reach: boolean
}

const lockdown: Omit<Moment, 'now'> = { lockdowns: [{ mode: 'deny-all', scope: {} }] }
const off: Omit<Moment, 'now'> = { lockdowns: [{ mode: 'credentials-off', scope: {} }] }

const rows: readonly Row[] = [
  { name: 'calm', path: '/token', reason: 'token-required', reach: false },
  { name: 'a lockdown', path: '/token', moment: lockdown, reason: 'locked-down', reach: false },
  { name: 'a lockdown', path: '/plain', moment: lockdown, reason: 'locked-down', reach: true },
  { name: 'a lockdown', path: '/block', moment: lockdown, reason: 'locked-down', reach: false },
  {
    name: 'a lockdown that takes credentials away',
    path: '/cookies',
    cookie: true,
    moment: off,
    reason: 'locked-down',
    reach: false,
  },
  {
    name: 'a stale lease',
    path: '/cookies',
    cookie: true,
    moment: { leaseUntil: NOW - 1 },
    reason: 'policy-stale',
    reach: false,
  },
  {
    name: 'a tenant of the layer',
    path: '/token',
    context: { tenant: 'acme' },
    reason: 'tenant-unknown',
    reach: false,
  },
  {
    name: 'a tenant of the layer',
    path: '/plain',
    context: { tenant: 'acme' },
    reason: 'tenant-unknown',
    reach: true,
  },
  {
    name: 'a tenant of the layer and a lockdown',
    path: '/token',
    context: { tenant: 'acme' },
    moment: lockdown,
    reason: 'locked-down',
    reach: false,
  },
  {
    name: 'a tenant of the layer on an ambiguous path',
    path: '/token;x',
    context: { tenant: 'acme' },
    reason: 'path-ambiguous',
    reach: false,
  },
]

describe('an incident and the tenant of the layer never allow more', () => {
  for (const { name, path, moment, context = {}, cookie, reason, reach } of rows) {
    test(`${name}: ${path} is ${reason}${reach ? ', and goes on' : ''}`, () => {
      const request = get(API + path, APP, ...(cookie ? [['Cookie', 'a=b'] as const] : []))
      const decision = decide(engine, request, context, { now: NOW, ...moment })
      expect(decision).toMatchObject({ reason, reach, read: false })
      if (!reach) expect(decision.status).toBe(reason === 'path-ambiguous' ? 400 : 403)
      else expect(decision.status).toBeNull()
    })
  }

  test('on the host of a tenant, the tenant of the layer frees no token refusal', () => {
    const request = get('https://acme.shops.example/t/x', APP)
    const moment = { now: NOW }
    expect(decide(engine, request, {}, moment)).toMatchObject({
      reason: 'token-required',
      reach: false,
    })
    expect(decide(engine, request, { tenant: 'globex' }, moment)).toMatchObject({
      reason: 'tenant-unknown',
      reach: false,
      status: 403,
    })
  })
})
