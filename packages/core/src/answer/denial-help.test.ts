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
  preflight,
  requestTo,
  resource,
} from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import type { Bundle } from '../bundle/bundle.ts'
import { decide } from '../decide/decide.ts'
import { prepare } from '../prepared/prepared-policy.ts'
import { problemTexts } from '../reasons.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import { problem } from './problem.ts'

const NOW = Date.UTC(2098, 10, 22)
const moment = { now: NOW }
const PARTNER = 'https://partner.example'
const ASK = '; or ask api-support@example.com for a grant'

function helpFor(policy: Bundle, request: RequestFacts): string {
  const engine = prepare(policy)
  const decision = decide(engine, request, {}, moment)
  expect(decision.read).toBe(false)
  return problem(engine, decision, request, moment).help
}

const withHeaders = (request: RequestFacts, ...more: HeaderLine[]): RequestFacts => ({
  ...request,
  headers: [...request.headers, ...more],
})

describe('F5: a method that is not granted', () => {
  const patch = granting(grant({ methods: ['GET', 'PATCH'] }))
  test('is named, with those that are', () => {
    const want = `\`PUT\` is not granted to this origin here; granted: \`GET\`, \`PATCH\`${ASK}`
    expect(helpFor(patch, preflight('/x', APP, 'PUT'))).toBe(want)
    expect(helpFor(patch, requestTo('PUT', '/x', APP))).toBe(want)
  })
  test('in another case is the mistake', () => {
    expect(helpFor(patch, preflight('/x', APP, 'patch'))).toBe(
      `\`patch\` is not granted, \`PATCH\` is: methods are case-sensitive${ASK}`,
    )
  })
  test('several grants for the origin count together, those of others do not', () => {
    const policy = granting(
      [
        grant({ methods: ['GET'] }),
        grant({ methods: ['POST'] }),
        grant({ sets: ['partners'], methods: ['DELETE'] }),
      ],
      {},
      { sets: { partners: list([PARTNER]) } },
    )
    expect(helpFor(policy, preflight('/x', APP, 'PUT'))).toContain('granted: `GET`, `POST`;')
    expect(helpFor(policy, preflight('/x', PARTNER, 'PUT'))).toContain('granted: `DELETE`;')
  })
  test('a grant that has ended or not begun is not revealed', () => {
    const policy = granting([
      grant({ methods: ['GET'] }),
      grant({ methods: ['PUT'], until: NOW }),
      grant({ methods: ['DELETE'], from: NOW + 1 }),
    ])
    expect(helpFor(policy, preflight('/x', APP, 'POST'))).toContain('granted: `GET`;')
  })
  test('in a match is named too', () => {
    const policy = bundle([
      resource('api', [match('/x', { methods: ['GET', 'PATCH'] })], {
        grants: [grant({ methods: ['GET', 'PATCH'] })],
      }),
    ])
    expect(helpFor(policy, preflight('/x', APP, 'PUT'))).toBe(
      `\`PUT\` is not granted to this origin here; granted: \`GET\`, \`PATCH\`${ASK}`,
    )
  })
  test('where any origin is granted', () => {
    const policy = granting(anyone({ methods: ['GET'] }), { sensitivity: 'public' })
    expect(helpFor(policy, preflight('/x', EVIL, 'PUT'))).toContain('granted: `GET`;')
  })
})

describe('F5: request headers', () => {
  const policy = granting(grant({ requestHeaders: ['content-type', 'x-trace'] }))
  test('the one of three that is not granted is named', () => {
    expect(helpFor(policy, preflight('/x', APP, 'GET', 'content-type,x-note,x-trace'))).toBe(
      `\`x-note\` is not granted as a request header to this origin here; granted: \`content-type\`, \`x-trace\`${ASK}`,
    )
  })
  test('two, and none that is granted', () => {
    expect(helpFor(granting(grant()), preflight('/x', APP, 'GET', 'x-a, X-B'))).toBe(
      `\`x-a\`, \`x-b\` are not granted as request headers to this origin here; no request header is${ASK}`,
    )
  })
  test('`*` does not cover Authorization', () => {
    const any = granting(anyone({ requestHeaders: ['*'] }), { sensitivity: 'public' })
    expect(helpFor(any, preflight('/x', APP, 'GET', 'authorization'))).toContain(
      'granted: `*`, which does not cover `authorization`',
    )
  })
})

describe('F5: API version', () => {
  test('of the path that no resource has', () => {
    const policy = bundle([resource('orders', '/v1/orders/**')])
    expect(helpFor(policy, get('/v2/orders/7?a=/v3/', APP))).toBe(
      `API version \`v2\` is not granted to this origin here; granted: \`v1\`${ASK}`,
    )
  })
  test('where another origin has it, nothing is said', () => {
    const policy = bundle([resource('orders', '/v1/orders/**')])
    expect(helpFor(policy, get('/v2/orders/7', EVIL))).toBe(
      'check host, path and method, or ask api-support@example.com for a grant',
    )
  })
  test('of a condition on the path', () => {
    const when = { apiVersion: ['v1', 'v2'] }
    const policy = granting(
      grant({ when }),
      {},
      { context: { apiVersion: { path: '/{version}/**' } } },
    )
    expect(helpFor(policy, get('/v3/x', APP))).toContain('granted: `v1`, `v2`;')
  })
  test('of a condition on the path that names a version of no condition', () => {
    const context = { apiVersion: { path: '/{apiVersion}/**' } }
    const policy = bundle(
      [
        resource('api', [match('/v1/**'), match('/v2/**')], {
          grants: [grant({ methods: ['GET', 'PATCH'], when: { apiVersion: ['v2'] } })],
        }),
      ],
      { context },
    )
    expect(helpFor(policy, get('/v1/x', APP))).toBe(
      `API version \`v1\` is not granted to this origin here; granted: \`v2\`${ASK}`,
    )
    expect(helpFor(policy, get('https://api.example.com/v1?a=1', APP))).toContain('version `v1`')
    expect(helpFor(policy, preflight('/v1/x', APP, 'PUT'))).not.toContain('case')
  })
  test('of a condition on the path', () => {
    const when = { apiVersion: ['v2'] }
    const context = { apiVersion: { path: '/api/{apiVersion}/**' } }
    const policy = granting(grant({ when }), {}, { context })
    expect(helpFor(policy, get('/api/v9/x', APP))).toContain('API version `v9` is not')
    for (const path of ['/api', '/api/', '/other/v9']) {
      expect(helpFor(policy, get(path, APP))).toContain('a request without an API version')
    }
  })
  test('of a condition on a header', () => {
    const when = { apiVersion: ['2'] }
    const policy = granting(
      grant({ when }),
      {},
      { context: { apiVersion: { header: 'x-version' } } },
    )
    expect(helpFor(policy, withHeaders(get('/x', APP), ['x-version', '3']))).toBe(
      `API version \`3\` is not granted to this origin here; granted: \`2\`${ASK}`,
    )
    expect(helpFor(policy, get('/x', APP))).toContain('a request without an API version')
  })
  test('a role that is missing is not a version', () => {
    const when = { apiVersion: ['2'], roles: ['reader'] }
    const context = { apiVersion: { header: 'x-version' }, roles: { claim: 'roles' } }
    const policy = granting(grant({ when }), {}, { context })
    expect(helpFor(policy, withHeaders(get('/x', APP), ['x-version', '2']))).toMatch(
      /^check the login/,
    )
  })
})

describe('F5: credentials', () => {
  test('Authorization without a cookie', () => {
    const request = withHeaders(get('/x', APP), ['Authorization', 'Bearer x'])
    expect(helpFor(granting(grant()), request)).toMatch(/^the Authorization header is not granted/)
  })
  test('a cookie', () => {
    const request = withHeaders(get('/x', APP), ['Cookie', 'a=b'])
    expect(helpFor(granting(grant()), request)).toContain("`credentials: 'omit'`")
  })
})

test('F5: an unknown origin learns nothing of what others may send', () => {
  const policy = granting(grant({ methods: ['GET', 'PATCH'], requestHeaders: ['x-secret'] }))
  for (const request of [
    preflight('/x', EVIL, 'PUT', 'x-note'),
    requestTo('PUT', '/x', EVIL),
    requestTo('PUT', '/x', 'null'),
    { ...get('/x', EVIL), url: `${API}/a/../b` },
  ]) {
    expect(helpFor(policy, request)).not.toMatch(/PATCH|x-secret|GET/)
  }
})

test('F5: control characters of the request are escaped', () => {
  const policy = granting(grant())
  expect(helpFor(policy, preflight('/x', APP, 'GET', 'x-\u0007'))).not.toContain('\u0007')
})

test('user information in the URL is named, rather than dot segments', () => {
  const help = helpFor(granting(grant()), get('https://user:secret@api.example.com/x', APP))
  expect(help).toBe('remove the user information (`user:password@`) from the URL')
})

describe('F17: a Host that makes the request ambiguous is named, rather than the path', () => {
  const policy = granting(grant())
  const withHost = (...hosts: readonly string[]): RequestFacts =>
    withHeaders(get('/x', APP), ...hosts.map((host): HeaderLine => ['Host', host]))

  test.each<[string, RequestFacts, string]>([
    [
      'another host',
      withHost('other.example.com'),
      'send `Host` with the host of the URL: the URL has `api.example.com`, `Host` has `other.example.com`; a proxy in front may have changed one of them',
    ],
    [
      'another port',
      withHost('api.example.com:8443'),
      'send `Host` with the host of the URL: the URL has `api.example.com`, `Host` has `api.example.com:8443`; a proxy in front may have changed one of them',
    ],
    [
      'two lines',
      withHost('api.example.com', 'api.example.com'),
      'send one `Host`: the request has 2, and servers read different ones',
    ],
    [
      'an empty line',
      withHost(''),
      'send `Host` with the host of the URL: the URL has `api.example.com`, `Host` has ``; a proxy in front may have changed one of them',
    ],
    [
      'no host at all',
      get('https:///x', APP),
      'send `Host` with the host of the URL: the request names no host',
    ],
    [
      'an invalid port',
      get('https://api.example.com:0/x', APP),
      '`api.example.com:0` in `Host` or in the URL is no valid host: expected a name or an address, and a port from 1 to 65535',
    ],
  ])('%s', (_, request, help) => {
    expect(helpFor(policy, request)).toBe(help)
  })

  test('with the Host of the URL the path is the cause', () => {
    const request = withHeaders(get('/%2e%2e/x', APP), ['Host', 'API.example.com:443'])
    expect(helpFor(policy, request)).toContain('no dot segments')
  })

  test('the general help mentions Host', () => {
    expect(problemTexts('path-ambiguous', null).help).toContain('`Host`')
  })
})
