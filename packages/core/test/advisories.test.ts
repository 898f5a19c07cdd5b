/**
 * One test for each public defect of the field that a decision can show, named after it.
 *
 * Those that the check of a policy prevents are in the package `policy`. OPA GHSA-g2pf-6v5v-qcc8 (an unsigned bundle accepted) belongs to
 * what fetches bundles.
 */

import {
  answerHeaders,
  bundleBytes,
  decide,
  isCanonicalOrigin,
  prepare,
  readBundle,
} from '@marque/core'
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
import { answer, corsOf, headersOf, outcome, VARY_ACTUAL } from './answer.ts'

const cookie = ['Cookie', 'a=1'] as const
const plain = granting(grant())
const from = (exact: readonly string[], patterns: readonly string[] = []) =>
  granting(grant(), {}, { sets: { web: list(exact, patterns) } })
const reason = (policy: ReturnType<typeof granting>, origin: string) =>
  answer(policy, get('/', origin)).reason
const refused = (policy: ReturnType<typeof granting>) => 'code' in readBundle(bundleBytes(policy))

test('rs/cors #170, GO-2024-2883: a list of request headers is bounded before it is looked into', () => {
  const policy = granting(grant({ requestHeaders: ['x-a'] }))
  for (const value of [','.repeat(1 << 22), 'x-a,'.repeat(1 << 20), 'x'.repeat(1 << 22)]) {
    expect(answer(policy, preflight('/', APP, 'GET', value)).reason).toBe(
      'request-headers-too-long',
    )
  }
})

test('rs/cors CVE-2018-20744, Tomcat CVE-2018-8014, Hono CVE-2026-54290: `*` never becomes a reflected origin with credentials', () => {
  const open = granting(anyone())
  expect(refused(granting(anyone({ credentials: true })))).toBe(true)
  for (const origin of [EVIL, 'null', APP]) {
    expect(headersOf(answer(open, get('/', origin, cookie)))).toEqual({
      'access-control-allow-origin': '*',
    })
  }
})

test('Hono GHSA-q7jf-gf43-6x6p, oRPC#1661: Vary of the request is not copied into the answer', () => {
  const decision = answer(plain, get('/', APP, ['Vary', 'X-Secret']))
  expect(answerHeaders(decision, []).at(-1)).toEqual(['vary', 'Origin'])
})

test('Hono #2932, #4471, tuupola#93: Vary of the application is not overwritten', () => {
  const decision = answerHeaders(answer(plain, get('/', APP)), [['Vary', 'Accept-Language']])
  expect(decision.at(-1)).toEqual(['vary', 'Accept-Language, Origin'])
})

test('Hono GHSA-8j4g-w8fx-2239: padding within the bounds is read in one pass', () => {
  const policy = granting(grant({ requestHeaders: ['x-a'] }))
  const reasonOf = (value: string) => answer(policy, preflight('/', APP, 'GET', value)).reason
  expect(reasonOf(`x-a${' '.repeat(8000)}@`)).toBe('headers-not-granted')
  expect(reasonOf(`x-a${' '.repeat(8000)},x-a`)).toBe('granted')
  expect(reasonOf(`x-a${' \t'.repeat(60_000)}`)).toBe('request-headers-too-long')
})

test('jub0bs/cors GHSA-vhxv-fg4m-p2w8, fcors GHSA-v84h: origins of one index do not grow together', () => {
  const policy = from(
    ['https://foo.com', 'https://bar.com'],
    ['https://*.foo.com', 'https://*.bar.com'],
  )
  for (const host of ['barfoo.com', 'foobar.com', 'foo.combar.com']) {
    expect(reason(policy, `https://${host}`)).toBe('origin-not-granted')
  }
  expect(reason(policy, 'https://bar.foo.com')).toBe('granted')
})

test('jub0bs/cors #12, #15: what is listed is granted, origins and header names alike', () => {
  const hosts = ['a.example', 'aa.example', 'ba.example', 'b.a.example', 'a.b.example']
  const policy = from(hosts.map((host) => `https://${host}`))
  expect(hosts.map((host) => reason(policy, `https://${host}`))).toEqual(hosts.map(() => 'granted'))
  const names = ['a', 'ab', 'abc', 'abd', 'b', 'content-type', 'x-requested-with']
  const headers = granting(grant({ requestHeaders: names }))
  for (const name of names)
    expect(answer(headers, preflight('/', APP, 'GET', name)).read).toBe(true)
})

test('jub0bs/cors #14, rs/cors #198: parts that answers share cannot be changed', () => {
  const engine = prepare(granting(grant({ credentials: true })))
  const request = () => decide(engine, preflight('/', APP, 'GET'), {}, { now: NOW })
  const first = request()
  expect(Object.isFrozen(first.vary)).toBe(true)
  for (const line of first.headers.slice(1)) expect(Object.isFrozen(line)).toBe(true)
  const wanted = structuredClone(first)
  ;(first.headers as unknown[]).length = 0
  expect(request()).toEqual(wanted)
})

test('gin-contrib/cors CVE-2019-25211: nothing may follow the host of a pattern', () => {
  const policy = from(['https://example.com'], ['https://*.example.com'])
  expect(reason(policy, 'https://example.community')).toBe('origin-not-granted')
  expect(reason(policy, 'https://a.example.community')).toBe('origin-not-granted')
})

test('go-restful CVE-2022-1996, Kong #3832, starlette #801, sanic-cors CVE-2026-37737, martini #6, Quarkus #34718: no text is an expression', () => {
  const policy = from(['https://app.example.com'])
  expect(reason(policy, 'https://appxexample.com')).toBe('origin-not-granted')
  expect(reason(policy, 'https://app.example.com.evil.test')).toBe('origin-not-granted')
  expect(reason(policy, 'https://evil-app.example.com')).toBe('origin-not-granted')
  expect(reason(policy, 'https://evil.test?https://app.example.com')).toBe('origin-malformed')
  expect(reason(policy, 'https://evil.test\nhttps://app.example.com')).toBe('origin-malformed')
  expect(reason(policy, 'http://https://app.example.com')).toBe('origin-malformed')
})

test('ingress-nginx #10206: an empty entry matches no origin', () => {
  const policy = from(['', 'https://app.example.com'])
  expect(refused(policy)).toBe(true)
  expect(reason(policy, EVIL)).toBe('origin-not-granted')
  expect(answer(policy, get('/', '')).kind).toBe('not-cors')
})

test('ingress-nginx #7112: an unusual scheme is read, and one that cannot be read widens nothing', () => {
  expect(reason(from(['capacitor://localhost']), 'capacitor://localhost')).toBe('granted')
  expect(reason(from(['capacitor://localhost']), 'https://localhost')).toBe('origin-not-granted')
  expect(reason(from([], ['capa_citor://*']), EVIL)).toBe('origin-not-granted')
})

test('ingress-nginx #7904: names with a hyphen fit a pattern', () => {
  expect(reason(from([], ['https://*.example.com']), 'https://my-app.example.com')).toBe('granted')
})

test('flask-cors CVE-2024-6866, -6844, -6839, -6221, -1681: case, `+`, specificity, private network, logs', () => {
  const policy = bundle([
    resource('a', '/a+b'),
    resource('long', '/{averyveryverylongname}/**'),
    resource('specific', '/x/y'),
  ])
  expect(answer(policy, get('/A+b', APP)).reason).toBe('path-ambiguous')
  expect(answer(policy, get('/a+b', APP)).resource).toBe('a')
  expect(answer(policy, get('/a%20b', APP)).resource).toBe('long')
  expect(answer(policy, get('/x/y', APP)).resource).toBe('specific')
  const network = ['Access-Control-Request-Private-Network', 'true'] as const
  const granted = answer(policy, preflight('/x/y', APP, 'GET', null, network))
  expect(corsOf(granted)).not.toContain('access-control-allow-private-network')
  const forged = answer(policy, get('/x/y', 'https://x\r\nERROR forged log line'))
  expect(forged.detail).not.toContain('forged')
})

test('flask-cors before 3.0.9: a path with dot segments is not matched at all', () => {
  const policy = bundle([resource('public', '/public/**')])
  for (const path of ['/public/../private', '/public/%2e%2e/private', '/public/..;/private']) {
    expect(outcome(policy, get(path, APP)), path).toBe('path-ambiguous, 400')
  }
})

test('Envoy #14233, emissary #2455: a denied preflight is not forwarded, and headers from below do not win', () => {
  const decision = answer(plain, preflight('/', EVIL, 'GET'))
  expect(decision).toMatchObject({ reach: false, status: 403 })
  expect(
    answerHeaders(decision, [['Access-Control-Allow-Origin', EVIL]]).map(([name]) => name),
  ).toEqual(['cache-control', 'vary'])
})

test('Traefik #5567, #6014, #7607, encore #867: one Access-Control-Allow-Origin, whatever the layer below adds', () => {
  const below = [
    ['Access-Control-Allow-Origin', APP],
    ['access-control-allow-origin', '*'],
  ] as const
  const lines = answerHeaders(answer(plain, get('/', APP)), below)
  expect(lines.filter(([name]) => /^access-control-allow-origin$/i.test(name))).toEqual([
    ['access-control-allow-origin', APP],
  ])
})

test('Traefik CVE-2025-32431, GHSA-vrch-868g-9jx5, CVE-2025-66490, Envoy CVE-2019-9901, CVE-2021-29492, CVE-2021-32779, Caddy CVE-2026-27587, Go CVE-2025-47910, Rack CVE-2026-22860: one path has one spelling', () => {
  const policy = bundle([
    resource('open', '/**', { grants: [anyone()] }),
    resource('admin', '/admin/**', { enforce: 'block', grants: [] }),
  ])
  const spellings = [
    '/x/../admin/users',
    '/x%2f..%2fadmin',
    '/%61dmin/users',
    '/%2561dmin/users',
    '//admin/users',
    '/admin%2fusers/..',
    '\\admin\\users',
    '/x\\..\\admin',
    '/ADMIN/users',
    '/admin;x/users',
    '/x/..;/admin',
    '/admin#/x',
    '/./admin',
  ]
  for (const path of spellings)
    expect(outcome(policy, get(path, EVIL)), path).toBe('path-ambiguous, 400')
  expect(outcome(policy, get('/admin/users', EVIL))).toBe('origin-not-granted, 403')
})

test('Traefik #12402: a legitimate `%2F` breaks no preflight', () => {
  const policy = bundle([
    resource('files', '/files/**'),
    resource('projects', [match('/projects/{id}', { encodedSlash: 'data' })]),
  ])
  expect(answer(policy, preflight('/files/a%2Fb', APP, 'GET')).reason).toBe('granted')
  expect(answer(policy, preflight('/projects/group%2Fname', APP, 'GET')).reason).toBe('granted')
})

test('Spring CVE-2020-5397: no preflight reaches the handler', () => {
  for (const policy of [plain, granting(anyone()), bundle([])]) {
    for (const request of [
      preflight('/', APP, 'GET'),
      preflight('/', EVIL, 'PUT'),
      preflight('/%2e', APP, ''),
    ]) {
      const decision = answer(policy, request)
      if (decision.kind === 'preflight') expect(decision.reach).toBe(false)
    }
  }
})

test('Quarkus #29542, #51541, #36936, #31631: same-origin requests are not blocked, methods are no access list, `null` is not an identity', () => {
  const policy = granting(grant(), { enforce: 'block' })
  expect(outcome(policy, requestTo('POST', '/', API))).toBe('same-origin, goes on')
  expect(outcome(policy, requestTo('DELETE', '/', API))).toBe('same-origin, goes on')
  expect(outcome(policy, requestTo('DELETE', '/', null))).toBe('not-cors, goes on')
  expect(outcome(policy, get('/', 'null'))).toBe('origin-null, 403')
})

test('Gradio #7503, #13594: Host never says what is same-origin', () => {
  const policy = granting(grant(), { enforce: 'block' })
  const request = get(`${EVIL}/`, EVIL, ['Host', 'evil.test'])
  expect(outcome(policy, request)).toBe('origin-not-granted, 403')
})

test('StackStorm #6390, IBM context-forge #6941: a response to a denied origin names no other, and an empty list grants none', () => {
  const decision = answer(plain, get('/', EVIL))
  expect(JSON.stringify([decision.headers, decision.vary])).not.toContain(APP)
  expect(reason(from([]), EVIL)).toBe('origin-not-granted')
  expect(reason(granting([]), EVIL)).toBe('origin-not-granted')
  expect(reason(granting(grant({ sets: [] })), APP)).toBe('origin-not-granted')
})

test('expressjs/cors #106, #330, #332, fastify-cors #44, #287, #291: Vary is on denied and Origin-less answers, and not on static ones', () => {
  for (const origin of [null, EVIL, APP, 'null'])
    expect(answer(plain, get('/', origin)).vary).toEqual(VARY_ACTUAL)
  for (const origin of [null, EVIL, APP]) {
    expect(answer(granting(anyone()), get('/', origin)).vary).toEqual([])
  }
})

test('Kong #4261, Helidon #12190, #12512: a default port has one spelling, without', () => {
  expect(reason(from(['https://a.example']), 'https://a.example:443')).toBe('origin-malformed')
  expect(reason(from(['https://a.example:8443']), 'https://a.example')).toBe('origin-not-granted')
  expect(refused(from(['https://a.example:443']))).toBe(true)
})

test('actor-ts #1516: no line end of an Origin comes into an answer', () => {
  for (const policy of [plain, granting(anyone()), from([], ['https://*.example.com'])]) {
    const decision = answer(policy, get('/', 'https://a.example.com\r\nSet-Cookie: a=1'))
    expect(JSON.stringify(answerHeaders(decision, []))).not.toContain('Set-Cookie')
  }
})

test('koa/cors GHSA-qxrj-hx23-xp82: nothing is granted by default', () => {
  expect(answer(bundle([]), get('/', EVIL)).headers).toEqual([])
  expect(answer(granting([]), get('/', EVIL)).headers).toEqual([])
})

test('openfga CVE-2026-55689: what is missing never means that nothing is checked', () => {
  const policy = granting(grant({ token: true, requestHeaders: ['marque-token'] }))
  expect(outcome(policy, get('/', APP))).toBe('token-required, 403')
  const token = { id: '1', origin: APP, tenant: null, until: NOW + 1 }
  expect(outcome(policy, get('/', APP), { token: token as never })).toBe('token-invalid, 403')
  const condition = granting(grant({ when: { roles: ['reader'] } }))
  expect(answer(condition, get('/', APP), { roles: [] }).reason).toBe('condition-unmet')
})

test('gorilla/handlers CVE-2017-20146, rack-cors CVE-2019-18978: the requester chooses no origin, and no path beside the resource', () => {
  const policy = bundle([resource('api', '/api/**')])
  expect(
    answer(policy, get('/api', EVIL, ['X-Forwarded-Host', 'app.example.com'])).headers,
  ).toEqual([])
  expect(answer(policy, get('/apis', APP)).reason).toBe('resource-unmatched')
  expect(answer(policy, get('/api/../secret', APP)).reason).toBe('path-ambiguous')
})

test('traps of the platform: custom schemes are not `null`, repaired texts are no origins, look-ups find own entries only', () => {
  expect(reason(from(['app://a']), 'null')).toBe('origin-null')
  for (const text of [
    'https:app.example.com',
    'https://app.example.com\t',
    'https:\\\\a.example',
  ]) {
    expect(isCanonicalOrigin(text), text).toBe(false)
  }
  for (const origin of ['constructor', '__proto__', 'https://constructor']) {
    expect(answer(plain, get('/', origin)).read).toBe(false)
  }
  expect(outcome(plain, socket('/', EVIL))).toBe('origin-not-granted, 403')
})
