/**
 * Generated policies: a few grants, resources, dates and tenants that overlap in every way.
 *
 * Not all of them are valid: users skip those with errors.
 *
 * @module
 */
import fc from 'fast-check'
import type { TestCase } from './test-file.ts'

const word = fc.constantFrom('a', 'b', 'x')
const path = fc
  .tuple(
    fc.array(fc.oneof(word, fc.constant('{id}')), { minLength: 1, maxLength: 2 }),
    fc.boolean(),
  )
  .map(
    ([segments, rest]) =>
      `/${segments.map((segment, at) => segment.replace('id', `id${at}`)).join('/')}${rest ? '/**' : ''}`,
  )
const match = fc.record(
  {
    path,
    host: fc.constantFrom('api.example.com', '*.api.example.com'),
    methods: fc.constantFrom(['GET', 'POST'], ['GET', 'PATCH', 'POST', 'QUERY']),
  },
  { requiredKeys: ['path'] },
)

const DATES = ['2026-01-01T00:00:00Z', '2098-12-01T00:00:00Z', '2099-06-01T00:00:00.500Z'] as const

const when = fc.record(
  {
    roles: fc.constant(['reader']),
    scopes: fc.constant(['one', 'two']),
    authenticatedWithin: fc.constant('15m'),
    claims: fc.constant({ '/org/id': '{origin}', '/a~1b': [1, 'two'] }),
    apiVersion: fc.subarray(['a', 'b'], { minLength: 1 }),
  },
  { requiredKeys: [] },
)

const grant = fc
  .record(
    {
      origins: fc.subarray(['one', 'two', 'three', '@tenant'], { minLength: 1, maxLength: 2 }),
      methods: fc.subarray(['GET', 'HEAD', 'POST', 'PATCH', 'QUERY'], { minLength: 1 }),
      requestHeaders: fc.subarray(['content-type', 'authorization', 'x-shop']),
      credentials: fc.boolean(),
      read: fc.constant(false),
      websocket: fc.constant(true),
      token: fc.constant(true),
      until: fc.constantFrom(...DATES),
      from: fc.constantFrom(...DATES),
      when,
    },
    { requiredKeys: ['origins', 'methods'] },
  )
  // What contradicts itself is refused, and would leave nothing to test.
  .map(({ websocket, read, token, from, ...rest }) => {
    const opens = websocket && rest.credentials && rest.methods.includes('GET')
    const hides = read === false && !opens
    return {
      ...rest,
      ...(opens && { websocket }),
      ...(hides && { read }),
      ...(token && !opens && !hides && { token }),
      ...(from !== undefined && rest.until === undefined && { from }),
    }
  })

const anyOriginGrant = fc.record(
  {
    origins: fc.constant(['*']),
    methods: fc.constant(['GET']),
    requestHeaders: fc.constant(['*']),
  },
  { requiredKeys: ['origins', 'methods'] },
)

const set = (host: string) =>
  fc.record(
    {
      allow: fc.subarray(
        [`https://${host}.example`, `https://*.${host}.example`, `https://${host}.example:8443`],
        {
          minLength: 1,
        },
      ),
      owner: fc.constant('o@example.com'),
      purpose: fc.constant('a test'),
      until: fc.constantFrom(...DATES),
      environments: fc.constantFrom(['production'], ['staging']),
    },
    { requiredKeys: ['allow', 'owner', 'purpose'] },
  )

const guarded = fc
  .record(
    {
      match: fc.array(match, { minLength: 1, maxLength: 2 }),
      sensitivity: fc.constantFrom('internal', 'internal', 'internal', 'confidential'),
      grants: fc.array(grant, { minLength: 1, maxLength: 2 }),
      enforce: fc.constantFrom('block', 'headers'),
      isolate: fc.boolean(),
    },
    { requiredKeys: ['match', 'sensitivity', 'grants'] },
  )
  .map(({ enforce, ...rest }) => ({ ...rest, ...(enforce && !rest.isolate && { enforce }) }))

const open = fc.record({
  match: fc.array(match, { minLength: 1, maxLength: 2 }),
  sensitivity: fc.constant('public'),
  grants: fc.tuple(anyOriginGrant),
})

const resource = fc.oneof({ arbitrary: guarded, weight: 4 }, { arbitrary: open, weight: 1 })

/** A document in the shape of a policy. */
export const policyDocument: fc.Arbitrary<object> = fc
  .record({
    self: fc.constantFrom(
      ['https://api.example.com'],
      ['https://b.example.com', 'https://api.example.com:8443'],
    ),
    apiVersion: fc.constantFrom(
      { path: '/{apiVersion}/**' },
      { header: 'x-version' },
      { claim: 'version' },
    ),
    origins: fc.record({ one: set('one'), two: set('two'), three: set('three') }),
    resources: fc.array(resource, { minLength: 1, maxLength: 3 }),
    tenants: fc.constantFrom(
      { identify: { path: '/{tenant}/**' } },
      { identify: { host: '{tenant}.api.example.com' } },
    ),
  })
  .map(({ self, apiVersion, origins, resources, tenants }) => ({
    version: 1,
    self,
    context: { apiVersion, roles: { claim: 'roles' }, scopes: { claim: 'scope' } },
    origins,
    resources: resources.map((one, at) => ({ name: `r${at}`, ...one })),
    tenants: {
      ...tenants,
      members: {
        a: { allow: ['https://a.tenant.example'], owner: 't@example.com', purpose: 'its portal' },
      },
    },
  }))

const HOSTS = ['https://api.example.com', 'https://a.api.example.com', 'https://x.api.example.com']
const PATHS = ['a', 'b', 'x'].flatMap((first) => [
  `/${first}`,
  ...['a', 'b', 'x'].map((second) => `/${first}/${second}`),
  `/${first}/zz/zz`,
])
const SENDERS = [
  ...['one', 'two', 'three'].flatMap((host) => [
    `https://${host}.example`,
    `https://a.${host}.example`,
    `https://${host}.example:8443`,
  ]),
  'https://a.tenant.example',
  'https://stranger.invalid',
]
const INSTANTS = [
  ...DATES.flatMap((date) => [Date.parse(date) - 1, Date.parse(date)]),
  Date.UTC(2098, 10, 22, 12),
]

/** All requests over the generated alphabets, in a context that satisfies every condition. */
export function* everyRequest(resource: string): Generator<TestCase> {
  for (const [at, origin] of SENDERS.entries()) {
    for (const host of HOSTS) {
      for (const path of PATHS) {
        for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'QUERY']) {
          for (const now of INSTANTS) {
            // Tenant, version and credentials take turns: all of their combinations would take minutes.
            const turn = at + path.length + method.length
            yield caseFor(resource, { origin, url: host + path, method, now }, turn)
          }
        }
      }
    }
  }
}

function caseFor(
  resource: string,
  page: Pick<TestCase, 'url' | 'method'> & { readonly origin: string; readonly now: number },
  turn: number,
): TestCase {
  const { origin, now } = page
  const tenant = turn % 2 === 0 ? null : 'a'
  return {
    name: 'one of all',
    path: '',
    at: { line: 1, column: 1 },
    ...page,
    webSocket: false,
    headers: [],
    credentials: turn % 3 === 0,
    context: {
      roles: ['reader'],
      scopes: ['one', 'two'],
      apiVersion: turn % 5 < 2 ? 'a' : 'b',
      authenticatedAt: now,
      claims: { org: { id: origin }, 'a/b': 'two' },
      token: { id: 't', origin, tenant, resource, until: now + 1 },
    },
    expect: {},
  }
}
