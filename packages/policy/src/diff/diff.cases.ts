/**
 * Small changes of a policy, and what is said of them.
 *
 * Both policies are written as the parts that matter: origin sets, resources, and whatever else stands at the top.
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
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours, reviewBy: 2027-05-01 }
  acme: { allow: [https://portal.acme.example], owner: partners@example.com, purpose: portal, reviewBy: 2027-05-01 }
  previews: { allow: ['https://*.preview.example.com'], owner: web@example.com, purpose: previews, reviewBy: 2027-05-01 }
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

const WEB = '[{ origins: [web] }]'

export const cases: readonly DiffCase[] = [
  {
    name: 'a set joins a grant with credentials',
    before: account(
      '[{ origins: [web], methods: [GET, PATCH], credentials: true, requestHeaders: [content-type] }]',
    ),
    after: account(
      '[{ origins: [web, acme], methods: [GET, PATCH], credentials: true, requestHeaders: [content-type] }]',
    ),
    want: [],
  },
  {
    name: 'a method is dropped',
    before: account('[{ origins: [web], methods: [GET, DELETE] }]'),
    after: account(WEB),
    want: [],
  },
  {
    name: 'credentials',
    before: account(WEB),
    after: account('[{ origins: [web], credentials: true }]'),
    want: [],
  },
  {
    name: 'a request header',
    before: account('[{ origins: [web], methods: [GET, PUT] }]'),
    after: account('[{ origins: [web], methods: [GET, PUT], requestHeaders: [x-a] }]'),
    want: [],
  },
  {
    name: '`authorization` is named',
    before: account('[{ origins: [web], methods: [GET, PUT] }]'),
    after: account('[{ origins: [web], methods: [GET, PUT], requestHeaders: [authorization] }]'),
    want: [],
  },
  {
    name: 'an exposed header',
    before: account(WEB),
    after: account('[{ origins: [web], exposeHeaders: [etag] }]'),
    want: [],
  },
  {
    name: 'timing',
    before: account('[{ origins: [web], timing: true }]'),
    after: account(WEB),
    want: [],
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
    want: [],
  },
  { name: 'enforce', before: account(WEB), after: account(WEB, 'enforce: block'), want: [] },
  {
    name: 'isolate',
    before: account(WEB, 'enforce: block'),
    after: account(WEB, 'isolate: true'),
    want: [],
  },
  {
    name: 'authentication',
    before: account(WEB, 'authentication: required'),
    after: account(WEB),
    want: [],
  },
  {
    name: 'resourcePolicy',
    before: account(WEB, 'resourcePolicy: same-origin'),
    after: account(WEB),
    want: [],
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
    want: [],
  },
  {
    name: 'a condition goes',
    before: account('[{ origins: [web], when: { roles: [admin] } }]').replace(
      'unmatched',
      'context: { roles: { claim: roles } }\nunmatched',
    ),
    after: account(WEB).replace('unmatched', 'context: { roles: { claim: roles } }\nunmatched'),
    want: [],
  },
  {
    name: 'an end',
    before: account(WEB),
    after: account('[{ origins: [web], until: 2027-01-01T00:00:00Z }]'),
    want: [],
  },
  {
    name: 'a pattern gets narrower',
    before: account('[{ origins: ["https://*.a.example"] }]'),
    after: account('[{ origins: ["https://*.b.a.example"] }]'),
    want: [],
  },
  {
    name: 'everybody',
    before: account(WEB).replace('internal', 'public'),
    after: account('[{ origins: ["*"] }]').replace('internal', 'public'),
    want: [],
  },
  {
    name: 'a path is taken out of a resource',
    before: two('/a/**', '/z'),
    after: two('/a/**', '/a/b'),
    want: [],
  },
  {
    name: 'names and literals',
    before: two('/a/{x}', '/a/b'),
    after: two('/a/**', '/a/{x}'),
    want: [],
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
    want: [],
  },
  {
    name: 'unmatched requests',
    before: account(WEB),
    after: account(WEB).replace('unmatched: headers', 'unmatched: block'),
    want: [],
  },
  {
    name: 'own origins',
    before: account(WEB),
    after: account(WEB).replace(
      'self: [https://api.example.com]',
      'self: [https://api.example.com, https://www.example.com]',
    ),
    want: [],
  },
  {
    name: 'a token',
    before: account('[{ origins: [web], token: true, requestHeaders: [marque-token] }]'),
    after: account('[{ origins: [web], requestHeaders: [marque-token] }]'),
    want: [],
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
    want: [],
  },
  {
    name: 'a directory of a tenant',
    before: policy(
      "  - { name: t, match: [{ path: /o/** }], sensitivity: internal, grants: [{ origins: ['@tenant'] }] }\n",
      "tenants:\n  identify: { host: '{tenant}.api.example.com' }\n  members:\n    globex: { allow: [https://a.globex.example], owner: it@globex.example, purpose: portal }\n    initech: { allow: [https://a.initech.example], owner: it@initech.example, purpose: portal }\n",
    ),
    after: policy(
      "  - { name: t, match: [{ path: /o/** }], sensitivity: internal, grants: [{ origins: ['@tenant'] }] }\n",
      "tenants:\n  identify: { host: '{tenant}.api.example.com' }\n  members:\n    globex: { allow: [https://a.globex.example, https://b.globex.example], owner: it@globex.example, purpose: portal }\n    initech: { allow: [https://a.initech.example], owner: it@initech.example, purpose: portal }\n",
    ),
    want: [],
  },
  {
    name: 'an exception',
    before: account(WEB),
    after: `${account(WEB)}exceptions:
  - { id: EX-1, origin: 'https://debug.partner.example', resource: account, from: 2026-11-23T00:00:00Z, until: 2026-11-28T00:00:00Z, purpose: incident, requestedBy: dev@example.com, approvedBy: [lead@example.com, security@example.com] }
`,
    want: [],
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
    want: [],
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
    want: [],
  },
]
