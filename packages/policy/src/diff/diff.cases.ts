/**
 * Small changes of a policy, and the reported changes.
 *
 * Both policies are composed of the relevant parts: origin sets, resources, and other top-level keys.
 */
export interface DiffCase {
  readonly name: string
  readonly before: string
  readonly after: string
  /** One line a change: direction, aspect, sentence. */
  readonly want: readonly string[]
}

/** A policy with the sets `web` and `acme`; `resources` is YAML behind its key. */
export function policy(resources: string, more = ''): string {
  return `version: 1
self: [https://api.example.com]
unmatched: headers
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }
  acme: { allow: [https://portal.acme.example], owner: partners@example.com, purpose: portal, reviewBy: 2099-05-01 }
  previews: { allow: ['https://*.preview.example.com'], owner: web@example.com, purpose: previews, reviewBy: 2099-05-01 }
${more}resources:
${resources}`
}

const account = (grants: string, more = ''): string =>
  policy(`  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: internal
    ${more}
    grants: ${grants}
`)

const two = (first: string, second: string, grants = '[{ origins: [web] }]'): string =>
  policy(`  - { name: first, match: [{ path: '${first}' }], sensitivity: internal, grants: ${grants} }
  - { name: second, match: [{ path: '${second}' }], sensitivity: internal, grants: [{ origins: [acme] }] }
`)

const TENANTS = `tenants:
  identify: { host: '{tenant}.api.example.com' }
  members:
    globex: { allow: [https://a.globex.example], owner: it@globex.example, purpose: portal }
    initech: { allow: [https://a.initech.example], owner: it@initech.example, purpose: portal }
`

/** Own origins among which the host chooses. */
const choosing = (more: string, resources: string, sets = ''): string =>
  policy(resources, sets)
    .replace(
      '[https://api.example.com]',
      "[https://api.example.com, 'https://{tenant}.api.example.com']",
    )
    .replace('resources:', `${more}resources:`)

/** A set that holds an origin of the API's own too; only GET leads to a resource, so that OPTIONS knows no tenant. */
const ownToo = (more: string): string =>
  choosing(
    TENANTS,
    `  - { name: orders, match: [{ host: globex.api.example.com, path: '/t/{tenant}/**', methods: [GET] }], sensitivity: internal, grants: [{ origins: [both]${more} }] }\n`,
    '  both: { allow: [https://globex.api.example.com, https://portal.acme.example], owner: web@example.com, purpose: both, reviewBy: 2099-05-01 }\n',
  )

const UPPER =
  '  - { name: upper, match: [{ path: /A, methods: [POST] }], sensitivity: internal, grants: [{ origins: [acme], methods: [POST] }] }\n'

const LOWER =
  '  - { name: lower, match: [{ path: /a }], sensitivity: internal, enforce: headers, grants: [] }\n'

const refusing = (resources: string): string =>
  choosing(TENANTS, resources).replace('unmatched: headers', 'unmatched: block')

const files = (matches: string): string =>
  policy(
    `  - { name: files, match: [${matches}], sensitivity: internal, enforce: headers, grants: [] }\n`,
  )

const OPEN = policy(
  "  - { name: open, match: [{ path: /** }], sensitivity: public, enforce: block, grants: [{ origins: ['*'] }] }\n",
)

const versioned = (path: string): string =>
  policy(
    `  - { name: v, match: [{ path: '${path}' }], sensitivity: internal, enforce: headers, grants: [{ origins: [web], when: { apiVersion: [v2] } }] }\n`,
    "context: { apiVersion: { path: '/{apiVersion}/**' } }\n",
  )

const exceptionUntil = (until: string): string => `${account(WEB)}exceptions:
  - id: EX-1
    origin: https://debug.partner.example
    resource: account
    from: 2098-11-23T00:00:00Z
    until: ${until}
    purpose: incident
    requestedBy: dev@example.com
    approvedBy: [lead@example.com, security@example.com]
`

const WEB = '[{ origins: [web] }]'

export const cases: readonly DiffCase[] = [
  {
    name: 'a set is added to a grant with credentials',
    before: account(
      '[{ origins: [web], methods: [GET, PATCH], credentials: true, requestHeaders: [content-type] }]',
    ),
    after: account(
      '[{ origins: [web, acme], methods: [GET, PATCH], credentials: true, requestHeaders: [content-type] }]',
    ),
    want: [
      'wider read: https://portal.acme.example (set acme) may read GET, PATCH /v1/account/** with credentials, sending content-type',
    ],
  },
  {
    name: 'a method is removed',
    before: account('[{ origins: [web], methods: [GET, DELETE] }]'),
    after: account(WEB),
    want: [
      'tighter read: https://app.example.com (set web) may no longer read DELETE /v1/account/**',
    ],
  },
  {
    name: 'credentials',
    before: account(WEB),
    after: account('[{ origins: [web], credentials: true }]'),
    want: [
      'wider credentials: https://app.example.com (set web) may read GET /v1/account/** with credentials',
    ],
  },
  {
    name: 'a request header',
    before: account('[{ origins: [web], methods: [GET, PUT] }]'),
    after: account('[{ origins: [web], methods: [GET, PUT], requestHeaders: [x-a] }]'),
    want: [
      'wider preflight: https://app.example.com (set web) may send x-a with GET, PUT /v1/account/**',
    ],
  },
  {
    name: '`authorization` is named',
    before: account('[{ origins: [web], methods: [GET, PUT] }]'),
    after: account('[{ origins: [web], methods: [GET, PUT], requestHeaders: [authorization] }]'),
    want: [
      'wider preflight: https://app.example.com (set web) may send authorization with GET, PUT /v1/account/**',
    ],
  },
  {
    name: 'an exposed header',
    before: account(WEB),
    after: account('[{ origins: [web], exposeHeaders: [etag] }]'),
    want: [
      'wider expose: script of https://app.example.com (set web) sees etag of GET /v1/account/**',
    ],
  },
  {
    name: 'timing',
    before: account('[{ origins: [web], timing: true }]'),
    after: account(WEB),
    want: [
      'tighter timing: script of https://app.example.com (set web) no longer sees how long GET /v1/account/** took',
    ],
  },
  {
    name: 'maxAge',
    before: account(WEB),
    after: account('[{ origins: [web], maxAge: 2h }]'),
    want: [],
  },
  {
    name: 'reach only',
    before: account(WEB),
    after: account('[{ origins: [web], read: false }]'),
    want: ['tighter read: https://app.example.com (set web) may no longer read GET /v1/account/**'],
  },
  {
    name: 'enforce',
    before: account(WEB),
    after: account(WEB, 'enforce: block'),
    want: [
      'tighter reach: requests of any unlisted origin and `null` no longer reach the application: GET, OPTIONS, POST /v1/account/**',
      'tighter reach: requests of https://app.example.com (set web) no longer reach the application: GET /v1/account/**, for requests with a cookie or an Authorization header',
      'tighter reach: requests of https://app.example.com (set web) no longer reach the application: OPTIONS, POST /v1/account/**',
      'tighter reach: requests of https://app.example.com (set web) no longer reach the application: GET /v1/account/**, during a lockdown (`deny-all`)',
    ],
  },
  {
    name: 'isolate',
    before: account(WEB, 'enforce: block'),
    after: account(WEB, 'isolate: true'),
    want: [
      'tighter embed: pages of other sites may embed or load less of any method on /v1/account/**, for cross-site requests (Sec-Fetch-Site)',
    ],
  },
  {
    name: 'authentication',
    before: account(WEB, 'authentication: required'),
    after: account(WEB),
    want: ['wider authentication: a login is no longer required for any method on /v1/account/**'],
  },
  {
    name: 'resourcePolicy',
    before: account(WEB, 'resourcePolicy: same-origin'),
    after: account(WEB),
    want: [
      'wider embed: pages of other sites may embed or load more of any method on /v1/account/**',
    ],
  },
  {
    name: 'a condition',
    before: account('[{ origins: [web], when: { roles: [admin] } }]').replace(
      'unmatched',
      'context: { roles: { claim: roles }, scopes: { claim: scope } }\nunmatched',
    ),
    after: account('[{ origins: [web], when: { roles: [admin, reader] } }]').replace(
      'unmatched',
      'context: { roles: { claim: roles }, scopes: { claim: scope } }\nunmatched',
    ),
    want: [
      'wider read: https://app.example.com (set web) may read GET /v1/account/**, with role `admin` or `reader`, but without role `admin`',
    ],
  },
  {
    name: 'a condition is removed',
    before: account('[{ origins: [web], when: { roles: [admin] } }]').replace(
      'unmatched',
      'context: { roles: { claim: roles } }\nunmatched',
    ),
    after: account(WEB).replace('unmatched', 'context: { roles: { claim: roles } }\nunmatched'),
    want: [
      'wider read: https://app.example.com (set web) may read GET /v1/account/**, without role `admin`',
    ],
  },
  {
    name: 'an end date',
    before: account(WEB),
    after: account('[{ origins: [web], until: 2099-01-01T00:00:00Z }]'),
    want: [
      'tighter read: https://app.example.com (set web) may no longer read GET /v1/account/**, from 2099-01-01T00:00:00Z',
    ],
  },
  {
    name: 'a narrower pattern',
    before: account('[{ origins: ["https://*.a.example"] }]'),
    after: account('[{ origins: ["https://*.b.a.example"] }]'),
    want: [
      'tighter read: https://*.a.example (except https://*.b.a.example) may no longer read GET /v1/account/**',
    ],
  },
  {
    name: 'any origin',
    before: account(WEB).replace('internal', 'public'),
    after: account('[{ origins: ["*"] }]').replace('internal', 'public'),
    want: [
      'wider read: any unlisted origin and `null` may read GET /v1/account/**',
      'wider read: https://app.example.com may read GET /v1/account/**, for requests with a cookie',
    ],
  },
  {
    name: 'a path is taken out of a resource',
    before: two('/a/**', '/z'),
    after: two('/a/**', '/a/b'),
    want: [
      'wider read: https://portal.acme.example (set acme) may read GET /a/b',
      'wider reach: requests of any origin and `null`, and requests without Origin now reach the application: any method on /z, where the path is spelled differently, as `/%7A`',
      'tighter read: https://app.example.com (set web) may no longer read GET /a/b',
      'tighter read: https://portal.acme.example (set acme) may no longer read GET /z',
      'tighter read: https://app.example.com (set web) may no longer read GET /a/**, /a/b, where the path is spelled differently, as `/a/%62`',
      'tighter reach: requests of https://app.example.com (set web), any other origin and `null`, and requests without Origin no longer reach the application: any method on /a/**, /a/b, where the path is spelled differently, as `/a/%62`',
    ],
  },
  {
    name: 'names and literals',
    before: two('/a/{x}', '/a/b'),
    after: two('/a/**', '/a/{x}'),
    want: [
      'wider read: https://app.example.com (set web) may read GET /a/**',
      'wider read: https://portal.acme.example (set acme) may read GET /a/{x}',
      'wider read: https://portal.acme.example (set acme) may read GET /a/b, /a/{x}, where the path is spelled differently, as `/a/%62`',
      'wider reach: requests of https://portal.acme.example (set acme), any other origin and `null`, and requests without Origin now reach the application: any method on /a/b, /a/{x}, where the path is spelled differently, as `/a/%62`',
      'tighter read: https://app.example.com (set web) may no longer read GET /a/{x}',
      'tighter reach: requests of any origin and `null`, and requests without Origin no longer reach the application: any method on /a/**, where the path is spelled differently, as `/%61`',
    ],
  },
  {
    name: 'a resource is renamed',
    before: account(WEB),
    after: account(WEB).replace('name: account', 'name: accounts'),
    want: [],
  },
  {
    name: 'WebSockets',
    before: account('[{ origins: [web], credentials: true }]'),
    after: account('[{ origins: [web], credentials: true, websocket: true }]'),
    want: ['wider read: https://app.example.com (set web) may open a WebSocket at /v1/account/**'],
  },
  {
    name: 'unmatched requests',
    before: account(WEB),
    after: account(WEB).replace('unmatched: headers', 'unmatched: block'),
    want: [
      'tighter reach: requests of any origin and `null` no longer reach the application: GET, OPTIONS, POST /**',
    ],
  },
  {
    name: 'own origins',
    before: account(WEB),
    after: account(WEB).replace(
      'self: [https://api.example.com]',
      'self: [https://api.example.com, https://www.example.com]',
    ),
    want: [
      'wider read: https://www.example.com may read any method on www.example.com/v1/account/** with credentials, sending any header',
      'wider read: https://www.example.com may open a WebSocket at www.example.com/v1/account/**',
      'wider read: https://www.example.com may read any method on www.example.com/** with credentials, sending any header',
      'wider read: https://www.example.com may open a WebSocket at www.example.com/**',
      'tighter read: https://api.example.com may no longer read any method on /v1/account/**, www.example.com/v1/account/** with credentials, sending any header',
      'tighter read: https://api.example.com may no longer open a WebSocket at /v1/account/**, www.example.com/v1/account/**',
      'tighter read: https://api.example.com may no longer read any method on /**, www.example.com/** with credentials, sending any header',
      'tighter read: https://api.example.com may no longer open a WebSocket at /**, www.example.com/**',
    ],
  },
  {
    name: 'a token',
    before: account('[{ origins: [web], token: true, requestHeaders: [marque-token] }]'),
    after: account('[{ origins: [web], requestHeaders: [marque-token] }]'),
    want: [
      'wider read: https://app.example.com (set web) may read GET /v1/account/**, without an origin-bound token',
    ],
  },
  {
    name: 'an encoded slash',
    before: policy(
      "  - { name: files, match: [{ path: '/files/{name}' }], sensitivity: public, grants: [{ origins: ['*'] }] }\n",
    ),
    after: policy(
      "  - { name: files, match: [{ path: '/files/{name}', encodedSlash: data }], sensitivity: public, grants: [{ origins: ['*'] }] }\n",
    ),
    want: [
      'wider read: any origin and `null` may read GET /files/{name}, where the path is spelled differently, as `/files/any%2Fany`',
      'wider reach: requests of any origin and `null`, and requests without Origin now reach the application: any method on /files/{name}, where the path is spelled differently, as `/files/any%2Fany`',
      'wider reach: requests of any origin and `null`, and requests without Origin now reach the application: any method on /files/{name}, where the path is spelled differently, as `/files%2Fany`',
      'tighter reach: requests of any origin and `null`, and requests without Origin no longer reach the application: any method on /files/{name}, where the path is spelled differently, as `/%66iles/any%2Fany`',
    ],
  },
  {
    name: 'nullReach',
    before: policy(
      '  - { name: cb, match: [{ path: /cb }], sensitivity: internal, grants: [{ origins: [acme], methods: [POST], read: false }] }\n',
    ).replace('headers', 'block'),
    after: policy(
      '  - { name: cb, match: [{ path: /cb }], sensitivity: internal, enforce: block, grants: [{ origins: [acme], methods: [POST], read: false, nullReach: true }] }\n',
    ).replace('headers', 'block'),
    want: [
      'tighter reach: requests of any unlisted origin no longer reach the application: GET, OPTIONS, POST /cb',
      'tighter reach: requests of https://portal.acme.example (set acme) and `null` no longer reach the application: GET, OPTIONS /cb',
      'tighter reach: requests of https://portal.acme.example (set acme) and `null` no longer reach the application: POST /cb, for requests with a cookie or an Authorization header',
      'tighter reach: requests of https://portal.acme.example (set acme) and `null` no longer reach the application: POST /cb, during a lockdown (`deny-all`)',
    ],
  },
  {
    name: 'a directory of a tenant',
    before: policy(
      "  - { name: t, match: [{ path: /o/** }], sensitivity: internal, grants: [{ origins: ['@tenant'] }] }\n",
      TENANTS,
    ),
    after: policy(
      "  - { name: t, match: [{ path: /o/** }], sensitivity: internal, grants: [{ origins: ['@tenant'] }] }\n",
      TENANTS.replace(
        '[https://a.globex.example]',
        '[https://a.globex.example, https://b.globex.example]',
      ),
    ),
    want: ['wider read: https://b.globex.example may read GET /o/**, for the tenant `globex`'],
  },
  {
    name: 'a method for each tenant',
    before: policy(
      "  - { name: t, match: [{ path: /o/** }], sensitivity: internal, grants: [{ origins: ['@tenant'] }] }\n",
      TENANTS,
    ),
    after: policy(
      "  - { name: t, match: [{ path: /o/** }], sensitivity: internal, grants: [{ origins: ['@tenant'], methods: [GET, PUT] }] }\n",
      TENANTS,
    ),
    want: [
      'wider read: https://a.globex.example and https://a.initech.example may read PUT /o/**, each for its own tenant',
    ],
  },
  {
    name: 'tenants by path instead of host',
    before: policy(
      "  - { name: t, match: [{ path: '/{tenant}/o/**' }], sensitivity: internal, grants: [{ origins: ['@tenant'] }] }\n",
      TENANTS,
    ),
    after: policy(
      "  - { name: t, match: [{ path: '/{tenant}/o/**' }], sensitivity: internal, grants: [{ origins: ['@tenant'] }] }\n",
      TENANTS.replace("{ host: '{tenant}.api.example.com' }", "{ path: '/{tenant}/**' }"),
    ),
    want: [
      'wider read: https://a.globex.example and https://a.initech.example may read GET /{tenant}/o/**, each for its own tenant',
      'tighter reach: requests of any origin and `null`, and requests without Origin no longer reach the application: any method on /{tenant}/o/**, where the path is spelled differently, as `/%69nitech/o`',
      'tighter reach: requests of any origin and `null`, and requests without Origin no longer reach the application: any method on /**, where the path is spelled differently, as `/%67lobex`',
    ],
  },
  {
    name: 'methods of a match',
    before: two('/a', '/b').replace("[{ path: '/a' }]", "[{ path: '/a', methods: [GET] }]"),
    after: two('/a', '/b')
      .replace("[{ path: '/a' }]", "[{ path: '/a', methods: [GET, PUT] }]")
      .replace('grants: [{ origins: [web] }]', 'grants: [{ origins: [web], methods: [GET, PUT] }]'),
    want: [
      'wider read: https://app.example.com (set web) may read PUT /a',
      'tighter reach: requests without Origin no longer reach the application: PUT /a, where the path is spelled differently, as `/%61`',
    ],
  },
  {
    name: 'HEAD without GET',
    before: account('[{ origins: [web], methods: [GET] }]'),
    after: account('[{ origins: [web], methods: [HEAD] }]'),
    want: ['tighter read: https://app.example.com (set web) may no longer read GET /v1/account/**'],
  },
  {
    name: 'a port of a pattern',
    before: account('[{ origins: ["http://localhost:3000"] }]'),
    after: account('[{ origins: ["http://localhost:*"] }]'),
    want: [
      'wider read: http://localhost:* (except http://localhost:3000) may read GET /v1/account/**',
    ],
  },
  {
    name: 'an exception ends later',
    before: exceptionUntil('2098-11-25T00:00:00Z'),
    after: exceptionUntil('2098-11-28T00:00:00Z'),
    want: [
      'wider read: https://debug.partner.example may read GET /v1/account/**, from 2098-11-25T00:00:00Z until 2098-11-28T00:00:00Z',
    ],
  },
  {
    name: 'an exception',
    before: account(WEB),
    after: exceptionUntil('2098-11-28T00:00:00Z'),
    want: [
      'wider read: https://debug.partner.example may read GET /v1/account/**, from 2098-11-23T00:00:00Z until 2098-11-28T00:00:00Z',
    ],
  },
  {
    name: 'an order without effect',
    before: account('[{ origins: [web], methods: [GET] }, { origins: [acme], methods: [GET] }]'),
    after: account('[{ origins: [acme], methods: [GET] }, { origins: [web], methods: [GET] }]'),
    want: [],
  },
  {
    name: 'a method written in lower case',
    before: account('[{ origins: [web], methods: [GET, PATCH] }]'),
    after: account('[{ origins: [web], methods: [GET, patch] }]'),
    want: [
      'wider read: https://app.example.com (set web) may read patch /v1/account/**',
      'tighter read: https://app.example.com (set web) may no longer read PATCH /v1/account/**',
    ],
  },
  {
    name: 'the contact',
    before: account(WEB),
    after: `contact: cors@example.com\n${account(WEB)}`,
    want: [],
  },
  {
    name: 'a resource is added',
    before: account(WEB),
    after: `${account(WEB)}  - { name: pay, match: [{ path: /v1/pay }], sensitivity: restricted, grants: [{ origins: [web], methods: [POST], credentials: true, requestHeaders: [content-type] }] }\n`,
    want: [
      'wider read: https://app.example.com (set web) may read POST /v1/pay with credentials, sending content-type',
      'tighter reach: requests of any unlisted origin and `null` no longer reach the application: GET, OPTIONS, POST /v1/pay',
      'tighter reach: requests of https://app.example.com no longer reach the application: GET, OPTIONS /v1/pay',
      'tighter reach: requests of https://app.example.com no longer reach the application: POST /v1/pay, after the lease of the policy expired (4 h or more), or during a lockdown (`deny-all`)',
      'tighter reach: requests of https://app.example.com no longer reach the application: POST /v1/pay, during a lockdown (`credentials-off`)',
      'tighter reach: requests of any origin and `null`, and requests without Origin no longer reach the application: any method on /v1/pay, where the path is spelled differently, as `/v1/%70ay`',
    ],
  },
  {
    name: 'exposed headers for a listed origin that is in a set with an own origin',
    before: ownToo(''),
    after: ownToo(', exposeHeaders: [etag]'),
    want: [
      'wider expose: script of https://portal.acme.example (set both) sees etag of GET globex.api.example.com/t/{tenant}/**, for the tenant `globex`',
    ],
  },
  {
    name: 'a method of a path in upper case, where the host selects an own origin',
    before: refusing(UPPER + LOWER),
    after: refusing(LOWER),
    want: [
      'wider read: https://globex.api.example.com may read POST globex.api.example.com/a with credentials',
      'wider read: https://initech.api.example.com may read POST initech.api.example.com/a with credentials',
      'wider reach: requests of any origin and `null` now reach the application: POST /a',
      'wider reach: requests without Origin now reach the application: POST /a, for cross-site requests (Sec-Fetch-Site)',
      'wider reach: requests of https://globex.api.example.com and https://initech.api.example.com, any other origin and `null`, and requests without Origin now reach the application: POST /A, /a and 4 more paths, where the path is spelled differently, as `/a`',
      'tighter read: https://globex.api.example.com may no longer read POST globex.api.example.com/A with credentials',
      'tighter read: https://initech.api.example.com may no longer read POST initech.api.example.com/A with credentials',
      'tighter read: https://portal.acme.example (set acme) may no longer read POST /A',
      'tighter reach: requests of https://portal.acme.example (set acme), any other origin and `null` no longer reach the application: POST /A',
      'tighter reach: requests of any unlisted origin and `null` no longer reach the application: POST /A',
      'tighter reach: requests without Origin no longer reach the application: POST /A, for cross-site requests (Sec-Fetch-Site)',
      'tighter reach: requests of https://portal.acme.example (set acme) no longer reach the application: POST /A, for requests with a cookie or an Authorization header',
      'tighter reach: requests of 3 origins of acme, any other origin and `null`, and requests without Origin no longer reach the application: POST /A, globex.api.example.com/A, initech.api.example.com/A, where the path is spelled differently, as `/A`',
    ],
  },
  {
    name: 'a path on any host, and one with `encodedSlash: data` on some hosts',
    before: files("{ host: '*.example.com', path: '/a/**', encodedSlash: data }"),
    after: files(
      "{ host: '*.example.com', path: '/a/**', encodedSlash: data }, { path: '/a/{x}/**' }",
    ),
    want: [
      'tighter reach: requests of any origin and `null`, and requests without Origin no longer reach the application: any method on /a/{x}/**, where the path is spelled differently, as `/a%2Fany`',
    ],
  },
  {
    name: 'preflights during a lockdown, where WebSockets and own origins change without one',
    before: OPEN,
    after: OPEN.replace('https://api.example.com', 'https://www.example.com'),
    want: [
      'wider read: https://www.example.com may read OPTIONS, POST and any other method on /** with credentials, sending any header',
      'wider read: https://www.example.com may open a WebSocket at /**',
      'wider credentials: https://www.example.com may read GET /** with credentials',
      'wider read: https://www.example.com may read OPTIONS * with credentials, sending any header',
      'wider read: https://www.example.com may read any method on /** with credentials, sending any header, where the path is spelled differently, as `/%2E`',
      'wider preflight: https://www.example.com may send any header with GET /**',
      'wider expose: script of https://www.example.com sees any header of GET /**',
      'wider timing: script of https://www.example.com sees how long GET /** took',
      'wider preflight: https://www.example.com may send any header with GET /**, during a lockdown (`credentials-off`), or during a lockdown (`public-only`)',
      'wider preflight: a preflight of https://www.example.com for GET /** is now granted, during a lockdown (`deny-all`)',
      'tighter read: https://api.example.com may no longer read OPTIONS, POST and any other method on /** with credentials, sending any header',
      'tighter read: https://api.example.com may no longer open a WebSocket at /**',
      'tighter credentials: https://api.example.com may no longer read GET /** with credentials',
      'tighter read: https://api.example.com may no longer read OPTIONS * with credentials, sending any header',
      'tighter read: https://api.example.com may no longer read any method on /** with credentials, sending any header, where the path is spelled differently, as `/%2E`',
      'tighter preflight: https://api.example.com may no longer send any header with GET /**',
      'tighter expose: script of https://api.example.com no longer sees any header of GET /**',
      'tighter timing: script of https://api.example.com no longer sees how long GET /** took',
      'tighter preflight: https://api.example.com may no longer send any header with GET /**, during a lockdown (`credentials-off`), or during a lockdown (`public-only`)',
      'tighter preflight: a preflight of https://api.example.com for GET /** is no longer granted, during a lockdown (`deny-all`)',
    ],
  },
  {
    name: 'a path in upper case that equals an API version ignoring case',
    before: versioned('/{x}/b'),
    after: versioned('/V2/a'),
    want: [
      'wider reach: requests of any origin and `null`, and requests without Origin now reach the application: any method on /v2/b, /{x}/b, where the path is spelled differently, as `/v2/%62`',
      'tighter read: https://app.example.com (set web) may no longer read GET /v2/b',
      'tighter reach: requests of any origin and `null` no longer reach the application: GET, OPTIONS, POST /**',
      'tighter reach: requests without Origin no longer reach the application: any method on /**, for cross-site requests (Sec-Fetch-Site)',
    ],
  },
]
