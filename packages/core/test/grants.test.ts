/** Which of several grants decides, and the reason where none does: D9 to D16, ADR 0001, 15 to 24. */

import { type Bundle, type Grant, REASONS } from '@marque/core'
import {
  APP,
  anyone,
  bundle,
  EVIL,
  get,
  grant,
  granting,
  list,
  NOW,
  preflight,
  requestTo,
  resource,
  socket,
} from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { answer, headersOf, outcome, VARY_ACTUAL } from './answer.ts'

const cookie = ['Cookie', 'a=1'] as const
const ended = grant({ until: NOW })
const coming = grant({ from: NOW + 1 })
const versioned = grant({ when: { apiVersion: ['v2'] } })
const readers = grant({ when: { roles: ['reader'] } })
const tokened = grant({ token: true, requestHeaders: ['marque-token'] })
const path: Partial<Bundle> = { context: { apiVersion: { path: '/{apiVersion}/**' } } }

test('a time that is no number is in no span (D12)', () => {
  const reason = (one: Grant): string =>
    answer(granting([one]), get('/', APP), { now: Number.NaN }).reason
  expect(reason(grant({ from: NOW }))).toBe('not-yet-valid')
  expect(reason(grant({ until: NOW }))).toBe('expired')
  expect(reason(grant())).toBe('granted')
})

describe('the reason is that of the grant that got furthest', () => {
  const reason = (grants: readonly Grant[], more: Partial<Bundle> = {}): string =>
    answer(granting(grants, {}, more), get('/v1', APP)).reason

  test('whatever the order of grants that do not fit', () => {
    const posting = grant({ methods: ['POST'] })
    const foreign = grant({ sets: [] })
    for (const turn of [(grants: Grant[]) => grants, (grants: Grant[]) => grants.toReversed()]) {
      expect(reason(turn([foreign, coming]))).toBe('not-yet-valid')
      expect(reason(turn([coming, ended]))).toBe('expired')
      expect(reason(turn([ended, posting]))).toBe('method-not-granted')
      expect(reason(turn([posting, versioned]), path)).toBe('condition-unmet')
    }
  })

  test('a later grant that fits decides all the same', () => {
    expect(reason([ended, coming, versioned, grant()], path)).toBe('granted')
  })

  test('what the deciding grant lacks is final', () => {
    const policy = granting([grant(), grant({ credentials: true })])
    expect(answer(policy, get('/', APP, cookie)).reason).toBe('credentials-not-granted')
    expect(answer(policy, socket('/', APP)).reason).toBe('websocket-not-granted')
  })

  test('unmet conditions let the next grant be tried', () => {
    const policy = granting([readers, grant({ exposeHeaders: ['etag'] })])
    expect(answer(policy, get('/', APP), { roles: ['reader'] }).grant).toBe(0)
    expect(answer(policy, get('/', APP)).grant).toBe(1)
    expect(answer(policy, preflight('/', APP, 'GET')).grant).toBe(0)
  })

  test('and give the reason where the next one fails earlier', () => {
    expect(reason([readers, ended])).toBe('condition-unmet')
    const credentialed = { ...readers, credentials: true }
    const policy = granting([credentialed, grant()])
    expect(answer(policy, get('/', APP, cookie)).reason).toBe('condition-unmet')
  })

  test('a token failure is final whatever came before', () => {
    const policy = granting([readers, tokened])
    expect(outcome(policy, get('/', APP))).toBe('token-required, 403')
    expect(outcome(policy, get('/', APP), { token: 'invalid' })).toBe('token-invalid, 403')
  })
})

test('the list of reasons is closed, and in the order of the rules', () => {
  expect(REASONS.join(' ')).toBe(
    'no-policy path-ambiguous cross-site-blocked same-origin not-cors rate-limited locked-down ' +
      'policy-stale origin-multiple origin-null origin-malformed resource-unmatched tenant-unknown ' +
      'origin-not-granted not-yet-valid expired method-not-granted websocket-not-granted ' +
      'credentials-not-granted request-headers-too-long headers-not-granted token-required ' +
      'token-invalid condition-unmet granted granted-any reach-only',
  )
})

describe('origins that are none', () => {
  const both = (grants: readonly Grant[]) =>
    ['null', 'broken', EVIL].map((origin) => answer(granting(grants), get('/', origin)).reason)

  test('match nothing but `*`', () => {
    expect(both([grant()])).toEqual(['origin-null', 'origin-malformed', 'origin-not-granted'])
    expect(both([grant(), anyone()])).toEqual(['granted-any', 'granted-any', 'granted-any'])
    expect(both([grant(), anyone({ methods: ['POST'] })])).toEqual(
      new Array(3).fill('method-not-granted'),
    )
  })

  test('several Origin lines match no grant but in an open resource, and no preflight', () => {
    const twice = (policy: Bundle, request = get('/', APP, ['Origin', EVIL])) =>
      answer(policy, request).reason
    expect(twice(granting([grant(), anyone()]))).toBe('origin-multiple')
    expect(twice(granting(anyone()))).toBe('granted-any')
    expect(twice(granting(anyone()), preflight('/', APP, 'GET', null, ['Origin', APP]))).toBe(
      'origin-multiple',
    )
    expect(twice(bundle([]))).toBe('origin-multiple')
    const listed = get('/', `${APP},${EVIL}`)
    expect(twice(granting(anyone()), listed)).toBe('granted-any')
    expect(twice(granting([grant(), anyone()]), listed)).toBe('origin-multiple')
  })
})

describe('an open resource', () => {
  const dated = granting(anyone({ until: NOW + 1000 }))

  test('has neither dates nor conditions', () => {
    expect(answer(granting(anyone()), get('/', null)).vary).toEqual([])
    expect(answer(dated, get('/', APP)).vary).toEqual(VARY_ACTUAL)
    expect(answer(dated, get('/', null)).headers).toEqual([])
    expect(answer(granting(anyone({ from: NOW })), get('/', APP)).vary).toEqual(VARY_ACTUAL)
    expect(answer(granting([anyone(), grant()]), get('/', null)).headers).toEqual([])
    expect(answer(granting([]), get('/', null)).vary).toEqual(VARY_ACTUAL)
    expect(headersOf(answer(dated, preflight('/', APP, 'GET')))['access-control-max-age']).toBe('1')
  })

  test('finds the grant of the method, and names what it exposes', () => {
    const policy = granting([
      anyone({ exposeHeaders: ['etag'] }),
      anyone({ methods: ['POST'], exposeHeaders: ['location'], timing: true }),
    ])
    expect(headersOf(answer(policy, requestTo('HEAD', '/', null)))).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag',
    })
    expect(headersOf(answer(policy, requestTo('POST', '/', EVIL)))).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'location',
      'timing-allow-origin': '*',
    })
    expect(answer(policy, requestTo('PUT', '/', null))).toMatchObject({
      headers: [],
      vary: VARY_ACTUAL,
    })
  })

  test('withholds itself from everybody where an Authorization is not named', () => {
    const line = ['Authorization', 'x'] as const
    const named = granting(anyone({ requestHeaders: ['*', 'authorization'] }))
    expect(answer(granting(anyone()), get('/', null, line))).toMatchObject({
      headers: [],
      vary: VARY_ACTUAL,
    })
    expect(answer(named, get('/', null, line))).toMatchObject({ vary: [] })
    expect(answer(named, get('/', APP, line)).reason).toBe('granted-any')
  })

  test('reach without read sends no CORS headers', () => {
    const policy = granting(anyone({ read: false }))
    expect(answer(policy, get('/', null))).toMatchObject({ headers: [], vary: VARY_ACTUAL })
    expect(answer(policy, get('/', APP))).toMatchObject({
      reason: 'reach-only',
      headers: [],
      vary: VARY_ACTUAL,
    })
  })

  test('is closed to an unknown tenant', () => {
    const tenants = { tenancy: { path: '/t/{tenant}' }, tenants: { acme: list([]) } }
    const policy = bundle([resource('shop', '/t/{tenant}', { grants: [anyone()] })], tenants)
    expect(answer(policy, get('/t/acme', null)).vary).toEqual([])
    expect(answer(policy, get('/t/other', null))).toMatchObject({ headers: [], vary: VARY_ACTUAL })
    expect(answer(policy, get('/t/other', APP)).reason).toBe('tenant-unknown')
  })
})

describe('API versions', () => {
  test('in the path are part of the fit, at a preflight too', () => {
    const policy = granting([versioned, grant({ methods: ['POST'] })], {}, path)
    expect(answer(policy, preflight('/v2', APP, 'GET')).reason).toBe('granted')
    expect(answer(policy, preflight('/v1', APP, 'GET')).reason).toBe('condition-unmet')
    expect(answer(policy, get('/v2', APP)).reason).toBe('granted')
    expect(answer(policy, get('/', APP)).reason).toBe('condition-unmet')
  })

  test('in a header are a condition, and the answer varies by it', () => {
    const header = { context: { apiVersion: { header: 'api-version' } } }
    const policy = granting(versioned, { isolate: true }, header)
    expect(answer(policy, preflight('/', APP, 'GET')).reason).toBe('granted')
    const decision = answer(policy, get('/', APP, ['Api-Version', 'v2']))
    expect(decision.reason).toBe('granted')
    expect(decision.vary).toEqual([
      'Origin',
      'Sec-Fetch-Site',
      'Sec-Fetch-Mode',
      'Sec-Fetch-Dest',
      'api-version',
    ])
    expect(answer(policy, get('/', APP)).reason).toBe('condition-unmet')
    expect(answer(granting(readers, {}, header), get('/', APP)).vary).toEqual(VARY_ACTUAL)
    expect(answer(granting(versioned), get('/', APP), { apiVersion: 'v2' }).vary).toEqual(
      VARY_ACTUAL,
    )
  })
})

describe('origins in several lists', () => {
  const sets = {
    old: list([APP], [], NOW),
    soon: list([APP], [], NOW + 60_000),
    ever: list([APP]),
    patterns: list([], ['https://*.example.com']),
  }
  const named = (...names: readonly string[]) => granting(grant({ sets: names }), {}, { sets })
  const maxAge = (policy: Bundle) =>
    headersOf(answer(policy, preflight('/', APP, 'GET')))['access-control-max-age']

  test('are granted until the last of the ends', () => {
    expect(answer(named('old'), get('/', APP)).reason).toBe('expired')
    expect(answer(named('old', 'soon'), get('/', APP)).reason).toBe('granted')
    expect(maxAge(named('old', 'soon'))).toBe('60')
    expect(maxAge(named('ever', 'old', 'soon'))).toBe('600')
    expect(maxAge(named('old', 'patterns'))).toBe('600')
    expect(answer(named('nosuch'), get('/', APP)).reason).toBe('origin-not-granted')
  })

  test('a directory of the tenant is one of them', () => {
    const shop = (grants: Grant) =>
      bundle([resource('shop', '/t/{tenant}', { grants: [grants] })], {
        sets,
        tenancy: { path: '/t/{tenant}' },
        tenants: { acme: list([APP], [], NOW + 30_000), globex: list([]) },
      })
    const directory = shop(grant({ sets: [], tenant: true }))
    const at = (policy: Bundle, tenant: string) =>
      answer(policy, preflight(`/t/${tenant}`, APP, 'GET'))
    expect(headersOf(at(directory, 'acme'))['access-control-max-age']).toBe('30')
    expect(at(directory, 'globex').reason).toBe('origin-not-granted')
    expect(headersOf(at(shop(grant({ sets: ['soon'], tenant: true })), 'acme'))).toMatchObject({
      'access-control-max-age': '60',
    })
    expect(at(shop(grant({ sets: ['soon'] })), 'globex').reason).toBe('granted')
    expect(at(shop(grant({ sets: [] })), 'acme').reason).toBe('origin-not-granted')
    expect(answer(directory, get('/t/acme', APP), { now: NOW + 30_000 }).reason).toBe('expired')
  })
})

describe('tokens', () => {
  const policy = bundle(
    [resource('api', '/api/{tenant}', { grants: [tokened] }), resource('a', '/')],
    { tenancy: { path: '/api/{tenant}' }, tenants: { acme: list([]) } },
  )
  const token = { id: 't1', origin: APP, tenant: 'acme', resource: 'api', until: NOW + 1 }
  const reason = (part: Partial<typeof token>, revokedTokens: readonly string[] = ['t0']) =>
    answer(policy, get('/api/acme', APP), { token: { ...token, ...part }, revokedTokens }).reason

  test('hold for one origin, tenant and resource, until their end, unless they are revoked', () => {
    expect(reason({})).toBe('granted')
    expect(reason({ origin: EVIL })).toBe('token-invalid')
    expect(reason({ tenant: 'globex' })).toBe('token-invalid')
    expect(reason({ resource: 'a' })).toBe('token-invalid')
    expect(reason({ until: NOW })).toBe('token-invalid')
    expect(reason({}, ['t0', 't1'])).toBe('token-invalid')
  })

  test('are checked after credentials, and never at a preflight', () => {
    expect(answer(policy, get('/api/acme', APP, cookie)).reason).toBe('credentials-not-granted')
    expect(answer(policy, preflight('/api/acme', APP, 'GET', 'marque-token')).reason).toBe(
      'granted',
    )
    expect(answer(policy, get('/', APP)).reason).toBe('granted')
  })
})

test('a grant to the tenant fits no origin where the tenant is unknown', () => {
  const sets = { a: list([APP]), b: list([APP]) }
  const policy = granting(grant({ sets: [], tenant: true }), {}, { sets })
  expect(answer(policy, get('/', APP)).reason).toBe('origin-not-granted')
})

test('one grant of several is enough for what the resource owns and varies by', () => {
  const header = { context: { apiVersion: { header: 'api-version' } } }
  const some = answer(granting([grant(), versioned], {}, header), get('/', APP))
  expect(some.vary).toEqual(['Origin', 'api-version'])
  const timed = answer(
    granting([grant({ timing: true }), grant({ methods: ['PUT'] })]),
    get('/', EVIL),
  )
  expect(timed.removes).toEqual(['timing-allow-origin'])
})

test('a `*` with a condition is not open', () => {
  const policy = granting(anyone({ when: { roles: ['reader'] } }))
  expect(answer(policy, get('/', null))).toMatchObject({ headers: [], vary: VARY_ACTUAL })
  expect(answer(policy, get('/', APP)).reason).toBe('condition-unmet')
})

test('exceptions do not shift the numbers of the grants', () => {
  const policy = granting([grant({ exception: 'EX-1', sets: [] }), grant({ sets: [] }), grant()])
  expect(answer(policy, get('/', APP))).toMatchObject({ grant: 1, exception: null })
})

test('a decision names resource and tenant, and its detail the cause', () => {
  const policy = granting([grant(), anyone({ methods: ['POST'] })])
  const detail = (request = get('/', APP)) => answer(policy, request).detail
  expect(detail()).toBe('allowed by a grant (resource api)')
  expect(detail(requestTo('POST', '/', EVIL))).toBe(
    'allowed by a grant to any origin (resource api)',
  )
  expect(detail(preflight('/', APP, 'GET'))).toBe('allowed by a grant (resource api)')
  expect(detail(get('/', EVIL))).toBe('no grant for this origin allows the method (resource api)')
  expect(detail(get('/', null))).toBe('no Origin header, so CORS does not apply (resource api)')
  expect(answer(bundle([]), get('/', APP)).detail).toBe(
    'no resource matches, so nothing is granted',
  )
})

test('several Access-Control-Request-Method lines are no method', () => {
  const two = preflight('/', APP, 'GET', null, ['Access-Control-Request-Method', 'GET'])
  expect(outcome(granting(grant()), two)).toBe('method-not-granted, 403')
  expect(outcome(granting(anyone()), two)).toBe('method-not-granted, 403')
})

test('an extended CONNECT is judged as GET, another CONNECT by its name', () => {
  const live = granting(grant({ credentials: true, websocket: true }))
  const extended = [':protocol', 'websocket'] as const
  expect(outcome(live, requestTo('CONNECT', '/', APP, extended))).toBe('granted, goes on')
  expect(outcome(live, requestTo('CONNECT', '/', APP))).toBe('method-not-granted, 403')
  expect(outcome(live, requestTo('CONNECT', '/', null, extended))).toBe('not-cors, goes on')
})
