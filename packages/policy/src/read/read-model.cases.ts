/** Parts of a policy with a mistake each: the keys at the top that replace those of a sound policy, and what is found. */
export interface MistakeCase {
  readonly name: string
  /** YAML on one line for each key. */
  readonly top?: { readonly [key: string]: string }
  /** Keys of the one grant. */
  readonly grant?: string
  /** Keys of the one match; `path` unless given. */
  readonly match?: string
  /** `CODE path`, only what reading finds. */
  readonly want: readonly string[]
}

const G = '/resources/0/grants/0'
const M = '/resources/0/match/0'

export const mistakeCases: readonly MistakeCase[] = [
  { name: 'nothing', want: [] },
  {
    name: 'a value that YAML cannot read, and nothing else',
    grant: 'origins: [*]',
    want: [`MQ-104 missing-quotes ${G}/origins/0`],
  },
  { name: 'an unknown key', top: { contcat: 'a@b.example' }, want: ['MQ-120 /contcat'] },
  { name: 'an unknown key of a grant', grant: 'maxage: 5m', want: [`MQ-120 ${G}/maxage`] },
  {
    name: 'a missing key',
    top: { resources: '[{ name: a, match: [{ path: /a }], grants: [] }]' },
    want: ['MQ-121 /resources/0'],
  },
  { name: 'a text for a list', top: { self: 'https://api.example.com' }, want: ['MQ-122 /self'] },
  {
    name: 'a number for a text',
    grant: 'when: { apiVersion: [1.0] }',
    want: [`MQ-122 ${G}/when/apiVersion/0`],
  },
  { name: '`yes` for `true`', grant: 'credentials: yes', want: [`MQ-122 ${G}/credentials`] },
  { name: 'an unknown word', top: { unmatched: 'blok' }, want: ['MQ-123 /unmatched'] },
  { name: 'another version', top: { version: '2' }, want: ['MQ-124 /version'] },
  { name: 'a version in quotes', top: { version: '"1"' }, want: ['MQ-124 /version'] },
  { name: 'an empty list', grant: 'methods: []', want: [`MQ-125 ${G}/methods`] },
  { name: 'a condition without parts', grant: 'when: {}', want: [`MQ-125 ${G}/when`] },
  {
    name: 'a negative count',
    top: {
      tenants: '{ identify: { path: "/t/{tenant}/**" }, limits: { origins: -1 }, members: {} }',
    },
    want: ['MQ-126 /tenants/limits/origins'],
  },
  {
    name: 'half an origin',
    top: {
      tenants: '{ identify: { path: "/t/{tenant}/**" }, limits: { origins: 1.5 }, members: {} }',
    },
    want: ['MQ-126 /tenants/limits/origins'],
  },
  { name: '`null` among the origins', grant: 'origins: [null]', want: [`MQ-159 ${G}/origins/0`] },
  {
    name: 'a host with a scheme',
    match: 'host: "https://api.example.com"',
    want: [`MQ-160 ${M}/host`],
  },
  { name: 'a host in upper case', match: 'host: API.example.com', want: [`MQ-160 ${M}/host`] },
  { name: 'a pattern of an address', match: 'host: "*.127.0.0.1"', want: [`MQ-160 ${M}/host`] },
  { name: 'a host with a port', match: 'host: "api.example.com:8443"', want: [`MQ-160 ${M}/host`] },
  { name: 'a path without slash', match: 'path: v1', want: [`MQ-161 ${M}/path`] },
  { name: 'an empty segment', match: 'path: /a//b', want: [`MQ-161 ${M}/path`] },
  { name: 'a star for a segment', match: 'path: /a/*/b', want: [`MQ-161 ${M}/path`] },
  { name: '`**` in the middle', match: 'path: /a/**/b', want: [`MQ-161 ${M}/path`] },
  { name: 'a dot segment', match: 'path: /a/../b', want: [`MQ-161 ${M}/path`] },
  { name: 'an escape', match: 'path: /a%20b', want: [`MQ-161 ${M}/path`] },
  {
    name: 'a colon as other routers write it',
    match: 'path: "/a/{1}"',
    want: [`MQ-161 ${M}/path`],
  },
  { name: 'a name twice', match: 'path: "/{a}/{a}"', want: [`MQ-161 ${M}/path`] },
  { name: 'too many segments', match: `path: ${'/a'.repeat(65)}`, want: [`MQ-161 ${M}/path`] },
  {
    name: 'a tenant in the second label',
    top: { tenants: '{ identify: { host: "api.{tenant}.example.com" }, members: {} }' },
    want: ['MQ-162 /tenants/identify/host'],
  },
  {
    name: 'a path without tenant',
    top: { tenants: '{ identify: { path: /t/** }, members: {} }' },
    want: ['MQ-163 /tenants/identify/path'],
  },
  {
    name: 'a path without version',
    top: { context: '{ apiVersion: { path: "/{v}/**" } }' },
    want: ['MQ-164 /context/apiVersion/path'],
  },
  {
    name: 'no methods',
    grant: 'methods: ["", "a b", "GET,POST"]',
    want: ['0', '1', '2'].map((at) => `MQ-165 ${G}/methods/${at}`),
  },
  {
    name: 'forbidden methods',
    grant: 'methods: [TRACE, trAce, CONNECT, track]',
    want: ['0', '1', '2', '3'].map((at) => `MQ-166 ${G}/methods/${at}`),
  },
  {
    name: 'methods in another case',
    grant: 'methods: [get, Put]',
    want: [`MQ-167 ${G}/methods/0`, `MQ-167 ${G}/methods/1`],
  },
  { name: 'a lower-case method', grant: 'methods: [patch]', want: [`MQ-168 ${G}/methods/0`] },
  { name: 'a method of the match', match: 'methods: [TRACE]', want: [`MQ-166 ${M}/methods/0`] },
  {
    name: 'no header names',
    grant: 'requestHeaders: [résumé, "", "a b"]',
    want: ['0', '1', '2'].map((at) => `MQ-169 ${G}/requestHeaders/${at}`),
  },
  {
    name: 'forbidden request headers',
    grant: 'requestHeaders: [Cookie, Sec-X, Proxy-X, Host]',
    want: ['0', '1', '2', '3'].map((at) => `MQ-170 ${G}/requestHeaders/${at}`),
  },
  {
    name: 'a response header in a request',
    grant: 'requestHeaders: [Access-Control-Allow-Origin]',
    want: [`MQ-171 ${G}/requestHeaders/0`],
  },
  {
    name: 'request headers exposed',
    grant: 'exposeHeaders: [Origin, access-control-request-method]',
    want: [`MQ-171 ${G}/exposeHeaders/0`, `MQ-171 ${G}/exposeHeaders/1`],
  },
  {
    name: 'cookies exposed',
    grant: 'exposeHeaders: [Set-Cookie, set-cookie2]',
    want: [`MQ-172 ${G}/exposeHeaders/0`, `MQ-172 ${G}/exposeHeaders/1`],
  },
  { name: 'a day for an instant', grant: 'until: 2099-01-31', want: [`MQ-173 ${G}/until`] },
  { name: 'words for an instant', grant: 'until: tomorrow', want: [`MQ-173 ${G}/until`] },
  { name: 'a space for the T', grant: 'until: 2099-01-31 00:00:00Z', want: [`MQ-173 ${G}/until`] },
  {
    name: 'an instant without offset',
    grant: 'from: 2099-01-31T00:00:00',
    want: [`MQ-174 ${G}/from`],
  },
  {
    name: 'a day that does not exist',
    grant: 'from: 2099-02-29T00:00:00Z',
    want: [`MQ-175 ${G}/from`],
  },
  { name: 'a leap second', grant: 'from: 2099-06-30T23:59:60Z', want: [`MQ-175 ${G}/from`] },
  { name: 'hour 24', grant: 'from: 2099-06-30T24:00:00Z', want: [`MQ-175 ${G}/from`] },
  { name: 'a bad offset', grant: 'from: 2099-06-30T12:00:00+24:00', want: [`MQ-175 ${G}/from`] },
  { name: 'before the clocks', grant: 'from: 1969-12-31T23:59:59Z', want: [`MQ-175 ${G}/from`] },
  {
    name: 'a review that is no day',
    top: { origins: '{ web: { allow: [https://a.example], reviewBy: May } }' },
    want: ['MQ-176 /origins/web/reviewBy'],
  },
  {
    name: 'a review with a time',
    top: { origins: '{ web: { allow: [https://a.example], reviewBy: 2099-05-01T00:00:00Z } }' },
    want: ['MQ-176 /origins/web/reviewBy'],
  },
  { name: 'a fraction of a second', grant: 'maxAge: 1.5s', want: [`MQ-177 ${G}/maxAge`] },
  { name: 'a fraction as a number', grant: 'maxAge: 1.5', want: [`MQ-177 ${G}/maxAge`] },
  { name: 'a duration that is NaN', grant: 'maxAge: NaN', want: [`MQ-177 ${G}/maxAge`] },
  { name: 'a duration without unit', grant: 'maxAge: "600"', want: [`MQ-177 ${G}/maxAge`] },
  { name: 'a negative duration', grant: 'maxAge: -2s', want: [`MQ-178 ${G}/maxAge`] },
  { name: 'a negative number', grant: 'maxAge: -2', want: [`MQ-178 ${G}/maxAge`] },
  { name: 'more than a day', grant: 'maxAge: 86401s', want: [`MQ-178 ${G}/maxAge`] },
  {
    name: 'a login that is never young enough',
    grant: 'when: { authenticatedWithin: 0 }',
    want: [`MQ-178 ${G}/when/authenticatedWithin`],
  },
  {
    name: 'a header twice',
    grant: 'requestHeaders: [X-A, x-a]',
    want: [`MQ-179 ${G}/requestHeaders/1`],
  },
  { name: 'a method twice', grant: 'methods: [GET, POST, GET]', want: [`MQ-179 ${G}/methods/2`] },
  {
    name: 'a name with a space',
    top: { origins: '{ "my web": { allow: [https://a.example] } }' },
    want: ['MQ-180 /origins/my web', `MQ-181 ${G}/origins/0`],
  },
  {
    name: 'an environment in upper case',
    top: { self: '{ Prod: [https://api.example.com] }' },
    want: ['MQ-180 /self/Prod'],
  },
  { name: 'an unknown set', grant: 'origins: [wbe]', want: [`MQ-181 ${G}/origins/0`] },
  {
    name: 'an unknown resource',
    top: {
      exceptions:
        '[{ id: E1, origin: https://a.example, resource: acount, until: 2099-01-01T00:00:00Z }]',
    },
    want: ['MQ-182 /exceptions/0/resource'],
  },
  { name: 'an unknown reference', grant: 'origins: ["@tenants"]', want: [`MQ-184 ${G}/origins/0`] },
  {
    name: 'roles from a header',
    top: { context: '{ roles: { header: x-roles } }' },
    want: ['MQ-185 /context/roles/header'],
  },
  {
    name: 'two sources',
    top: { context: '{ roles: { claim: a, path: /a } }' },
    want: ['MQ-185 /context/roles'],
  },
  {
    name: 'no source',
    top: { context: '{ apiVersion: {} }' },
    want: ['MQ-185 /context/apiVersion'],
  },
  {
    name: 'tenants by host and path',
    top: {
      tenants: '{ identify: { host: "{tenant}.a.example", path: "/{tenant}/**" }, members: {} }',
    },
    want: ['MQ-186 /tenants/identify'],
  },
  {
    name: 'several paths of tenants, one of them without the tenant',
    top: {
      tenants: '{ identify: { path: ["/t/{tenant}/**", "/o/{name}/**"] }, members: {} }',
    },
    want: ['MQ-163 /tenants/identify/path/1'],
  },
  {
    name: 'a path of tenants twice',
    top: {
      tenants: '{ identify: { path: ["/t/{tenant}/**", "/t/{tenant}/**"] }, members: {} }',
    },
    want: ['MQ-179 /tenants/identify/path/1'],
  },
  {
    name: 'names of tenants in the path',
    top: {
      tenants:
        '{ identify: { path: "/t/{tenant}/**" }, members: { ACME_1: { allow: [] }, 2f1c6d7e-0b7a-4b3e-9d4e-0c6f4f3a2b11: { allow: [] }, "7": { allow: [] }, ~x.y: { allow: [] } } }',
    },
    want: [],
  },
  {
    name: 'bad names of tenants in the path',
    top: {
      tenants: `{ identify: { path: "/t/{tenant}/**" }, members: { "a b": { allow: [] }, "..": { allow: [] }, ${'a'.repeat(64)}: { allow: [] } } }`,
    },
    want: [
      'MQ-180 /tenants/members/a b',
      'MQ-180 /tenants/members/..',
      `MQ-180 /tenants/members/${'a'.repeat(64)}`,
    ],
  },
  {
    name: 'names of tenants that differ by case',
    top: {
      tenants:
        '{ identify: { path: "/t/{tenant}/**" }, members: { Acme: { allow: [] }, acme: { allow: [] } } }',
    },
    want: ['MQ-183 /tenants/members/acme'],
  },
  {
    name: 'names of tenants in the host',
    top: {
      tenants:
        '{ identify: { host: "{tenant}.a.example" }, members: { acme_1: { allow: [] }, "7": { allow: [] }, ACME: { allow: [] }, a.b: { allow: [] } } }',
    },
    want: ['MQ-180 /tenants/members/ACME', 'MQ-180 /tenants/members/a.b'],
  },
  {
    name: 'a pattern in self',
    top: { self: '["https://*.example.com"]' },
    want: ['MQ-187 /self/0'],
  },
  {
    name: 'a tenant that is no first label',
    top: { self: '["https://api.{tenant}.example.com"]' },
    want: ['MQ-187 /self/0'],
  },
  { name: 'a tenant in self', top: { self: '["https://{tenant}.example.com"]' }, want: [] },
  {
    name: 'a slash in self',
    top: { self: '[https://api.example.com/]' },
    want: ['MQ-140 trailing-slash /self/0'],
  },
  {
    name: 'an exception without end',
    top: { exceptions: '[{ id: E1, origin: https://a.example, resource: account }]' },
    want: ['MQ-121 /exceptions/0'],
  },
  {
    name: 'an exception for a pattern',
    top: {
      exceptions:
        '[{ id: E1, origin: "https://*.a.example", resource: account, until: 2099-01-01T00:00:00Z }]',
    },
    want: ['MQ-189 /exceptions/0/origin'],
  },
  {
    name: 'an exception for all',
    top: {
      exceptions: '[{ id: E1, origin: "*", resource: account, until: 2099-01-01T00:00:00Z }]',
    },
    want: ['MQ-189 /exceptions/0/origin'],
  },
]
