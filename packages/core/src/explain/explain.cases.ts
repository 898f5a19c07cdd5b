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
import type { Bundle } from '../bundle/bundle.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'

/** A request, and one of the steps to its decision: `outcome rule`, and words of its text. */
export interface Row {
  readonly name: string
  readonly bundle: Bundle
  readonly request: RequestFacts
  readonly context?: Context
  readonly moment?: Partial<Moment>
  readonly step: readonly [string, string]
}

const one = granting(grant())
const credentialed = granting(grant({ credentials: true, methods: ['GET', 'PUT'] }))
const day = 86_400_000
const cookie = ['Cookie', 'a=b'] as const

const two = bundle([
  resource('api', '/v1/**'),
  resource('users', [match('/v1/users/{id}', { methods: ['GET'] })]),
  resource('me', '/v1/users/me'),
])

const tenants = granting(
  grant({ sets: [], tenant: true }),
  {},
  {
    tenancy: { host: '{tenant}.api.example.com' },
    tenants: { acme: list(['https://acme.test']), globex: list([]) },
  },
)

const conditional = granting(
  grant({
    when: {
      roles: ['admin'],
      scopes: ['a', 'b'],
      authenticatedWithin: 900_000,
      claims: { '/org': '{tenant}' },
    },
  }),
  { enforce: 'block' },
)

const request: readonly Row[] = [
  {
    name: 'a host that cannot be read',
    bundle: one,
    request: get('https://us er@x/', APP),
    step: ['fail D2', 'the url `https://us er@x/` has no valid host'],
  },
  {
    name: 'two hosts',
    bundle: one,
    request: get('/', APP, ['Host', 'a'], ['Host', 'b']),
    step: ['fail D2', 'the request has 2 Host headers'],
  },
  {
    name: 'another host',
    bundle: one,
    request: get('/', APP, ['Host', 'evil.test']),
    step: ['fail D2', 'the Host header is `evil.test`, the url has `api.example.com`'],
  },
  {
    name: 'no Origin',
    bundle: one,
    request: get('/', null),
    step: ['pass D6', 'CORS does not protect it: native apps, servers and command lines'],
  },
  {
    name: 'the own origin',
    bundle: one,
    request: get('/', API),
    step: ['pass D6', 'is the only entry of `self`'],
  },
  {
    name: 'an OPTIONS that is no preflight',
    bundle: one,
    request: requestTo('OPTIONS', '/', APP),
    step: ['pass D6', 'without Access-Control-Request-Method is not a preflight'],
  },
  {
    name: 'several requested methods',
    bundle: one,
    request: preflight('/', APP, 'GET', null, ['Access-Control-Request-Method', 'PUT']),
    step: ['fail D9', 'not several methods at once'],
  },
  {
    name: 'an own origin whose port a proxy dropped from Host',
    bundle: bundle([resource('api', '/**')], {
      self: ['https://irc.example.com:3001', 'https://irc.example.org'],
    }),
    request: get('https://irc.example.com/', 'https://irc.example.com:3001'),
    step: ['fail D6', 'is an entry of `self`, but the host of the request is `irc.example.com`'],
  },
  {
    name: 'a dot segment',
    bundle: one,
    request: get('/a/../b', APP),
    step: ['fail D4', 'a dot segment, which browsers resolve'],
  },
  { name: 'a fragment', bundle: one, request: get('/a#b', APP), step: ['fail D4', 'a raw `#`'] },
  {
    name: 'an invalid percent-encoding',
    bundle: one,
    request: get('/a%2', APP),
    step: ['fail D4', 'an invalid percent-encoding'],
  },
  {
    name: 'a hidden dot segment',
    bundle: one,
    request: get('/a/%252e%252e/b', APP),
    step: ['fail D4', 'decoded once or twice'],
  },
  {
    name: 'alternatives that lead to different resources, by case',
    bundle: two,
    request: get('/v1/users/ME', APP),
    step: [
      'fail D4',
      'as received, `/v1/users/ME`, it matches resource `users`, with case folded, as `/v1/users/me`, resource `me`',
    ],
  },
  {
    name: 'alternatives that lead to different resources, by a semicolon',
    bundle: two,
    request: get('/v1/users;x/7', APP),
    step: ['fail D4', 'with `;` and what follows dropped, as `/v1/users/7`, resource `users`'],
  },
  {
    name: 'alternatives that lead to different resources, by an escape',
    bundle: two,
    request: get('/v1/users/%256de', APP),
    step: ['fail D4', 'with `%25` decoded twice, as `/v1/users/me`, resource `me`'],
  },
  {
    name: 'alternatives that lead to different resources, by an encoded slash',
    bundle: two,
    request: get('/v1/users%2F7', APP),
    step: [
      'fail D4',
      'with `%2F` decoded, a decoded `/` as separator, as `/v1/users/7`, resource `users`',
    ],
  },
  {
    name: 'alternatives that lead to different resources, by a backslash',
    bundle: two,
    request: get('/v1/users\\7', APP),
    step: ['fail D4', 'with `\\` as `/`, as `/v1/users/7`, resource `users`'],
  },
  {
    name: 'alternatives that lead to different resources, by two slashes',
    bundle: two,
    request: get('/v1//users/7', APP),
    step: ['fail D4', 'with `//` as `/`, as `/v1/users/7`, resource `users`'],
  },
  {
    name: 'alternatives that lead to one resource',
    bundle: one,
    request: get('/A;b', APP),
    step: ['pass D4', 'and all lead to the same resource: `/A;b`, `/a;b`, `/A`, `/a`'],
  },
  {
    name: 'a percent sign',
    bundle: one,
    request: get('/100%25', APP),
    step: ['pass D4', 'and all lead to the same resource: `/100%25`, `/100%`'],
  },
  {
    name: 'a single alternative',
    bundle: one,
    request: get('/a/b', APP),
    step: ['pass D4', 'the path can be read in one way only'],
  },
  {
    name: 'the most specific match',
    bundle: two,
    request: get('/v1/users/7', APP),
    step: ['pass D7', 'by `/v1/users/{id}` for `GET`, more specific than `/v1/**` of `api`'],
  },
  {
    name: 'the most specific of one resource by its path',
    bundle: bundle([resource('api', [match('/**'), match('/v1/**'), match('/{any}/**')])]),
    request: get('/v1/a', APP),
    step: ['pass D7', 'by `/v1/**`'],
  },
  {
    name: 'the most specific of one resource by its host',
    bundle: bundle([
      resource('api', [
        match('/v1/a'),
        match('/v1/**', { host: '*.example.com' }),
        match('/**', { host: 'api.example.com' }),
      ]),
    ]),
    request: get('/v1/a', APP),
    step: ['pass D7', 'by `/**` on host `api.example.com`'],
  },
  {
    name: 'a match with methods before one without',
    bundle: bundle([
      resource('all', '/v1'),
      resource('some', [match('/v1'), match('/v1', { methods: ['GET'] })], { grants: [] }),
    ]),
    request: get('/v1', APP),
    step: ['pass D7', 'by `/v1` for `GET`'],
  },
  {
    name: 'no match',
    bundle: two,
    request: get('/v2', APP),
    step: ['fail D7', 'no resource matches `GET` `/v2`'],
  },
  {
    name: 'a match but for the method',
    bundle: bundle([resource('users', [match('/u', { methods: ['GET'] })])]),
    request: requestTo('PUT', '/u', APP),
    step: ['fail D7', '`/u` for `GET` of `users` matches host and path, but not the method'],
  },
  {
    name: 'a tenant by host',
    bundle: tenants,
    request: get('https://acme.api.example.com/', 'https://acme.test'),
    step: ['pass D15', 'the tenant is `acme` (`acme` by the host)'],
  },
  {
    name: 'an unknown tenant',
    bundle: tenants,
    request: get('https://initech.api.example.com/', APP),
    step: ['fail D15', '`initech` by the host'],
  },
  {
    name: 'a directory without the origin',
    bundle: tenants,
    request: get('https://globex.api.example.com/', 'https://acme.test'),
    step: ['skip D15', 'the directory of tenant `globex` does not hold the origin'],
  },
  {
    name: 'an isolated resource and no metadata',
    bundle: granting(grant(), { isolate: true }),
    request: get('/', null),
    step: ['pass D26', 'clients that send none are not blocked'],
  },
  {
    name: 'an isolated resource and another site',
    bundle: granting(grant(), { isolate: true }),
    request: get('/', null, ['Sec-Fetch-Site', 'cross-site']),
    step: ['fail D26', 'Sec-Fetch-Site is `cross-site`: 403'],
  },
  {
    name: 'an address of this machine',
    bundle: one,
    request: get('http://localhost:8080/', APP),
    step: ['skip D28', 'no response header changes that (Local Network Access)'],
  },
]

const origin: readonly Row[] = [
  {
    name: 'upper case',
    bundle: one,
    request: get('/', 'https://App.example.com'),
    step: ['fail D3', 'it has upper-case letters'],
  },
  {
    name: 'a slash',
    bundle: one,
    request: get('/', `${APP}/`),
    step: ['fail D3', 'it has a path, query or fragment'],
  },
  {
    name: 'the default port',
    bundle: one,
    request: get('/', `${APP}:443`),
    step: ['fail D3', 'it has the default port'],
  },
  {
    name: 'no scheme',
    bundle: one,
    request: get('/', 'app.example.com'),
    step: ['fail D3', 'it has no scheme'],
  },
  {
    name: 'user information',
    bundle: one,
    request: get('/', 'https://a@b'),
    step: ['fail D3', 'it has user information'],
  },
  {
    name: 'white space',
    bundle: one,
    request: get('/', ` ${APP}`),
    step: ['fail D3', 'white space around it'],
  },
  { name: 'null', bundle: one, request: get('/', 'null'), step: ['fail D10', 'a sandboxed frame'] },
  {
    name: 'null where all are granted',
    bundle: granting([anyone(), grant()]),
    request: get('/', 'null'),
    step: ['pass D10', 'a grant accepts it all the same'],
  },
  {
    name: 'two lines',
    bundle: one,
    request: get('/', APP, ['Origin', EVIL]),
    step: ['fail D6', 'the request has 2 Origin headers'],
  },
  {
    name: 'an open resource',
    bundle: granting(anyone()),
    request: get('/', EVIL),
    step: ['skip D10', 'Origin does not matter'],
  },
  {
    name: 'the sets that hold it',
    bundle: granting([grant(), grant({ sets: ['other'] })], {}, { sets: { other: list([EVIL]) } }),
    request: get('/', APP),
    step: ['pass D9', 'is in the set `web` and not in the set `other`'],
  },
  {
    name: 'no set that holds it',
    bundle: one,
    request: get('/', EVIL),
    step: ['fail D9', 'no grant is for this origin'],
  },
]

const grants: readonly Row[] = [
  {
    name: 'a grant that decides',
    bundle: one,
    request: get('/', APP),
    step: ['pass D9', 'grant 0 allows it'],
  },
  {
    name: 'a grant behind it',
    bundle: granting([grant(), grant()]),
    request: get('/', APP),
    step: ['skip D9', 'grant 1 is not checked: grant 0 has decided'],
  },
  {
    name: 'a grant behind one that denies',
    bundle: granting([grant(), grant({ credentials: true })]),
    request: get('/', APP, cookie),
    step: ['skip D9', 'grant 1 is not checked: grant 0 has decided'],
  },
  {
    name: 'a method in another case',
    bundle: credentialed,
    request: preflight('/', APP, 'put'),
    step: ['fail D9', 'not `put`; methods are case-sensitive'],
  },
  {
    name: 'a grant that has not begun',
    bundle: granting(grant({ from: NOW + day })),
    request: get('/', APP),
    step: ['fail D12', 'grant 0 starts at 2098-11-22T12:00:00Z; it is 2098-11-21T12:00:00Z'],
  },
  {
    name: 'a grant that has ended',
    bundle: granting(grant({ until: NOW })),
    request: get('/', APP),
    step: ['fail D12', 'grant 0 ended at 2098-11-21T12:00:00Z'],
  },
  {
    name: 'a set that has ended',
    bundle: granting(grant(), {}, { sets: { web: list([APP], [], NOW - day) } }),
    request: get('/', APP),
    step: ['fail D12', 'by the set `web`, which ended at 2098-11-20T12:00:00Z'],
  },
  {
    name: 'a grant that ends soon',
    bundle: granting(grant({ until: NOW + 90_500 })),
    request: get('/', APP),
    step: ['pass D12', 'ends soon, at 2098-11-21T12:01:30.500Z, in 90 s'],
  },
  {
    name: 'its preflight',
    bundle: granting(grant({ until: NOW + 90_500 })),
    request: preflight('/', APP, 'GET'),
    step: ['pass D18', 'may cache it for 90 s, because the grant ends then'],
  },
  {
    name: 'an exception',
    bundle: granting([grant({ exception: 'EX-1', sets: ['web'] })]),
    request: get('/', APP),
    step: ['pass D9', 'exception `EX-1` allows it'],
  },
  {
    name: 'a header name that is missing',
    bundle: granting(grant({ requestHeaders: ['x-a'] })),
    request: preflight('/', APP, 'GET', 'X-A, x-b,x-c'),
    step: ['fail D24', 'requests `x-b`, `x-c`, and the grant allows the request headers `x-a`'],
  },
  {
    name: 'authorization under `*`',
    bundle: granting(grant({ requestHeaders: ['*'] })),
    request: preflight('/', APP, 'GET', 'authorization'),
    step: ['fail D24', '`*` does not cover `authorization`'],
  },
  {
    name: 'too many names',
    bundle: one,
    request: preflight('/', APP, 'GET', 'a,'.repeat(200)),
    step: ['fail D24', 'more than 128 header names'],
  },
  {
    name: 'a cookie',
    bundle: one,
    request: get('/', APP, cookie),
    step: ['fail D13', 'carries a cookie, and the grant does not allow credentials'],
  },
  {
    name: 'Authorization',
    bundle: one,
    request: get('/', APP, ['Authorization', 'secret']),
    step: ['fail D13', 'does not name Authorization'],
  },
  {
    name: 'a WebSocket',
    bundle: credentialed,
    request: socket('/', APP),
    step: ['fail D25', 'the grant does not allow WebSockets'],
  },
  {
    name: 'no token',
    bundle: granting(grant({ token: true })),
    request: get('/', APP),
    step: ['fail D16', 'and the request has none'],
  },
  {
    name: 'a token of another resource',
    bundle: granting(grant({ token: true })),
    request: get('/', APP),
    context: { token: { id: 't1', origin: APP, tenant: null, resource: 'other', until: NOW - 1 } },
    step: ['fail D16', 'is for resource `other` and expired at'],
  },
  {
    name: 'roles',
    bundle: conditional,
    request: get('/', APP),
    context: { roles: ['reader'] },
    step: ['fail D11', 'one of the roles `admin`, and has `reader`'],
  },
  {
    name: 'scopes',
    bundle: conditional,
    request: get('/', APP),
    context: { scopes: ['a'] },
    step: ['fail D11', 'all of the scopes `a`, `b`, and has `a`'],
  },
  {
    name: 'a scope condition that holds',
    bundle: conditional,
    request: get('/', APP),
    context: { scopes: ['a', 'b'] },
    step: ['pass D11', 'all of the scopes'],
  },
  {
    name: 'the age of a login',
    bundle: conditional,
    request: get('/', APP),
    context: { authenticatedAt: NOW - 1_000_000 },
    step: ['fail D11', 'at most 900 s old, and is 1000 s old'],
  },
  {
    name: 'a claim',
    bundle: conditional,
    request: get('/', APP),
    step: ['fail D11', 'the claim `/org` must be `{tenant}`'],
  },
  {
    name: 'conditions at a preflight',
    bundle: conditional,
    request: preflight('/', APP, 'GET'),
    step: ['skip D11', 'conditions are checked at the actual request'],
  },
]

const answer: readonly Row[] = [
  {
    name: 'a denied preflight reveals less to the client',
    bundle: granting(grant({ until: NOW })),
    request: preflight('/', APP, 'GET'),
    step: ['fail D19', 'the client sees the reason `origin-not-granted`'],
  },
  {
    name: 'enforce headers',
    bundle: one,
    request: get('/', EVIL),
    step: ['fail D17', '`enforce` of `api` is `headers`: the request reaches the application'],
  },
  {
    name: 'enforce block',
    bundle: conditional,
    request: get('/', EVIL),
    step: ['fail D17', 'the layer responds 403 itself: `enforce` of `api` is `block`'],
  },
  {
    name: 'a method that needed a preflight',
    bundle: one,
    request: requestTo('PUT', '/', APP),
    step: ['fail D17', 'a cached one has outlived its grant'],
  },
  {
    name: 'a granted answer',
    bundle: granting(grant({ exposeHeaders: ['etag'] })),
    request: get('/', APP),
    step: ['pass D20', 'Access-Control-Allow-Origin, Access-Control-Expose-Headers'],
  },
  {
    name: 'what is removed',
    bundle: granting(grant(), { resourcePolicy: 'same-site' }),
    request: get('/', APP),
    step: ['pass D22', 'and `cross-origin-resource-policy` are removed; Vary names Origin'],
  },
  {
    name: 'reach without read',
    bundle: granting(grant({ read: false })),
    request: get('/', APP),
    step: ['fail D14', 'lets the request reach the application, but script may not read'],
  },
  {
    name: 'an ungranted WebSocket',
    bundle: one,
    request: socket('/', EVIL),
    step: ['fail D25', '403 regardless of `enforce`'],
  },
  {
    name: 'deny-all',
    bundle: one,
    request: get('/', APP),
    moment: { lockdowns: [{ mode: 'deny-all', scope: { resource: 'api' } }] },
    step: ['fail D17', 'the lockdown `deny-all` of resource `api` denies this request'],
  },
  {
    name: 'a lockdown of another origin',
    bundle: one,
    request: get('/', APP),
    moment: { lockdowns: [{ mode: 'deny-all', scope: { origin: EVIL } }] },
    step: ['skip D17', 'does not cover this request'],
  },
  {
    name: 'credentials-off',
    bundle: credentialed,
    request: get('/', APP, cookie),
    moment: { lockdowns: [{ mode: 'credentials-off', scope: {} }] },
    step: ['fail D13', 'a lockdown takes the credentials of the grant away'],
  },
  {
    name: 'an ended lease',
    bundle: granting(
      grant(),
      { sensitivity: 'restricted' },
      { staleAfter: { public: null, internal: null, confidential: null, restricted: 0 } },
    ),
    request: get('/', APP),
    moment: { leaseUntil: NOW - 1 },
    step: ['fail D17', 'a restricted resource now grants nothing'],
  },
  {
    name: 'a hostile origin',
    bundle: one,
    request: get('/', 'x\u001b[31m`\n\u202e'),
    step: ['fail D3', '`x\\u{1b}[31m\\u{60}\\u{a}\\u{202e}`'],
  },
  {
    name: 'a long one',
    bundle: one,
    request: get('/', 'x'.repeat(5000)),
    step: ['fail D3', '… (5000 characters)'.replace('… ', '…` ')],
  },
]

export const rows: readonly Row[] = [...request, ...origin, ...grants, ...answer]
