/** What the target of a request and the entries of `self` say: D1, D2, D6, D23; ADR 0001, 1 to 6 and 13. */

import { decide, prepare } from '@marque/core'
import {
  API,
  APP,
  anyone,
  bundle,
  EVIL,
  get,
  grant,
  granting,
  list,
  match,
  NOW,
  preflight,
  requestTo,
  resource,
  socket,
} from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import { answer, layerAnswer, outcome, VARY_ACTUAL } from './answer.ts'

const NO_STORE = [['cache-control', 'no-store']]

describe('targets without a path', () => {
  const policy = bundle([resource('root', '/'), resource('rest', '/**')])
  test('have the path `/`', () => {
    for (const url of [API, `${API}/`, `${API}?x=/y`, `${API}/?x`]) {
      expect(answer(policy, get(url, APP)).resource, url).toBe('root')
    }
    expect(outcome(policy, get(`${API}?x#y`, APP))).toBe('path-ambiguous, 400')
    expect(outcome(policy, get(`${API}#`, APP))).toBe('path-ambiguous, 400')
    expect(outcome(policy, get(`${API}\\x`, APP))).toBe('path-ambiguous, 400')
  })

  test('asterisk-form is for a server-wide OPTIONS, and has no resource', () => {
    const star = (method: string, tail = '') =>
      outcome(policy, requestTo(method, `${API}*${tail}`, APP))
    expect(star('OPTIONS')).toBe('resource-unmatched, goes on')
    expect(star('OPTIONS', '?x=1')).toBe('resource-unmatched, goes on')
    expect(star('OPTIONS', '?')).toBe('resource-unmatched, goes on')
    expect(star('OPTIONS', '?x#')).toBe('path-ambiguous, 400')
    expect(star('OPTIONS', '/x')).toBe('path-ambiguous, 400')
    expect(star('OPTIONS', 'x')).toBe('path-ambiguous, 400')
    expect(star('GET')).toBe('path-ambiguous, 400')
    expect(star('')).toBe('path-ambiguous, 400')
    expect(outcome(policy, preflight(`${API}*`, APP, 'GET'))).toBe('resource-unmatched, 403')
    expect(outcome(policy, requestTo('OPTIONS', `${API}/*`, APP))).toBe(
      'method-not-granted, goes on',
    )
  })
})

describe('hosts that cannot be read', () => {
  const plain = granting(grant())

  test('are 400 for every kind, and a preflight is not stored', () => {
    const broken = 'https://u@api.example.com/'
    for (const request of [
      get(broken, null),
      get(broken, API),
      get(broken, APP),
      socket(broken, APP),
    ]) {
      const decision = answer(plain, request)
      expect(decision).toMatchObject({
        reason: 'path-ambiguous',
        status: 400,
        reach: false,
        vary: VARY_ACTUAL,
      })
      expect(decision.headers).toEqual([])
    }
    expect(answer(plain, preflight(broken, APP, 'GET')).headers).toEqual(NO_STORE)
    expect(answer(plain, get('/%2e', APP)).headers).toEqual([])
    expect(answer(plain, preflight('/%2e', APP, 'GET')).headers).toEqual(NO_STORE)
  })

  test('leave an entry of several unchosen', () => {
    const two = granting(grant(), {}, { self: [API, 'https://shop.example.com'] })
    expect(answer(two, get('https://u@api.example.com/', API))).toMatchObject({
      kind: 'actual',
      status: 400,
    })
    expect(answer(plain, get('https://u@api.example.com/', API)).kind).toBe('same-origin')
  })

  test('a Host line names the port as the scheme of the url would', () => {
    const host = (url: string, value: string) => outcome(plain, get(url, APP, ['Host', value]))
    expect(host('http://api.example.com/', 'api.example.com:80')).toBe('granted, goes on')
    expect(host('HTTP://api.example.com/', 'api.example.com:80')).toBe('granted, goes on')
    expect(host('http://api.example.com/', 'api.example.com:443')).toBe('path-ambiguous, 400')
    expect(host('https://api.example.com/', 'api.example.com:443')).toBe('granted, goes on')
    expect(host('ws://api.example.com/', 'api.example.com:80')).toBe('granted, goes on')
    expect(host('https://api.example.com:8443/', 'api.example.com')).toBe('path-ambiguous, 400')
  })
})

test('one engine answers each request as if it were the first', () => {
  const policy = bundle([
    resource('own', [match('/x', { host: 'a.example' }), match('/', { host: 'a.example' })]),
    resource('other', [match('/**', { host: 'b.example' })], { grants: [anyone()] }),
  ])
  const engine = prepare(policy)
  const urls = [
    'https://a.example/x',
    'https://a.example/x?y',
    'https://b.example/https://a.example',
    'https://a.example?/x',
    'https://a.example/x',
    'https://a.example*',
    'https://a.example/x',
    'https://a.example.evil.test/x',
    'https://b.example/https://a.example/x',
    'https://a.example/x',
    'https://a.example',
    'https://a.example?/x',
    'https://b.example/x/',
    'https://a.example:8443/x',
    'http://a.example/x',
    'https://c.example/x',
    'https://c.exampl/x',
    'https://u@a.example/x',
    'https://a.example*',
    'https:///x',
    '',
    'https://a.example/x',
  ]
  for (const url of [...urls, ...urls.toReversed()]) {
    const request = get(url === '' ? '/' : url, APP)
    expect(decide(engine, request, {}, { now: NOW }), url).toEqual(answer(policy, request))
  }
  expect(answer(policy, get('https://a.example.evil.test/x', APP)).resource).toBeNull()
  expect(answer(policy, get('https://a.example?/x', APP)).resource).toBe('own')
})

describe('D6: what is the request’s own', () => {
  const kind = (self: readonly string[], request = get('/', API)) =>
    answer(
      bundle([resource('shop', '/t/{tenant}/**'), resource('rest', '/**')], {
        self,
        tenancy: { host: '{tenant}.example.com' },
        tenants: { acme: list([]), globex: list([]) },
      }),
      request,
    ).kind
  const ACME = 'https://acme.example.com'
  const TENANTS = 'https://{tenant}.example.com'

  test('one entry at any Host', () => {
    expect(kind([API], get(`${EVIL}/`, API))).toBe('same-origin')
    expect(kind([API, APP], get(`${EVIL}/`, API))).toBe('actual')
    expect(kind([API, APP], get('/', API))).toBe('same-origin')
  })

  test('an entry with `{tenant}` by the tenant of the request', () => {
    expect(kind([TENANTS], get(`${ACME}/`, ACME))).toBe('same-origin')
    expect(kind([API, TENANTS], get(`${ACME}/`, ACME))).toBe('same-origin')
    expect(kind([API, TENANTS], get(`${ACME}/`, 'https://globex.example.com'))).toBe('actual')
    expect(
      kind([TENANTS], get('https://unknown.example.com/', 'https://unknown.example.com')),
    ).toBe('actual')
    // The path does not matter, whichever tenant it names.
    expect(kind([TENANTS], get(`${ACME}/t/globex`, ACME))).toBe('same-origin')
    expect(kind([TENANTS], get(`${ACME}/%2e`, ACME))).toBe('same-origin')
    expect(kind([TENANTS], preflight(`${ACME}/`, ACME, 'PUT'))).toBe('same-origin')
    const two = ['https://{tenant}.example.org', TENANTS]
    expect(kind(two, get(`${ACME}/`, ACME))).toBe('same-origin')
  })

  test('never one of several Origin lines', () => {
    const plain = granting(grant())
    const site = ['Sec-Fetch-Site', 'same-origin'] as const
    expect(answer(plain, get('/', API, ['Origin', EVIL])).reason).toBe('origin-multiple')
    expect(answer(plain, get('/', 'null', ['Origin', 'null'], site)).reason).toBe('origin-multiple')
  })

  test('fetch metadata joins Vary once', () => {
    const isolated = granting(grant(), { isolate: true })
    const decision = answer(isolated, get('/', 'null', ['Sec-Fetch-Site', 'same-origin']))
    expect(decision.kind).toBe('same-origin')
    expect(decision.vary).toEqual(['Origin', 'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest'])
  })
})

test('kinds need their own method', () => {
  const plain = granting(grant({ methods: ['GET', 'POST'] }))
  const requestMethod = ['Access-Control-Request-Method', 'GET'] as const
  expect(answer(plain, get('/', APP, requestMethod)).kind).toBe('actual')
  expect(answer(plain, requestTo('POST', '/', APP, [':protocol', 'websocket'])).kind).toBe('actual')
  expect(outcome(granting(grant()), requestTo('POST', '/', APP, [':protocol', 'websocket']))).toBe(
    'method-not-granted, goes on',
  )
})

test('an invalid origin is reported as such, also where no resource matches', () => {
  expect(answer(bundle([]), get('/', 'broken')).reason).toBe('origin-malformed')
  expect(answer(bundle([]), get('/', 'null')).reason).toBe('origin-null')
  expect(answer(granting([]), get('/', APP, ['Origin', APP])).reason).toBe('origin-multiple')
})

describe('requests that ask nothing', () => {
  const policy = granting([grant(), anyone({ timing: true })], { resourcePolicy: 'same-site' })
  const removes = ['cross-origin-resource-policy', 'timing-allow-origin']
  const headers = [['cross-origin-resource-policy', 'same-site']]

  test('carry what the resource sets for all', () => {
    for (const origin of [null, API]) {
      expect(answer(policy, get('/', origin))).toMatchObject({ resource: 'api', headers, removes })
    }
    expect(answer(policy, get('/', APP, ['Cookie', 'a']))).toMatchObject({ headers, removes })
    const plain = answer(granting(grant()), get('/', null))
    expect(plain).toMatchObject({ resource: 'api', headers: [], removes: [] })
    expect(answer(bundle([]), get('/', null))).toMatchObject({
      resource: null,
      headers: [],
      removes: [],
    })
  })

  test('and an isolated resource that stops them too', () => {
    const isolated = granting(grant(), { isolate: true, resourcePolicy: 'same-origin' })
    const decision = answer(isolated, get('/', null, ['Sec-Fetch-Site', 'cross-site']))
    expect(decision).toMatchObject({
      reason: 'cross-site-blocked',
      headers: [['cross-origin-resource-policy', 'same-origin']],
      vary: ['Origin', 'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest'],
    })
  })
})

test('answers of the layer are not stored, and say so once', () => {
  const policy = granting(grant({ exposeHeaders: ['x-a'] }))
  expect(layerAnswer(policy, preflight('/', EVIL, 'GET')).headers).toEqual(NO_STORE)
  expect(layerAnswer(policy, preflight('/%2e', APP, 'GET')).headers).toEqual(NO_STORE)
  expect(layerAnswer(policy, get('/', null)).headers).toEqual(NO_STORE)
  expect(layerAnswer(policy, get('/', APP)).headers).toEqual([
    ['access-control-allow-origin', APP],
    ['access-control-expose-headers', 'retry-after, www-authenticate, x-a'],
    ...NO_STORE,
  ])
  const open = layerAnswer(granting(anyone()), get('/', null))
  expect(open.headers).toEqual([
    ['access-control-allow-origin', '*'],
    ['access-control-expose-headers', 'retry-after, www-authenticate'],
    ...NO_STORE,
  ])
})
