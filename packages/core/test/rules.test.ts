/**
 * The rules D1 to D30, one after the other, each shown on a policy of a few lines.
 *
 * This is the place to start reading. The tables beside the sources of core and the conformance vectors go into every corner.
 */

import { answerHeaders, prepare, problem } from '@marque/core'
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
import { expect, test } from 'vitest'
import {
  answer,
  corsOf,
  headersOf,
  layerAnswer,
  outcome,
  VARY_ACTUAL,
  VARY_PREFLIGHT,
} from './answer.ts'

const HOUR = 3_600_000
const plain = granting(grant())
const cookie = ['Cookie', 'session=1'] as const

test('D1: what is judged is the raw target, and nothing of it is repaired', () => {
  const policy = bundle([resource('a', '/a')])
  expect(outcome(policy, get('/a?x=/b', APP))).toBe('granted, goes on')
  expect(outcome(policy, get('/x/../a', APP))).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('/%61', APP))).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('//evil.test/a', APP))).toBe('resource-unmatched, goes on')
})

test('D2: the host is that of the target, and every Host line must say the same', () => {
  const policy = bundle([resource('a', [match('/**', { host: 'api.example.com' })])])
  const host = (...values: readonly string[]) =>
    outcome(policy, get('/', APP, ...values.map((value) => ['Host', value] as const)))
  expect(host()).toBe('granted, goes on')
  expect(host('api.example.com')).toBe('granted, goes on')
  expect(host('API.example.com.:443')).toBe('granted, goes on')
  expect(host('api.example.com:80')).toBe('path-ambiguous, 400')
  expect(host('evil.test')).toBe('path-ambiguous, 400')
  expect(host('')).toBe('path-ambiguous, 400')
  expect(host('api.example.com', 'api.example.com')).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('https://u@api.example.com/', null))).toBe('path-ambiguous, 400')
  expect(outcome(policy, requestTo('GET', 'https:///', API))).toBe('path-ambiguous, 400')
})

test('D3: an origin is read strictly and compared byte for byte', () => {
  expect(outcome(plain, get('/', APP))).toBe('granted, goes on')
  expect(outcome(plain, get('/', 'https://APP.example.com'))).toBe('origin-malformed, goes on')
  expect(outcome(plain, get('/', `${APP}/`))).toBe('origin-malformed, goes on')
  expect(outcome(plain, get('/', `${APP} `))).toBe('origin-malformed, goes on')
  expect(outcome(plain, get('/', `${APP}:443`))).toBe('origin-malformed, goes on')
  expect(outcome(plain, get('/', `${APP}:8443`))).toBe('origin-not-granted, goes on')
})

test('D4: a path that two layers could read differently has no resource', () => {
  const policy = bundle([resource('public', '/public/**'), resource('private', '/private/**')])
  expect(outcome(policy, get('/public/a%20b', APP))).toBe('granted, goes on')
  expect(outcome(policy, get('/public;x/y', APP))).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('/public/%2e%2e/private', APP))).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('/Private', APP))).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('/public#', APP))).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('/public?#', APP))).toBe('path-ambiguous, 400')
})

test('D5: `/a/**` covers `/a`, never `/ab`', () => {
  const policy = bundle([resource('a', '/a/**')])
  const names = ['/a', '/a/', '/a/b', '/ab', '/'].map(
    (path) => answer(policy, get(path, APP)).resource,
  )
  expect(names).toEqual(['a', 'a', 'a', null, null])
})

test('D6: the kinds, in their order', () => {
  const kind = (request: ReturnType<typeof requestTo>) => answer(plain, request).kind
  expect(kind(get('/', null))).toBe('not-cors')
  expect(kind(get('/', ''))).toBe('not-cors')
  expect(kind(requestTo('OPTIONS', '/', null, ['Access-Control-Request-Method', 'PUT']))).toBe(
    'not-cors',
  )
  expect(kind(preflight('/', API, 'PUT'))).toBe('same-origin')
  expect(kind(preflight('/', APP, 'PUT'))).toBe('preflight')
  expect(kind(preflight('/', APP, ''))).toBe('actual')
  expect(kind(requestTo('OPTIONS', '/', APP))).toBe('actual')
  expect(kind(socket('/', APP))).toBe('websocket')
  expect(kind(get('/', APP, ['Upgrade', 'websocket']))).toBe('actual')
  expect(kind(get('/', APP, ['Connection', 'upgrade'], ['Upgrade', 'h2c']))).toBe('actual')
  expect(
    kind(requestTo('POST', '/', APP, ['Connection', 'upgrade'], ['Upgrade', 'websocket'])),
  ).toBe('actual')
  expect(kind(requestTo('CONNECT', '/', APP, [':protocol', 'websocket']))).toBe('websocket')
  expect(kind(requestTo('CONNECT', '/', APP))).toBe('actual')
  expect(kind(get('/', APP))).toBe('actual')
})

test('D6: a same-origin request is never blocked, and Host only chooses among the entries of self', () => {
  const one = granting(grant(), { enforce: 'block' })
  expect(answer(one, requestTo('POST', '/', API, cookie))).toMatchObject({
    kind: 'same-origin',
    reason: 'same-origin',
    reach: true,
    read: true,
    status: null,
    headers: [],
    vary: VARY_ACTUAL,
  })
  const shop = 'https://shop.example.com'
  const two = granting(grant(), { enforce: 'block' }, { self: [API, shop] })
  expect(answer(two, requestTo('POST', '/', API)).kind).toBe('same-origin')
  expect(answer(two, requestTo('POST', '/', shop)).kind).toBe('actual')
  expect(answer(two, requestTo('POST', `${shop}/`, shop)).kind).toBe('same-origin')
  expect(answer(two, requestTo('POST', `${EVIL}/`, EVIL)).kind).toBe('actual')
})

test('D6: `Origin: null` is same-origin where Sec-Fetch-Site says so, and Vary names it', () => {
  const decision = (...sites: readonly string[]) =>
    answer(plain, get('/', 'null', ...sites.map((site) => ['Sec-Fetch-Site', site] as const)))
  expect(decision('same-origin')).toMatchObject({
    kind: 'same-origin',
    vary: ['Origin', 'Sec-Fetch-Site'],
  })
  expect(decision('same-site').reason).toBe('origin-null')
  expect(decision('same-origin', 'same-origin').reason).toBe('origin-null')
  expect(answer(plain, get('/', APP, ['Sec-Fetch-Site', 'same-origin'])).kind).toBe('actual')
})

test('D7: the most specific resource decides, whatever the order; at a preflight by the requested method', () => {
  const resources = [
    resource('below', '/**'),
    resource('named', '/users/{id}'),
    resource('me', '/users/me'),
    resource('writes', [match('/users/me', { methods: ['PUT'] })], {
      grants: [grant({ methods: ['PUT'] })],
    }),
  ]
  for (const order of [resources, resources.toReversed()]) {
    const policy = bundle(order)
    expect(answer(policy, get('/users/me', APP)).resource).toBe('me')
    expect(answer(policy, get('/users/7', APP)).resource).toBe('named')
    expect(answer(policy, get('/users', APP)).resource).toBe('below')
    expect(answer(policy, preflight('/users/me', APP, 'PUT')).resource).toBe('writes')
    expect(answer(policy, preflight('/users/me', APP, 'GET')).resource).toBe('me')
    expect(answer(policy, requestTo('HEAD', '/users/me', APP)).resource).toBe('me')
  }
})

test('D8: nothing matched, nothing granted; `unmatched` says whether the request goes on', () => {
  const policy = (unmatched: 'headers' | 'block') => bundle([], { unmatched })
  expect(outcome(policy('headers'), get('/', APP))).toBe('resource-unmatched, goes on')
  expect(outcome(policy('block'), get('/', APP))).toBe('resource-unmatched, 403')
  expect(outcome(policy('headers'), preflight('/', APP, 'GET'))).toBe('resource-unmatched, 403')
  expect(answer(policy('block'), get('/', null)).reach).toBe(true)
})

test('D9: the first grant that fits decides, and requested headers never make the next one fit', () => {
  const policy = granting([
    grant({ methods: ['PUT'], requestHeaders: ['x-a'] }),
    grant({ methods: ['GET', 'PUT'], requestHeaders: ['x-b'] }),
  ])
  expect(answer(policy, preflight('/', APP, 'PUT', 'x-a')).grant).toBe(0)
  expect(answer(policy, preflight('/', APP, 'GET', 'x-b')).grant).toBe(1)
  expect(answer(policy, preflight('/', APP, 'PUT', 'x-b'))).toMatchObject({
    reason: 'headers-not-granted',
    grant: null,
  })
})

test('D10: where every grant is `*`, the answer is the same whatever Origin holds', () => {
  const open = granting(anyone({ exposeHeaders: ['etag'] }))
  const wanted = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag' }
  for (const origin of [null, 'null', APP, API, EVIL, 'no origin', 'a, b', 'file://']) {
    const decision = answer(open, get('/', origin))
    expect([headersOf(decision), decision.vary, decision.reach], `${origin}`).toEqual([
      wanted,
      [],
      true,
    ])
  }
  const denied = answer(open, requestTo('POST', '/', EVIL))
  expect([denied.reason, denied.headers, denied.vary]).toEqual([
    'method-not-granted',
    [],
    VARY_ACTUAL,
  ])
  const mixed = answer(granting([grant(), anyone()]), get('/', EVIL))
  expect([mixed.reason, mixed.vary]).toEqual(['granted-any', VARY_ACTUAL])
})

test('D11: a preflight ignores conditions that it cannot know, the actual request checks them', () => {
  const policy = granting(
    grant({ when: { roles: ['reader'] } }),
    {},
    { context: { roles: { claim: 'roles' } } },
  )
  expect(answer(policy, preflight('/', APP, 'GET')).reason).toBe('granted')
  expect(answer(policy, get('/', APP)).reason).toBe('condition-unmet')
  expect(answer(policy, get('/', APP), { roles: ['writer'] }).reason).toBe('condition-unmet')
  expect(answer(policy, get('/', APP), { roles: ['reader'] }).reason).toBe('granted')
  expect(answer(policy, get('/', APP), { claims: { roles: ['reader'] } }).reason).toBe('granted')
})

test('D12: a grant holds from `from` and before `until`', () => {
  const policy = granting(grant({ from: NOW, until: NOW + HOUR }))
  const at = (now: number) => answer(policy, get('/', APP), { now }).reason
  expect([at(NOW - 1), at(NOW), at(NOW + HOUR - 1), at(NOW + HOUR)]).toEqual([
    'not-yet-valid',
    'granted',
    'granted',
    'expired',
  ])
  const set = granting(grant(), {}, { sets: { web: list([APP], [], NOW) } })
  expect(answer(set, get('/', APP)).reason).toBe('expired')
  expect(answer(set, get('/', APP), { now: NOW - 1 }).reason).toBe('granted')
})

test('D13: credentials that the grant does not give deny the answer', () => {
  const carrying = (line: readonly [string, string], enforce: 'headers' | 'block' = 'headers') =>
    outcome(granting(grant(), { enforce }), get('/', APP, line))
  expect(carrying(cookie)).toBe('credentials-not-granted, goes on')
  expect(carrying(cookie, 'block')).toBe('credentials-not-granted, 403')
  expect(carrying(['Authorization', 'Bearer x'])).toBe('credentials-not-granted, goes on')
  expect(carrying(['Cookie', ' '])).toBe('granted, goes on')
  const named = granting(grant({ requestHeaders: ['authorization'] }))
  expect(outcome(named, get('/', APP, ['Authorization', 'x']))).toBe('granted, goes on')
  expect(outcome(named, get('/', APP, cookie))).toBe('credentials-not-granted, goes on')
  expect(outcome(granting(anyone()), get('/', APP, cookie))).toBe('granted-any, goes on')
  expect(outcome(granting(anyone()), get('/', APP, ['Authorization', 'x']))).toBe(
    'credentials-not-granted, goes on',
  )
  expect(outcome(granting(grant({ credentials: true })), get('/', APP, cookie))).toBe(
    'granted, goes on',
  )
})

test('D14: with `read: false` the request comes, and script never reads', () => {
  const form = grant({ methods: ['POST'], read: false })
  const policy = granting(form, { enforce: 'block' })
  const decision = answer(policy, requestTo('POST', '/', APP))
  expect(decision).toMatchObject({
    reason: 'reach-only',
    reach: true,
    read: false,
    headers: [],
    grant: 0,
  })
  expect(outcome(policy, preflight('/', APP, 'POST'))).toBe('reach-only, 403')
  expect(outcome(policy, requestTo('POST', '/', 'null'))).toBe('origin-null, 403')
  const nulls = granting({ ...form, nullReach: true }, { enforce: 'block' })
  expect(outcome(nulls, requestTo('POST', '/', 'null'))).toBe('reach-only, goes on')
  expect(outcome(nulls, requestTo('POST', '/', 'broken'))).toBe('origin-malformed, 403')
  expect(outcome(granting({ ...form, methods: ['GET'], nullReach: true }), get('/', 'null'))).toBe(
    'origin-null, goes on',
  )
})

test('D15: a tenant is known by host or path, and one is invisible to the others', () => {
  const portal = 'https://portal.acme.example'
  const policy = granting(
    grant({ sets: [], tenant: true }),
    {},
    {
      tenancy: { host: '{tenant}.api.example.com' },
      tenants: { acme: list([portal]), globex: list(['https://portal.globex.example']) },
    },
  )
  const at = (tenant: string) => `https://${tenant}.api.example.com/`
  expect(answer(policy, get(at('acme'), portal))).toMatchObject({
    reason: 'granted',
    tenant: 'acme',
  })
  expect(answer(policy, get(at('globex'), portal)).reason).toBe('origin-not-granted')
  expect(answer(policy, get(at('umbrella'), portal)).reason).toBe('tenant-unknown')
  expect(answer(policy, get('/', portal)).reason).toBe('origin-not-granted')
  expect(answer(policy, get('/', portal), { tenant: 'acme' }).reason).toBe('tenant-unknown')
  expect(answer(policy, get(at('acme'), portal), { tenant: 'globex' }).reason).toBe(
    'tenant-unknown',
  )
  const engine = prepare(policy)
  const [foreign, unknown] = [portal, EVIL].map((origin) => {
    const request = preflight(at('globex'), origin, 'GET')
    const decision = answer(policy, request)
    const { asked, ...rest } = problem(engine, decision, request)
    return JSON.stringify([answerHeaders(decision, []), decision.status, rest])
  })
  expect(foreign).toBe(unknown)
})

test('D16: an exception is a grant before all others, while its dates hold; no preflight needs its token', () => {
  const debug = 'https://debug.partner.example'
  const exception = grant({
    exception: 'EX-1',
    sets: [debug],
    requestHeaders: ['marque-token'],
    token: true,
    until: NOW + HOUR,
  })
  const policy = granting([exception, grant()], {}, { sets: { [debug]: list([debug]) } })
  const token = { id: 't1', origin: debug, tenant: null, resource: 'api', until: NOW + 1 }
  expect(outcome(policy, get('/', debug))).toBe('token-required, 403')
  expect(outcome(policy, get('/', debug), { token: 'invalid' })).toBe('token-invalid, 403')
  expect(outcome(policy, get('/', debug), { token: { ...token, origin: APP } })).toBe(
    'token-invalid, 403',
  )
  expect(outcome(policy, get('/', debug), { token, revokedTokens: ['t1'] })).toBe(
    'token-invalid, 403',
  )
  expect(answer(policy, get('/', debug), { token })).toMatchObject({
    reason: 'granted',
    exception: 'EX-1',
    grant: null,
  })
  expect(answer(policy, preflight('/', debug, 'GET', 'marque-token')).reason).toBe('granted')
  expect(answer(policy, get('/', debug), { now: NOW + HOUR }).reason).toBe('expired')
  expect(answer(policy, get('/', APP)).grant).toBe(0)
})

test('D17: `block` stops what is not granted; `headers` lets it go on, but not what no browser sends without a preflight', () => {
  const to = (method: string, enforce: 'headers' | 'block') =>
    outcome(granting(grant(), { enforce }), requestTo(method, '/', EVIL))
  for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) {
    expect(to(method, 'headers')).toBe('origin-not-granted, goes on')
    expect(to(method, 'block')).toBe('origin-not-granted, 403')
  }
  for (const method of ['PUT', 'DELETE', 'PATCH', 'post', 'CONNECT', '']) {
    expect(to(method, 'headers'), method).toBe('origin-not-granted, 403')
  }
  expect(answer(granting(grant(), { enforce: 'block' }), requestTo('PUT', '/', null)).reach).toBe(
    true,
  )
})

test('D18: a granted preflight gets 204, the whole grant, and Vary with three names', () => {
  const full = grant({
    methods: ['DELETE', 'GET'],
    requestHeaders: ['content-type', 'x-a'],
    exposeHeaders: ['etag'],
    credentials: true,
    maxAge: 7200,
  })
  const decision = answer(granting(full), preflight('/', APP, 'DELETE', 'x-a'))
  expect(decision).toMatchObject({
    status: 204,
    reach: false,
    read: true,
    reason: 'granted',
    vary: VARY_PREFLIGHT,
  })
  expect(decision.headers).toEqual([
    ['access-control-allow-origin', APP],
    ['access-control-allow-credentials', 'true'],
    ['access-control-allow-methods', 'DELETE, GET'],
    ['access-control-allow-headers', 'content-type, x-a'],
    ['access-control-max-age', '7200'],
  ])
  expect(answer(granting(anyone({ maxAge: 0 })), preflight('/', APP, 'HEAD')).headers).toEqual([
    ['access-control-allow-origin', '*'],
    ['access-control-allow-methods', 'GET'],
    ['access-control-max-age', '0'],
  ])
})

test('D18: Max-Age ends with what granted it', () => {
  const seconds = (policy: ReturnType<typeof granting>) =>
    headersOf(answer(policy, preflight('/', APP, 'GET')))['access-control-max-age']
  expect(seconds(granting(grant({ until: NOW + 90_999 })))).toBe('90')
  expect(seconds(granting(grant({ until: NOW + 999 })))).toBe('0')
  expect(seconds(granting(grant({ until: NOW + 600_000 })))).toBe('600')
  expect(seconds(granting(grant(), {}, { sets: { web: list([APP], [], NOW + 30_000) } }))).toBe(
    '30',
  )
  const both = { web: list([APP], [], NOW + 30_000), more: list([APP], [], NOW + 60_000) }
  expect(seconds(granting(grant({ sets: ['more', 'web'] }), {}, { sets: both }))).toBe('60')
  expect(
    seconds(granting(grant({ sets: ['more', 'web'], until: NOW + 5_000 }), {}, { sets: both })),
  ).toBe('5')
})

test('D19: a denied preflight reveals to an origin only what concerns itself', () => {
  const policy = granting(grant({ methods: ['PUT'], credentials: true, until: NOW }))
  const request = preflight('/', APP, 'PUT', 'x-secret')
  const decision = answer(policy, request)
  expect(decision).toMatchObject({
    status: 403,
    reason: 'expired',
    vary: VARY_PREFLIGHT,
    read: false,
  })
  expect(decision.headers).toEqual([['cache-control', 'no-store']])
  expect(problem(prepare(policy), decision, request)).toMatchObject({
    reason: 'origin-not-granted',
    asked: { origin: APP, method: 'PUT', headers: ['x-secret'] },
    contact: 'api-support@example.com',
  })
})

test('D20: a granted answer names the origin, and carries nothing of a preflight', () => {
  const decision = answer(
    granting(grant({ credentials: true, exposeHeaders: ['etag', 'link'] })),
    get('/', APP),
  )
  expect(decision.headers).toEqual([
    ['access-control-allow-origin', APP],
    ['access-control-allow-credentials', 'true'],
    ['access-control-expose-headers', 'etag, link'],
  ])
  expect(answer(plain, get('/', APP)).headers).toEqual([['access-control-allow-origin', APP]])
  expect(answer(plain, get('/', EVIL)).headers).toEqual([])
})

test('D21: answers that the layer makes are readable even where a condition is unmet, and never stored', () => {
  const policy = granting(
    grant({ credentials: true, exposeHeaders: ['etag'], when: { roles: ['reader'] } }),
  )
  expect(answer(policy, get('/', APP)).headers).toEqual([])
  const decision = layerAnswer(policy, get('/', APP))
  expect(decision.headers).toEqual([
    ['access-control-allow-origin', APP],
    ['access-control-allow-credentials', 'true'],
    ['access-control-expose-headers', 'etag, retry-after, www-authenticate'],
    ['cache-control', 'no-store'],
  ])
  expect(layerAnswer(policy, get('/', EVIL)).headers).toEqual([['cache-control', 'no-store']])
  expect(layerAnswer(policy, preflight('/', APP, 'GET'))).toMatchObject({
    headers: [['cache-control', 'no-store']],
    vary: VARY_PREFLIGHT,
  })
})

test('D22: the headers of the layer below go, its Vary is joined', () => {
  const policy = granting(grant({ timing: true }), { resourcePolicy: 'same-site' })
  const below = [
    ['Access-Control-Allow-Origin', '*'],
    ['Timing-Allow-Origin', '*'],
    ['Cross-Origin-Resource-Policy', 'cross-origin'],
    ['Vary', 'Accept, origin'],
    ['X-A', '1'],
  ] as const
  expect(answerHeaders(answer(policy, get('/', APP)), below)).toEqual([
    ['X-A', '1'],
    ['access-control-allow-origin', APP],
    ['cross-origin-resource-policy', 'same-site'],
    ['timing-allow-origin', APP],
    ['vary', 'Accept, origin'],
  ])
  expect(answerHeaders(answer(policy, get('/', EVIL)), below)).toEqual([
    ['X-A', '1'],
    ['cross-origin-resource-policy', 'same-site'],
    ['vary', 'Accept, origin'],
  ])
})

test('D23: an ambiguous path is 400 for what comes from elsewhere, and goes on for the rest', () => {
  const site = (value: string) => ['Sec-Fetch-Site', value] as const
  const decision = answer(plain, get('/%2e', null))
  expect(decision).toMatchObject({
    reach: true,
    read: false,
    status: null,
    vary: VARY_ACTUAL,
    resource: null,
  })
  expect(outcome(plain, get('/%2e', API))).toBe('path-ambiguous, goes on')
  expect(outcome(plain, get('/%2e', API, site('same-site')))).toBe('path-ambiguous, 400')
  expect(outcome(plain, get('/%2e', null, site('cross-site')))).toBe('path-ambiguous, 400')
  expect(outcome(plain, get('/%2e', null, site('same-origin')))).toBe('path-ambiguous, goes on')
  expect(outcome(plain, get('/%2e', APP))).toBe('path-ambiguous, 400')
  expect(answer(plain, preflight('/%2e', APP, 'GET'))).toMatchObject({
    status: 400,
    vary: VARY_ACTUAL,
    headers: [['cache-control', 'no-store']],
  })
})

test('D24: requested headers match in any case, order and spacing, within bounds', () => {
  const names = (value: string, requestHeaders = ['x-a', 'x-b']) =>
    answer(granting(grant({ requestHeaders })), preflight('/', APP, 'GET', value)).reason
  expect(names('x-a')).toBe('granted')
  expect(names(' X-B ,, x-a\t')).toBe('granted')
  expect(names('')).toBe('granted')
  expect(names('x-c')).toBe('headers-not-granted')
  expect(names('x a')).toBe('headers-not-granted')
  expect(names(new Array(128).fill('x-a').join())).toBe('granted')
  expect(names(new Array(129).fill('x-a').join())).toBe('request-headers-too-long')
  expect(names('x-a'.padEnd(8192))).toBe('granted')
  expect(names('x-a'.padEnd(8193))).toBe('request-headers-too-long')
  expect(names('x-c', ['*'])).toBe('granted')
  expect(names('Authorization', ['*'])).toBe('headers-not-granted')
})

test('D25: an ungranted WebSocket is 403 whatever `enforce` says, and a granted one carries no CORS header', () => {
  expect(outcome(plain, socket('/', APP))).toBe('websocket-not-granted, 403')
  expect(outcome(plain, socket('/', EVIL))).toBe('origin-not-granted, 403')
  expect(outcome(bundle([]), socket('/', APP))).toBe('resource-unmatched, 403')
  const live = granting(grant({ credentials: true, websocket: true }))
  const decision = answer(live, socket('/', APP, cookie))
  expect(decision).toMatchObject({
    reason: 'granted',
    reach: true,
    read: true,
    headers: [],
    vary: VARY_ACTUAL,
  })
  expect(answer(live, requestTo('CONNECT', '/', APP, [':protocol', 'websocket'])).reason).toBe(
    'granted',
  )
})

test('D26: an isolated resource stops requests from other sites that carry no Origin, navigations aside', () => {
  const policy = granting(grant(), { isolate: true })
  const sent = (method: string, site: string, mode: string, dest: string) =>
    outcome(
      policy,
      requestTo(
        method,
        '/',
        null,
        ['Sec-Fetch-Site', site],
        ['Sec-Fetch-Mode', mode],
        ['Sec-Fetch-Dest', dest],
      ),
    )
  expect(sent('GET', 'cross-site', 'no-cors', 'image')).toBe('cross-site-blocked, 403')
  expect(sent('GET', 'same-site', 'no-cors', 'script')).toBe('cross-site-blocked, 403')
  expect(sent('GET', 'cross-site', 'navigate', 'document')).toBe('not-cors, goes on')
  expect(sent('GET', 'cross-site', 'navigate', 'iframe')).toBe('cross-site-blocked, 403')
  expect(sent('POST', 'cross-site', 'navigate', 'document')).toBe('cross-site-blocked, 403')
  expect(sent('GET', 'none', 'navigate', 'document')).toBe('not-cors, goes on')
  const bare = answer(policy, get('/', null))
  expect(bare.reason).toBe('not-cors')
  expect(bare.vary).toEqual(['Origin', 'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest'])
  expect(outcome(policy, get('/', EVIL))).toBe('origin-not-granted, 403')
  expect(answer(policy, preflight('/', APP, 'GET')).vary).toEqual(VARY_PREFLIGHT)
})

test('D27: methods are compared with their case, and GET, HEAD and POST have real preflights', () => {
  const policy = granting(grant({ methods: ['GET', 'PATCH', 'POST'] }))
  const reasonOf = (method: string) => answer(policy, preflight('/', APP, method)).reason
  expect(['GET', 'HEAD', 'POST', 'PATCH'].map(reasonOf)).toEqual(new Array(4).fill('granted'))
  expect(['patch', 'get', 'PUT', 'OPTIONS'].map(reasonOf)).toEqual(
    new Array(4).fill('method-not-granted'),
  )
  expect(answer(granting(grant({ methods: ['HEAD'] })), get('/', APP)).reason).toBe(
    'method-not-granted',
  )
  const twice = preflight('/', APP, 'GET', null, ['Access-Control-Request-Method', 'GET'])
  expect(answer(policy, twice).reason).toBe('method-not-granted')
})

test('D28: the headers of Private Network Access are never sent', () => {
  const privateNetwork = ['Access-Control-Request-Private-Network', 'true'] as const
  const decision = answer(plain, preflight('/', APP, 'GET', null, privateNetwork))
  expect(decision.reason).toBe('granted')
  expect(corsOf(decision)).toEqual([
    'access-control-allow-origin',
    'access-control-allow-methods',
    'access-control-max-age',
  ])
})
