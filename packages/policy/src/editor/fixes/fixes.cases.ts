/** One document for each fix, and the text that the fix changes. */
import {
  GOOD,
  grantsExample,
  withException,
  withGrant,
  withOrigins,
  withResource,
} from '../../catalogue/examples.ts'
import type { FindingKind } from '../../findings/codes.ts'

export interface FixCase {
  readonly kind: FindingKind
  readonly before: string
  /** What the fix replaces in `before`, and by what; null where no fix may be offered. */
  readonly want: readonly [from: string, to: string] | null
  readonly json?: boolean
  readonly why?: string
}

const restricted = { resource: ['sensitivity: restricted', 'owner: a@example.com'] }
const ended = 'until: 2020-01-01T00:00:00Z'

export const fixCases: readonly FixCase[] = [
  {
    kind: 'MQ-105 trailing-comma',
    json: true,
    before: '{ "version": 1, "self": ["https://api.example.com"], "resources": [], }',
    want: [', }', ' }'],
  },
  { kind: 'MQ-105 syntax', json: true, before: '{ "version": 1 "self": [] }', want: null },
  {
    kind: 'MQ-107',
    before: `${GOOD}unmatched: block\nunmatched: block # again\n`,
    want: ['unmatched: block # again\n', ''],
  },
  {
    kind: 'MQ-107',
    before: `${GOOD}unmatched: block\nunmatched: headers\n`,
    want: null,
    why: 'the values differ',
  },
  {
    kind: 'MQ-112 not-a-string',
    before: withGrant('when: { claims: { /a: 1, ~: 2 } }'),
    want: ['~:', "'~':"],
  },
  {
    kind: 'MQ-104 missing-quotes',
    before: withResource('sensitivity: public', 'grants: [{ origins: [*] }]'),
    want: ['[*]', "['*']"],
  },
  {
    kind: 'MQ-104 missing-quotes',
    before: withResource('sensitivity: internal', 'grants: [{ origins: [*] }]'),
    want: null,
    why: '`*` is not allowed there',
  },
  { kind: 'MQ-120', before: `${GOOD}contcat: a@example.com\n`, want: ['contcat', 'contact'] },
  {
    kind: 'MQ-120',
    before: `${GOOD}contact: a@example.com\ncontcat: b@example.com\n`,
    want: null,
    why: 'the key exists already',
  },
  { kind: 'MQ-120', before: `${GOOD}frobnicate: 1\n`, want: null },
  {
    kind: 'MQ-120',
    json: true,
    before: '{"version":1,"self":["https://api.example.com"],"resorces":[],"resources":[]}',
    want: null,
  },
  {
    kind: 'MQ-121',
    before: '# ours\nself: [https://api.example.com]\nresources: []\n',
    want: ['self:', 'version: 1\nself:'],
  },
  {
    kind: 'MQ-121',
    before: 'self: [https://api.example.com]\r\nresources: []\r\n',
    want: ['self:', 'version: 1\r\nself:'],
  },
  {
    kind: 'MQ-121',
    json: true,
    before: '{\n  "self": ["https://api.example.com"],\n  "resources": []\n}',
    want: ['  "self"', '  "version": 1,\n  "self"'],
  },
  {
    kind: 'MQ-121',
    before: 'version: 1\nresources: []\n',
    want: null,
    why: '`self` cannot be guessed',
  },
  {
    kind: 'MQ-122',
    before: 'version: 1\nself: https://api.example.com\nresources: []\n',
    want: ['https://api.example.com', '[https://api.example.com]'],
  },
  {
    kind: 'MQ-122',
    before: withGrant('when: { apiVersion: [1.10] }').replace(
      'self:',
      'context: { apiVersion: { path: "/{apiVersion}/**" } }\nself:',
    ),
    want: ['[1.10]', "['1.10']"],
  },
  {
    kind: 'MQ-122',
    before: withGrant('methods: POST'),
    want: ['methods: POST', 'methods: [POST]'],
  },
  { kind: 'MQ-122', before: withGrant('credentials: yes'), want: ['yes', 'true'] },
  { kind: 'MQ-122', before: withGrant('methods: GET, POST'), want: null },
  {
    kind: 'MQ-123',
    before: withResource('sensitivity: intrenal', 'grants: []'),
    want: ['intrenal', 'internal'],
  },
  { kind: 'MQ-123', before: withResource('sensitivity: secret', 'grants: []'), want: null },
  { kind: 'MQ-124', before: GOOD.replace('1', '"1"'), want: ['"1"', '1'] },
  { kind: 'MQ-124', before: GOOD.replace('1', '2'), want: null },
  ...(
    [
      ['MQ-140 trailing-slash', 'https://app.example.com/', 'https://app.example.com'],
      ['MQ-140 path', 'https://app.example.com/callback', 'https://app.example.com'],
      ['MQ-140 query', 'https://app.example.com?a=b', 'https://app.example.com'],
      ['MQ-140 fragment', "'https://app.example.com#a'", "'https://app.example.com'"],
      ['MQ-140 missing-scheme', 'https:/app.example.com', 'https://app.example.com'],
      ['MQ-140 upper-case', 'HTTPS://App.example.com', 'https://app.example.com'],
      ['MQ-140 default-port', 'https://app.example.com:443', 'https://app.example.com'],
      ['MQ-140 port', 'https://app.example.com:08443', 'https://app.example.com:8443'],
      ['MQ-140 ipv4', 'https://127.1:3000', 'https://127.0.0.1:3000'],
      ['MQ-140 ipv6', "'https://[0:0::1]:3000'", "'https://[::1]:3000'"],
      ['MQ-140 international-name', 'https://bücher.example', 'https://xn--bcher-kva.example'],
      ['MQ-140 ipv6', "'http://[::ffff:127.0.0.1]'", "'http://[::ffff:7f00:1]'"],
      ['MQ-140 white-space', "'https://app.example.com '", "'https://app.example.com'"],
    ] as const
  ).map(([kind, from, to]): FixCase => ({ kind, before: withOrigins(from), want: [from, to] })),
  ...(
    [
      ['MQ-140 not-an-origin', "'^https://app$'"],
      ['MQ-140 missing-scheme', 'app.example.com'],
      ['MQ-140 user-info', 'https://app@example.com'],
      ['MQ-157', 'https://app-*.example.com'],
      ['MQ-201', "'https://*.com'"],
      ['MQ-201', "'https://*--app.vercel.app'"],
      ['MQ-336', 'https://app.example.com.'],
    ] as const
  ).map(
    ([kind, origin]): FixCase => ({
      kind,
      before: withOrigins(origin),
      want: null,
      why: 'trust is the decision of the user',
    }),
  ),
  {
    kind: 'MQ-161',
    before: withResource('sensitivity: internal', 'grants: []').replace(
      '/v1/account/**',
      'v1/account/**',
    ),
    want: ['path: v1', 'path: /v1'],
  },
  {
    kind: 'MQ-160',
    before: withResource('sensitivity: internal', 'grants: []').replace(
      '{ path',
      '{ host: API.example.com, path',
    ),
    want: ['API.example.com', 'api.example.com'],
  },
  {
    kind: 'MQ-160',
    before: withResource('sensitivity: internal', 'grants: []').replace(
      '{ path',
      '{ host: api.example.com:8443, path',
    ),
    want: null,
    why: 'without the port it would match every port',
  },
  {
    kind: 'MQ-166',
    before: withGrant('methods: [GET, TRACE, POST]'),
    want: ['TRACE, ', ''],
  },
  {
    kind: 'MQ-166',
    before: withGrant('methods: [TRACE]'),
    want: null,
    why: 'the list would be empty',
  },
  { kind: 'MQ-167', before: withGrant('methods: [get]'), want: ['[get]', '[GET]'] },
  { kind: 'MQ-167', before: withGrant("methods: ['get']"), want: ["'get'", "'GET'"] },
  {
    kind: 'MQ-168',
    before: withGrant('methods: [patch]'),
    want: null,
    why: 'it is another method',
  },
  {
    kind: 'MQ-170',
    before: withGrant('requestHeaders:', '  - x-trace', '  - cookie # sic', '  - x-other'),
    want: ['          - cookie # sic\n', ''],
  },
  {
    kind: 'MQ-171',
    before: withGrant('requestHeaders: [access-control-allow-origin]'),
    want: ['[access-control-allow-origin]', '[]'],
  },
  {
    kind: 'MQ-172',
    before: withGrant('exposeHeaders: [etag, set-cookie]'),
    want: [', set-cookie', ''],
  },
  {
    kind: 'MQ-173',
    before: withGrant('until: 2099-01-31 00:00:00Z'),
    want: ['2099-01-31 00:00:00Z', '2099-01-31T00:00:00Z'],
  },
  { kind: 'MQ-173', before: withGrant('until: 2099-01-31'), want: null },
  { kind: 'MQ-174', before: withGrant('until: 2099-01-31T00:00:00'), want: null },
  { kind: 'MQ-177', before: withGrant('maxAge: 10M'), want: ['10M', '10m'] },
  { kind: 'MQ-179', before: withGrant('methods: [GET, POST, GET]'), want: [', GET]', ']'] },
  {
    kind: 'MQ-180',
    before: withOrigins('https://app.example.com')
      .replace('  web:', '  Web Apps:')
      .replace('[web]', '[web-apps]'),
    want: ['Web Apps', 'web-apps'],
  },
  {
    kind: 'MQ-180',
    before: `${withOrigins('https://app.example.com')}tenants: { identify: { host: "{tenant}.api.example.com" }, members: { Globex: { allow: [], owner: a@example.com, purpose: app } } }\n`,
    want: ['Globex', 'globex'],
  },
  {
    kind: 'MQ-181',
    before: withGrant().replace('[web]', '[wbe]'),
    want: ['wbe', 'web'],
  },
  {
    kind: 'MQ-182',
    before: withException('id: EX-1, origin: https://debug.partner.example, resource: acount'),
    want: ['acount', 'account'],
  },
  { kind: 'MQ-184', before: withGrant().replace('[web]', '["@web"]'), want: ['"@web"', '"web"'] },
  { kind: 'MQ-184', before: withGrant().replace('[web]', '["@wbe"]'), want: null },
  {
    kind: 'MQ-202',
    before: grantsExample(['{ origins: ["*"], credentials: true }'], {
      resource: ['sensitivity: public'],
    }),
    want: null,
  },
  {
    kind: 'MQ-214',
    before: grantsExample(['{ origins: [web] }'], {
      resource: ['sensitivity: internal', 'isolate: true', 'enforce: headers'],
    }),
    want: ['    enforce: headers\n', ''],
  },
  {
    kind: 'MQ-220',
    before: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 601 }'], restricted),
    want: ['601', '10m'],
  },
  {
    kind: 'MQ-305',
    before: withOrigins('https://a.example.com', 'https://b.example.com', 'https://a.example.com'),
    want: ['b.example.com\n      - https://a.example.com\n', 'b.example.com\n'],
  },
  {
    kind: 'MQ-310',
    before: grantsExample(['{ origins: [web], methods: [POST], read: false, maxAge: 5m }']),
    want: [', maxAge: 5m', ''],
  },
  {
    kind: 'MQ-313',
    before: withGrant('exposeHeaders: [content-type, etag]'),
    want: ['content-type, ', ''],
  },
  {
    kind: 'MQ-327',
    before: grantsExample(['{ origins: [web] }'], {
      resource: ['sensitivity: confidential', 'enforce: headers'],
    }),
    want: ['    enforce: headers\n', ''],
  },
  {
    kind: 'MQ-330',
    before: grantsExample([`{ origins: [web], ${ended} }`, '{ origins: [web], methods: [PUT] }']),
    want: [`      - { origins: [web], ${ended} }\n`, ''],
  },
  {
    kind: 'MQ-333',
    before: withGrant('methods: [GET, HEAD]'),
    want: [', HEAD', ''],
  },
  {
    kind: 'MQ-412',
    before: withException('id: EX-1, origin: https://debug.partner.example, resource: account')
      .replaceAll('2098-11-2', '2020-11-2')
      .concat(
        '  - { id: EX-2, origin: https://debug.partner.example, resource: account, from: 2098-11-20T00:00:00Z, until: 2098-11-28T00:00:00Z, purpose: incident 4711, requestedBy: dev@example.com, approvedBy: [lead@example.com] }\n',
      ),
    want: [
      '  - { id: EX-1, origin: https://debug.partner.example, resource: account, from: 2020-11-20T00:00:00Z, until: 2020-11-28T00:00:00Z, purpose: incident 4711, requestedBy: dev@example.com, approvedBy: [lead@example.com] }\n',
      '',
    ],
  },
  ...(
    [
      ['"/t/{tenant}/**"', '["/t/{tenant}/**", "/orgs/{tenant}/**"]'],
      ['["/t/{tenant}/**"]', '["/t/{tenant}/**", "/orgs/{tenant}/**"]'],
    ] as const
  ).map(
    ([from, to]): FixCase => ({
      kind: 'MQ-231',
      before: grantsExample(['{ origins: [web] }'], {
        match: '[{ path: "/orgs/{tenant}/me" }]',
        more: [`tenants: { identify: { path: ${from} }, members: {} }`],
      }),
      want: [`path: ${from} }`, `path: ${to} }`],
    }),
  ),
  {
    kind: 'MQ-231',
    before: grantsExample(['{ origins: [web] }'], { match: '[{ path: "/orgs/{tenant}/me" }]' }),
    want: null,
    why: 'the policy has no tenants',
  },
]
