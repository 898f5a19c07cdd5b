/** One document for each fix, and the text that the fix changes. */
import {
  GOOD,
  withException,
  withGrant,
  withOrigins,
  withResource,
} from '../../catalogue/examples.ts'
import { grantsExample } from '../../catalogue/judgement-examples.ts'

export interface FixCase {
  readonly code: `MQ-${number}`
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
    code: 'MQ-105',
    json: true,
    before: '{ "version": 1, "self": ["https://api.example.com"], "resources": [], }',
    want: [', }', ' }'],
  },
  { code: 'MQ-105', json: true, before: '{ "version": 1 "self": [] }', want: null },
  {
    code: 'MQ-107',
    before: `${GOOD}unmatched: block\nunmatched: block # again\n`,
    want: ['unmatched: block # again\n', ''],
  },
  {
    code: 'MQ-107',
    before: `${GOOD}unmatched: block\nunmatched: headers\n`,
    want: null,
    why: 'the values differ',
  },
  {
    code: 'MQ-112',
    before: withGrant('when: { claims: { /a: 1, ~: 2 } }'),
    want: ['~:', "'~':"],
  },
  {
    code: 'MQ-116',
    before: withResource('sensitivity: public', 'grants: [{ origins: [*] }]'),
    want: ['[*]', "['*']"],
  },
  {
    code: 'MQ-116',
    before: withResource('sensitivity: internal', 'grants: [{ origins: [*] }]'),
    want: null,
    why: '`*` is not allowed there',
  },
  { code: 'MQ-120', before: `${GOOD}contcat: a@example.com\n`, want: ['contcat', 'contact'] },
  {
    code: 'MQ-120',
    before: `${GOOD}contact: a@example.com\ncontcat: b@example.com\n`,
    want: null,
    why: 'the key exists already',
  },
  { code: 'MQ-120', before: `${GOOD}frobnicate: 1\n`, want: null },
  {
    code: 'MQ-120',
    json: true,
    before: '{"version":1,"self":["https://api.example.com"],"resorces":[],"resources":[]}',
    want: null,
  },
  {
    code: 'MQ-121',
    before: '# ours\nself: [https://api.example.com]\nresources: []\n',
    want: ['self:', 'version: 1\nself:'],
  },
  {
    code: 'MQ-121',
    before: 'self: [https://api.example.com]\r\nresources: []\r\n',
    want: ['self:', 'version: 1\r\nself:'],
  },
  {
    code: 'MQ-121',
    json: true,
    before: '{\n  "self": ["https://api.example.com"],\n  "resources": []\n}',
    want: ['  "self"', '  "version": 1,\n  "self"'],
  },
  {
    code: 'MQ-121',
    before: 'version: 1\nresources: []\n',
    want: null,
    why: '`self` cannot be guessed',
  },
  {
    code: 'MQ-122',
    before: 'version: 1\nself: https://api.example.com\nresources: []\n',
    want: ['https://api.example.com', '[https://api.example.com]'],
  },
  {
    code: 'MQ-122',
    before: withGrant('when: { apiVersion: [1.10] }').replace(
      'self:',
      'context: { apiVersion: { path: "/{apiVersion}/**" } }\nself:',
    ),
    want: ['[1.10]', "['1.10']"],
  },
  {
    code: 'MQ-122',
    before: withGrant('methods: POST'),
    want: ['methods: POST', 'methods: [POST]'],
  },
  { code: 'MQ-122', before: withGrant('credentials: yes'), want: ['yes', 'true'] },
  { code: 'MQ-122', before: withGrant('methods: GET, POST'), want: null },
  {
    code: 'MQ-123',
    before: withResource('sensitivity: intrenal', 'grants: []'),
    want: ['intrenal', 'internal'],
  },
  { code: 'MQ-123', before: withResource('sensitivity: secret', 'grants: []'), want: null },
  { code: 'MQ-124', before: GOOD.replace('1', '"1"'), want: ['"1"', '1'] },
  { code: 'MQ-124', before: GOOD.replace('1', '2'), want: null },
  ...(
    [
      ['MQ-141', 'https://app.example.com/', 'https://app.example.com'],
      ['MQ-142', 'https://app.example.com/callback', 'https://app.example.com'],
      ['MQ-143', 'https://app.example.com?a=b', 'https://app.example.com'],
      ['MQ-144', "'https://app.example.com#a'", "'https://app.example.com'"],
      ['MQ-145', 'https:/app.example.com', 'https://app.example.com'],
      ['MQ-146', 'HTTPS://App.example.com', 'https://app.example.com'],
      ['MQ-147', 'https://app.example.com:443', 'https://app.example.com'],
      ['MQ-149', 'https://app.example.com:08443', 'https://app.example.com:8443'],
      ['MQ-150', 'https://127.1:3000', 'https://127.0.0.1:3000'],
      ['MQ-151', "'https://[0:0::1]:3000'", "'https://[::1]:3000'"],
      ['MQ-153', 'https://bücher.example', 'https://xn--bcher-kva.example'],
      ['MQ-156', 'https://app.example.com.', 'https://app.example.com'],
      ['MQ-158', "'https://app.example.com '", "'https://app.example.com'"],
    ] as const
  ).map(([code, from, to]): FixCase => ({ code, before: withOrigins(from), want: [from, to] })),
  ...(
    [
      ['MQ-140', "'^https://app$'"],
      ['MQ-145', 'app.example.com'],
      ['MQ-148', 'https://app@example.com'],
      ['MQ-157', 'https://app-*.example.com'],
      ['MQ-201', "'https://*.com'"],
    ] as const
  ).map(
    ([code, origin]): FixCase => ({
      code,
      before: withOrigins(origin),
      want: null,
      why: 'trust is the decision of the user',
    }),
  ),
  {
    code: 'MQ-161',
    before: withResource('sensitivity: internal', 'grants: []').replace(
      '/v1/account/**',
      'v1/account/**',
    ),
    want: ['path: v1', 'path: /v1'],
  },
  {
    code: 'MQ-160',
    before: withResource('sensitivity: internal', 'grants: []').replace(
      '{ path',
      '{ host: API.example.com, path',
    ),
    want: ['API.example.com', 'api.example.com'],
  },
  {
    code: 'MQ-160',
    before: withResource('sensitivity: internal', 'grants: []').replace(
      '{ path',
      '{ host: api.example.com:8443, path',
    ),
    want: null,
    why: 'without the port it would match every port',
  },
  {
    code: 'MQ-166',
    before: withGrant('methods: [GET, TRACE, POST]'),
    want: ['TRACE, ', ''],
  },
  {
    code: 'MQ-166',
    before: withGrant('methods: [TRACE]'),
    want: null,
    why: 'the list would be empty',
  },
  { code: 'MQ-167', before: withGrant('methods: [get]'), want: ['[get]', '[GET]'] },
  { code: 'MQ-167', before: withGrant("methods: ['get']"), want: ["'get'", "'GET'"] },
  {
    code: 'MQ-168',
    before: withGrant('methods: [patch]'),
    want: null,
    why: 'it is another method',
  },
  {
    code: 'MQ-170',
    before: withGrant('requestHeaders:', '  - x-trace', '  - cookie # sic', '  - x-other'),
    want: ['          - cookie # sic\n', ''],
  },
  {
    code: 'MQ-171',
    before: withGrant('requestHeaders: [access-control-allow-origin]'),
    want: ['[access-control-allow-origin]', '[]'],
  },
  {
    code: 'MQ-172',
    before: withGrant('exposeHeaders: [etag, set-cookie]'),
    want: [', set-cookie', ''],
  },
  {
    code: 'MQ-173',
    before: withGrant('until: 2099-01-31 00:00:00Z'),
    want: ['2099-01-31 00:00:00Z', '2099-01-31T00:00:00Z'],
  },
  { code: 'MQ-173', before: withGrant('until: 2099-01-31'), want: null },
  { code: 'MQ-174', before: withGrant('until: 2099-01-31T00:00:00'), want: null },
  { code: 'MQ-177', before: withGrant('maxAge: 10M'), want: ['10M', '10m'] },
  { code: 'MQ-179', before: withGrant('methods: [GET, POST, GET]'), want: [', GET]', ']'] },
  {
    code: 'MQ-180',
    before: withOrigins('https://app.example.com')
      .replace('  web:', '  Web Apps:')
      .replace('[web]', '[web-apps]'),
    want: ['Web Apps', 'web-apps'],
  },
  {
    code: 'MQ-181',
    before: withGrant().replace('[web]', '[wbe]'),
    want: ['wbe', 'web'],
  },
  {
    code: 'MQ-182',
    before: withException('id: EX-1, origin: https://debug.partner.example, resource: acount'),
    want: ['acount', 'account'],
  },
  { code: 'MQ-184', before: withGrant().replace('[web]', '["@web"]'), want: ['"@web"', '"web"'] },
  { code: 'MQ-184', before: withGrant().replace('[web]', '["@wbe"]'), want: null },
  {
    code: 'MQ-202',
    before: grantsExample(['{ origins: ["*"], credentials: true }'], {
      resource: ['sensitivity: public'],
    }),
    want: null,
  },
  {
    code: 'MQ-214',
    before: grantsExample(['{ origins: [web] }'], {
      resource: ['sensitivity: internal', 'isolate: true', 'enforce: headers'],
    }),
    want: ['    enforce: headers\n', ''],
  },
  {
    code: 'MQ-220',
    before: grantsExample(['{ origins: [web], methods: [PUT], maxAge: 601 }'], restricted),
    want: ['601', '10m'],
  },
  {
    code: 'MQ-305',
    before: withOrigins('https://a.example.com', 'https://b.example.com', 'https://a.example.com'),
    want: ['b.example.com\n      - https://a.example.com\n', 'b.example.com\n'],
  },
  {
    code: 'MQ-310',
    before: grantsExample(['{ origins: [web], methods: [POST], read: false, maxAge: 5m }']),
    want: [', maxAge: 5m', ''],
  },
  {
    code: 'MQ-313',
    before: withGrant('exposeHeaders: [content-type, etag]'),
    want: ['content-type, ', ''],
  },
  {
    code: 'MQ-327',
    before: grantsExample(['{ origins: [web] }'], {
      resource: ['sensitivity: confidential', 'enforce: headers'],
    }),
    want: ['    enforce: headers\n', ''],
  },
  {
    code: 'MQ-330',
    before: grantsExample([`{ origins: [web], ${ended} }`, '{ origins: [web], methods: [PUT] }']),
    want: [`      - { origins: [web], ${ended} }\n`, ''],
  },
  {
    code: 'MQ-333',
    before: withGrant('methods: [GET, HEAD]'),
    want: [', HEAD', ''],
  },
  {
    code: 'MQ-412',
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
]
