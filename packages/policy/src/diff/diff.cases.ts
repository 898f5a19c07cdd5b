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
      'tighter read: https://app.example.com (set web) may no longer read DELETE /v1/account/** without credentials',
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
      'wider read: https://app.example.com (set web) may read GET, PUT /v1/account/** with an Authorization header and without cookies, sending authorization',
    ],
  },
  {
    name: 'an exposed header',
    before: account(WEB),
    after: account('[{ origins: [web], exposeHeaders: [etag] }]'),
    want: [
      'wider expose: script of https://app.example.com (set web) sees etag of GET /v1/account/**, for requests without credentials',
    ],
  },
  {
    name: 'timing',
    before: account('[{ origins: [web], timing: true }]'),
    after: account(WEB),
    want: [
      'tighter timing: script of https://app.example.com (set web) no longer sees how long GET /v1/account/** took, for requests without credentials',
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
    want: [
      'tighter read: https://app.example.com (set web) may no longer read GET /v1/account/** without credentials',
    ],
  },
  {
    name: 'enforce',
    before: account(WEB),
    after: account(WEB, 'enforce: block'),
    want: [
      'tighter reach: requests of any unlisted origin and `null` no longer reach the application: GET, OPTIONS, POST /v1/account/**',
      'tighter reach: requests of https://app.example.com (set web) no longer reach the application: GET /v1/account/**, for requests with a cookie, a client certificate or an Authorization header',
      'tighter reach: requests of https://app.example.com (set web) no longer reach the application: OPTIONS, POST /v1/account/**',
    ],
  },
  {
    name: 'isolate',
    before: account(WEB, 'enforce: block'),
    after: account(WEB, 'isolate: true'),
    want: [
      'tighter embed: pages of other sites may embed or load less of any method on /v1/account/**, for cross-site requests that load no document (Sec-Fetch-Site)',
      'tighter embed: pages of other sites may embed or load less of HEAD, OPTIONS, POST and any other method on /v1/account/**, for cross-site navigations (Sec-Fetch-Site)',
    ],
  },
  {
    name: 'authentication',
    before: account(WEB, 'authentication: required'),
    after: account(WEB),
    want: [
      'wider authentication: a login is no longer required for any method on /v1/account/**',
      'wider authentication: a login is no longer required for any method on ambiguous paths, for requests without Fetch metadata of another site',
    ],
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
      'wider read: https://app.example.com (set web) may read GET /v1/account/** without credentials, with role `admin` or `reader`, but without role `admin`',
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
      'wider read: https://app.example.com (set web) may read GET /v1/account/** without credentials, without role `admin`',
    ],
  },
  {
    name: 'an end date',
    before: account(WEB),
    after: account('[{ origins: [web], until: 2099-01-01T00:00:00Z }]'),
    want: [
      'tighter read: https://app.example.com (set web) may no longer read GET /v1/account/** without credentials, from 2099-01-01T00:00:00Z',
    ],
  },
  {
    name: 'a narrower pattern',
    before: account('[{ origins: ["https://*.a.example"] }]'),
    after: account('[{ origins: ["https://*.b.a.example"] }]'),
    want: [
      'tighter read: https://*.a.example (except https://*.b.a.example) may no longer read GET /v1/account/** without credentials',
    ],
  },
  {
    name: 'any origin',
    before: account(WEB).replace('internal', 'public'),
    after: account('[{ origins: ["*"] }]').replace('internal', 'public'),
    want: [
      'wider read: any unlisted origin and `null` may read GET /v1/account/**, for requests without an Authorization header',
      'wider read: https://app.example.com may read GET /v1/account/**, for requests with a cookie or client certificate and no Authorization header',
    ],
  },
  {
    name: 'a path is taken out of a resource',
    before: two('/a/**', '/z'),
    after: two('/a/**', '/a/b'),
    want: [
      'wider read: https://portal.acme.example (set acme) may read GET /a/b without credentials',
      'tighter read: https://app.example.com (set web) may no longer read GET /a/b without credentials',
      'tighter read: https://portal.acme.example (set acme) may no longer read GET /z without credentials',
    ],
  },
  {
    name: 'names and literals',
    before: two('/a/{x}', '/a/b'),
    after: two('/a/**', '/a/{x}'),
    want: [
      'wider read: https://app.example.com (set web) may read GET /a/** (not where a more specific resource decides) without credentials',
      'wider read: https://portal.acme.example (set acme) may read GET /a/{x} without credentials',
      'tighter read: https://app.example.com (set web) may no longer read GET /a/{x} without credentials',
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
      'tighter reach: requests of any origin no longer reach the application: OPTIONS *',
      'tighter reach: requests of any origin no longer reach the application: GET, OPTIONS, POST /** (not where a more specific resource decides)',
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
      'wider read: https://www.example.com, now an own origin at its own host, may read any method on /v1/account/**',
      'wider read: https://www.example.com, now an own origin at its own host, may open a WebSocket at /v1/account/**',
      'wider read: https://www.example.com, now an own origin at its own host, may read OPTIONS *',
      'wider read: https://www.example.com, now an own origin at its own host, may read any method on ambiguous paths, for requests without Fetch metadata of another site',
      'wider read: https://www.example.com, now an own origin at its own host, may read any method on /** (not where a more specific resource decides)',
      'wider read: https://www.example.com, now an own origin at its own host, may open a WebSocket at ambiguous paths, for requests without Fetch metadata of another site',
      'wider read: https://www.example.com, now an own origin at its own host, may open a WebSocket at /** (not where a more specific resource decides)',
      'wider preflight: a preflight of https://www.example.com, now an own origin at its own host, for any method on *, /** (not where a more specific resource decides) is now granted',
      'tighter read: https://api.example.com, no longer an own origin at other hosts, may no longer read any method on /v1/account/**',
      'tighter read: https://api.example.com, no longer an own origin at other hosts, may no longer open a WebSocket at /v1/account/**',
      'tighter read: https://api.example.com, no longer an own origin at other hosts, may no longer read OPTIONS *',
      'tighter read: https://api.example.com, no longer an own origin at other hosts, may no longer read any method on ambiguous paths, for requests without Fetch metadata of another site',
      'tighter read: https://api.example.com, no longer an own origin at other hosts, may no longer read any method on /** (not where a more specific resource decides)',
      'tighter read: https://api.example.com, no longer an own origin at other hosts, may no longer open a WebSocket at ambiguous paths, for requests without Fetch metadata of another site',
      'tighter read: https://api.example.com, no longer an own origin at other hosts, may no longer open a WebSocket at /** (not where a more specific resource decides)',
      'tighter preflight: a preflight of https://api.example.com, no longer an own origin at other hosts, for any method on *, /** (not where a more specific resource decides) is no longer granted',
    ],
  },
  {
    name: 'a token',
    before: account('[{ origins: [web], token: true, requestHeaders: [marque-token] }]'),
    after: account('[{ origins: [web], requestHeaders: [marque-token] }]'),
    want: [
      'wider read: https://app.example.com (set web) may read GET /v1/account/** without credentials, without a valid origin-bound token',
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
    want: [],
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
      'tighter reach: requests of https://portal.acme.example (set acme) and `null` no longer reach the application: POST /cb, for requests with a cookie, a client certificate or an Authorization header',
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
    want: [
      'wider read: https://b.globex.example may read GET /o/** without credentials, for the tenant `globex`',
    ],
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
      'wider read: https://a.globex.example may read PUT /o/** without credentials, for the tenant `globex`',
      'wider read: https://a.initech.example may read PUT /o/** without credentials, for the tenant `initech`',
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
      'wider read: https://a.globex.example may read GET /{tenant}/o/** without credentials, for the tenant `globex`',
      'wider read: https://a.initech.example may read GET /{tenant}/o/** without credentials, for the tenant `initech`',
    ],
  },
  {
    name: 'methods of a match',
    before: two('/a', '/b').replace("[{ path: '/a' }]", "[{ path: '/a', methods: [GET] }]"),
    after: two('/a', '/b')
      .replace("[{ path: '/a' }]", "[{ path: '/a', methods: [GET, PUT] }]")
      .replace('grants: [{ origins: [web] }]', 'grants: [{ origins: [web], methods: [GET, PUT] }]'),
    want: ['wider read: https://app.example.com (set web) may read PUT /a without credentials'],
  },
  {
    name: 'HEAD without GET',
    before: account('[{ origins: [web], methods: [GET] }]'),
    after: account('[{ origins: [web], methods: [HEAD] }]'),
    want: [
      'tighter read: https://app.example.com (set web) may no longer read GET /v1/account/** without credentials',
    ],
  },
  {
    name: 'a port of a pattern',
    before: account('[{ origins: ["http://localhost:3000"] }]'),
    after: account('[{ origins: ["http://localhost:*"] }]'),
    want: [
      'wider read: http://localhost and http://localhost:* (except http://localhost:3000) may read GET /v1/account/** without credentials',
    ],
  },
  {
    name: 'an exception ends later',
    before: exceptionUntil('2098-11-25T00:00:00Z'),
    after: exceptionUntil('2098-11-28T00:00:00Z'),
    want: [
      'wider read: https://debug.partner.example may read GET /v1/account/** without credentials, from 2098-11-25T00:00:00Z until 2098-11-28T00:00:00Z',
    ],
  },
  {
    name: 'an exception',
    before: account(WEB),
    after: exceptionUntil('2098-11-28T00:00:00Z'),
    want: [
      'wider read: https://debug.partner.example may read GET /v1/account/** without credentials, from 2098-11-23T00:00:00Z until 2098-11-28T00:00:00Z',
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
      'wider read: https://app.example.com (set web) may read patch /v1/account/** without credentials',
      'tighter read: https://app.example.com (set web) may no longer read PATCH /v1/account/** without credentials',
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
    ],
  },
  {
    name: 'exposed headers for a listed origin that is in a set with an own origin',
    before: ownToo(''),
    after: ownToo(', exposeHeaders: [etag]'),
    want: [
      'wider expose: script of https://globex.api.example.com and https://portal.acme.example (set both) sees etag of GET globex.api.example.com/t/{tenant}/**, for requests without credentials',
    ],
  },
  {
    name: 'a method of a path in upper case, where the host selects an own origin',
    before: refusing(UPPER + LOWER),
    after: refusing(LOWER),
    want: [],
  },
  {
    name: 'a path on any host, and one with `encodedSlash: data` on some hosts',
    before: files("{ host: '*.example.com', path: '/a/**', encodedSlash: data }"),
    after: files(
      "{ host: '*.example.com', path: '/a/**', encodedSlash: data }, { path: '/a/{x}/**' }",
    ),
    want: [],
  },
  {
    name: 'preflights during a lockdown, where WebSockets and own origins change without one',
    before: OPEN,
    after: OPEN.replace('https://api.example.com', 'https://www.example.com'),
    want: [
      'wider read: https://www.example.com, now an own origin, may read OPTIONS, POST and any other method on /**',
      'wider read: https://www.example.com, now an own origin, may open a WebSocket at /**',
      'wider credentials: https://www.example.com, now an own origin, may read GET /** with credentials',
      'wider read: https://www.example.com, now an own origin, may read OPTIONS *',
      'wider read: https://www.example.com, now an own origin, may read any method on ambiguous paths, for requests without Fetch metadata of another site',
      'wider read: https://www.example.com, now an own origin, may open a WebSocket at ambiguous paths, for requests without Fetch metadata of another site',
      'wider preflight: https://www.example.com, now an own origin, may send any header with GET /**',
      'wider expose: script of https://www.example.com, now an own origin, sees any header of GET /**, for requests without an Authorization header',
      'wider timing: script of https://www.example.com, now an own origin, sees how long GET /** took, for requests without an Authorization header',
      'wider preflight: a preflight of https://www.example.com, now an own origin, for any method on * is now granted',
      'tighter read: https://api.example.com, no longer an own origin, may no longer read OPTIONS, POST and any other method on /**',
      'tighter read: https://api.example.com, no longer an own origin, may no longer open a WebSocket at /**',
      'tighter credentials: https://api.example.com, no longer an own origin, may no longer read GET /** with credentials',
      'tighter read: https://api.example.com, no longer an own origin, may no longer read OPTIONS *',
      'tighter read: https://api.example.com, no longer an own origin, may no longer read any method on ambiguous paths, for requests without Fetch metadata of another site',
      'tighter read: https://api.example.com, no longer an own origin, may no longer open a WebSocket at ambiguous paths, for requests without Fetch metadata of another site',
      'tighter preflight: https://api.example.com, no longer an own origin, may no longer send any header with GET /**',
      'tighter expose: script of https://api.example.com, no longer an own origin, no longer sees any header of GET /**, for requests without an Authorization header',
      'tighter timing: script of https://api.example.com, no longer an own origin, no longer sees how long GET /** took, for requests without an Authorization header',
      'tighter preflight: a preflight of https://api.example.com, no longer an own origin, for any method on * is no longer granted',
    ],
  },
  {
    name: 'a path in upper case that equals an API version ignoring case',
    before: versioned('/{x}/b'),
    after: versioned('/V2/a'),
    want: [
      'tighter read: https://app.example.com (set web) may no longer read GET /{x}/b without credentials',
    ],
  },
]
