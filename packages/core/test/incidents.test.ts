/** What lockdowns and an ended lease take away: ADR 0001, 32 to 34. */

import type { Bundle, Lockdown } from '@marque/core'
import {
  API,
  APP,
  anyone,
  bundle,
  EVIL,
  get,
  grant,
  list,
  match,
  NOW,
  preflight,
  resource,
  socket,
} from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { answer, headersOf, layerAnswer, outcome } from './answer.ts'

const cookie = ['Cookie', 'a=1'] as const
const authorization = ['Authorization', 'x'] as const
const full = grant({ credentials: true, requestHeaders: ['x-a'], exposeHeaders: ['etag'] })
const policy: Bundle = bundle(
  [
    resource('open', '/open', {
      sensitivity: 'public',
      grants: [anyone({ requestHeaders: ['x-a'] })],
    }),
    resource('private', '/private', { sensitivity: 'confidential', grants: [full] }),
    resource('shared', '/shared', { sensitivity: 'public', grants: [full] }),
    resource('inner-open', '/inner-open', { grants: [anyone()] }),
    resource('api', '/api', { grants: [full] }),
    resource('shop', '/shop/{tenant}', { grants: [full] }),
    resource('secret', '/secret', { sensitivity: 'restricted', grants: [full] }),
    resource('live', '/live', { grants: [grant({ credentials: true, websocket: true })] }),
    resource('post', [match('/post', { methods: ['POST'] })], {
      grants: [grant({ methods: ['POST'], read: false, nullReach: true })],
    }),
  ],
  {
    tenancy: { path: '/shop/{tenant}' },
    tenants: { acme: list([]), globex: list([]) },
    staleAfter: { public: null, internal: 1000, confidential: null, restricted: 0 },
  },
)
const under = (mode: Lockdown['mode'], scope: Lockdown['scope'] = {}) => ({
  lockdowns: [{ mode, scope }],
})

test('at a time that is no number the policy is stale', () => {
  const circumstances = { now: Number.NaN, leaseUntil: NOW }
  expect(answer(policy, get('/secret', APP), circumstances).reason).toBe('policy-stale')
})

describe('deny-all', () => {
  test('denies whatever it covers', () => {
    for (const path of ['/open', '/api', '/nothing']) {
      expect(outcome(policy, get(path, APP), under('deny-all')), path).toBe('locked-down, goes on')
    }
    expect(outcome(policy, preflight('/api', APP, 'GET'), under('deny-all'))).toBe(
      'locked-down, 403',
    )
    expect(outcome(policy, socket('/live', APP), under('deny-all'))).toBe('locked-down, 403')
    expect(answer(policy, get('/api', 'broken'), under('deny-all')).reason).toBe('locked-down')
  })

  test('does not affect requests that are not cross-origin, but withholds the headers of open resources', () => {
    const decision = answer(policy, get('/open', null), under('deny-all'))
    expect([decision.reason, decision.headers, decision.vary]).toEqual(['not-cors', [], ['Origin']])
    expect(outcome(policy, get('/open', API), under('deny-all'))).toBe('same-origin, goes on')
  })

  test('covers no more than its scope', () => {
    const cases: readonly (readonly [scope: Lockdown['scope'], path: string, reason: string])[] = [
      [{ resource: 'api' }, '/api', 'locked-down'],
      [{ resource: 'open' }, '/api', 'granted'],
      [{ origin: APP }, '/api', 'locked-down'],
      [{ origin: EVIL }, '/api', 'granted'],
      [{ tenant: 'acme' }, '/shop/acme', 'locked-down'],
      [{ tenant: 'acme' }, '/shop/globex', 'granted'],
      [{ tenant: 'acme' }, '/api', 'granted'],
      [{ tenant: 'acme', resource: 'shop', origin: APP }, '/shop/acme', 'locked-down'],
      [{ tenant: 'acme', resource: 'shop', origin: EVIL }, '/shop/acme', 'granted'],
      [{ tenant: 'acme', resource: 'api' }, '/shop/acme', 'granted'],
      [{ resource: 'api' }, '/nothing', 'resource-unmatched'],
      [{ origin: APP }, '/nothing', 'locked-down'],
    ]
    for (const [scope, path, reason] of cases) {
      const decision = answer(policy, get(path, APP), under('deny-all', scope))
      expect(decision.reason, `${path} ${JSON.stringify(scope)}`).toBe(reason)
    }
  })

  test('a scope with an origin covers no request with several', () => {
    const scope = { origin: APP }
    expect(answer(policy, get('/api', APP, ['Origin', APP]), under('deny-all', scope)).reason).toBe(
      'origin-multiple',
    )
    expect(answer(policy, get('/api', `${APP}, ${APP}`), under('deny-all', scope)).reason).toBe(
      'origin-multiple',
    )
    const joined = { origin: `${APP}, ${APP}` }
    expect(answer(policy, get('/api', `${APP}, ${APP}`), under('deny-all', joined)).reason).toBe(
      'origin-multiple',
    )
  })

  test('of one origin withholds the headers of an open resource from all', () => {
    const incident = under('deny-all', { origin: EVIL })
    expect(answer(policy, get('/open', null), incident)).toMatchObject({
      headers: [],
      vary: ['Origin'],
    })
    expect(answer(policy, get('/open', APP), incident)).toMatchObject({
      reason: 'granted-any',
      vary: ['Origin'],
    })
    expect(answer(policy, get('/open', EVIL), incident).reason).toBe('locked-down')
    const elsewhere = under('deny-all', { origin: EVIL, resource: 'api' })
    expect(answer(policy, get('/open', null), elsewhere).vary).toEqual([])
    expect(answer(policy, get('/open', APP), elsewhere).vary).toEqual([])
  })
})

test('public-only spares public resources, and nothing else', () => {
  const incident = under('public-only')
  expect(answer(policy, get('/open', APP), incident)).toMatchObject({
    reason: 'granted-any',
    vary: ['Origin'],
  })
  expect(answer(policy, get('/inner-open', APP), incident).reason).toBe('locked-down')
  expect(answer(policy, get('/inner-open', null), incident).headers).toEqual([])
  expect(answer(policy, get('/nothing', APP), incident).reason).toBe('locked-down')
  expect(headersOf(answer(policy, get('/open', null), incident))).toEqual({
    'access-control-allow-origin': '*',
  })
})

describe('credentials-off', () => {
  const incident = under('credentials-off')

  test('takes the credentials of a grant away', () => {
    expect(headersOf(answer(policy, get('/api', APP), incident))).toEqual({
      'access-control-allow-origin': APP,
      'access-control-expose-headers': 'etag',
    })
    expect(outcome(policy, get('/api', APP, cookie), incident)).toBe('locked-down, goes on')
    expect(outcome(policy, get('/api', APP, authorization), incident)).toBe('locked-down, goes on')
    expect(outcome(policy, socket('/live', APP), incident)).toBe('locked-down, 403')
    expect(headersOf(layerAnswer(policy, get('/api', APP), incident))).toEqual({
      'access-control-allow-origin': APP,
      'access-control-expose-headers': 'etag, retry-after, www-authenticate',
      'cache-control': 'no-store',
    })
  })

  test('is no concern of grants without', () => {
    expect(outcome(policy, get('/open', APP, cookie), incident)).toBe('granted-any, goes on')
    expect(answer(policy, get('/open', null), incident).vary).toEqual(['Origin'])
    expect(headersOf(answer(policy, get('/open', null), incident))).toEqual({
      'access-control-allow-origin': '*',
    })
  })

  test('no preflight is cached', () => {
    expect(answer(policy, preflight('/api', APP, 'GET', 'x-a'), incident).headers).toEqual([
      ['access-control-allow-origin', APP],
      ['access-control-allow-methods', 'GET'],
      ['access-control-allow-headers', 'x-a'],
      ['access-control-max-age', '0'],
      ['cache-control', 'no-store'],
    ])
    expect(headersOf(answer(policy, preflight('/api', APP, 'GET')))['access-control-max-age']).toBe(
      '600',
    )
  })
})

describe('an ended lease', () => {
  const ended = (before: number) => ({ leaseUntil: NOW - before })

  test('takes the credentials of an internal resource after its time', () => {
    expect(outcome(policy, get('/api', APP, cookie), ended(999))).toBe('granted, goes on')
    expect(outcome(policy, get('/api', APP, cookie), ended(1000))).toBe('policy-stale, goes on')
    const decision = answer(policy, get('/api', APP), ended(1000))
    expect(decision.reason).toBe('granted')
    expect(headersOf(decision)).not.toHaveProperty('access-control-allow-credentials')
  })

  test('denies a restricted one', () => {
    expect(outcome(policy, get('/secret', APP), ended(-1))).toBe('granted, goes on')
    expect(outcome(policy, get('/secret', APP), ended(0))).toBe('policy-stale, goes on')
    expect(outcome(policy, preflight('/secret', APP, 'GET'), ended(0))).toBe('policy-stale, 403')
  })

  test('is no lockdown: preflights keep their max-age, and open resources stay as they are', () => {
    const decision = answer(policy, preflight('/api', APP, 'GET'), ended(5000))
    expect(headersOf(decision)).toMatchObject({ 'access-control-max-age': '600' })
    expect(headersOf(decision)).not.toHaveProperty('access-control-allow-credentials')
    expect(answer(policy, get('/open', APP, cookie), ended(1e9))).toMatchObject({
      reason: 'granted-any',
      vary: [],
    })
    expect(outcome(policy, get('/nothing', APP), ended(1e9))).toBe('resource-unmatched, goes on')
  })

  test('a lockdown is named before it', () => {
    const both = { ...under('credentials-off'), ...ended(5000) }
    expect(outcome(policy, get('/api', APP, cookie), both)).toBe('locked-down, goes on')
    const deny = { ...under('deny-all'), ...ended(5000) }
    expect(outcome(policy, get('/secret', APP), deny)).toBe('locked-down, goes on')
  })
})

test('what no measure names keeps its credentials', () => {
  const credentials = { 'access-control-allow-credentials': 'true' }
  const shared = answer(policy, get('/shared', APP, cookie), under('public-only'))
  expect(headersOf(shared)).toMatchObject(credentials)
  const never = answer(policy, get('/private', APP, cookie), { leaseUntil: 0 })
  expect(headersOf(never)).toMatchObject(credentials)
  const leased = answer(policy, get('/secret', APP, cookie), { lockdowns: [], leaseUntil: NOW + 1 })
  expect(headersOf(leased)).toMatchObject(credentials)
  const elsewhere = answer(
    policy,
    get('/secret', APP, cookie),
    under('deny-all', { resource: 'api' }),
  )
  expect(headersOf(elsewhere)).toMatchObject(credentials)
})

test('an empty list of lockdowns is none', () => {
  expect(answer(policy, get('/open', APP), { lockdowns: [] })).toMatchObject({
    reason: 'granted-any',
    vary: [],
  })
})
