/**
 * Unsafe policies and near misses that are safe, by rule.
 *
 * @module
 */
import {
  EXCEPTION_DATES,
  EXCEPTION_PEOPLE,
  exceptionExample,
  grantsExample,
  resourcesExample,
  setExample,
  tenantExample,
} from '../catalogue/examples.ts'

export interface JudgementCase {
  readonly name: string
  readonly text: string
  readonly environment?: string
  /** `CODE path` of findings that must be there. */
  readonly has?: readonly string[]
  /** Codes that must not be there. */
  readonly not?: readonly string[]
}

const set = (...allow: string[]): string =>
  setExample(
    `{ allow: [${allow.map((text) => `"${text}"`).join(', ')}], owner: p@example.com, purpose: partners }`,
  )
const credentialed = (origin: string): string =>
  setExample(
    `{ allow: ["${origin}"], owner: p@example.com, purpose: partners }`,
    '{ origins: [partners], credentials: true }',
  )
const named = (name: string, allow: string, more = ''): string =>
  `${name}: { allow: [${allow}], owner: p@example.com, purpose: partners, reviewBy: 2099-05-01${more} }`
const roles = { top: ['context: { roles: { claim: roles } }'] }
const restricted = { resource: ['sensitivity: restricted', 'owner: a@example.com'] }
const exception = (keys: string, parts = {}): string =>
  exceptionExample(
    `id: EX-1, resource: account, ${EXCEPTION_DATES}, ${EXCEPTION_PEOPLE}, ${keys}`,
    parts,
  )
const first = '/origins/partners/allow/0'

/** Libraries, case 54, and the sections of the public suffix list. */
export const publicSuffixCases: readonly JudgementCase[] = [
  { name: 'a top-level name', text: set('https://*.com'), has: [`MQ-201 ${first}`] },
  { name: 'a suffix of two labels', text: set('https://*.co.uk'), has: [`MQ-201 ${first}`] },
  { name: 'the private section', text: set('https://*.github.io'), has: [`MQ-201 ${first}`] },
  { name: 'three labels deep', text: set('https://*.s3.amazonaws.com'), has: [`MQ-201 ${first}`] },
  { name: 'a wildcard rule', text: set('https://*.foo.ck'), has: [`MQ-201 ${first}`] },
  { name: 'any port as well', text: set('https://*.vercel.app:*'), has: [`MQ-201 ${first}`] },
  { name: 'an A-label', text: set('https://*.xn--p1ai'), has: [`MQ-201 ${first}`] },
  {
    name: 'a top-level name that no list knows',
    text: set('https://*.nosuch'),
    has: [`MQ-201 ${first}`],
  },
  { name: 'without TLS', text: set('http://*.com'), has: [`MQ-201 ${first}`] },
  { name: 'with a trailing dot', text: set('https://*.github.io.'), has: [`MQ-201 ${first}`] },
  { name: 'within a label', text: set('https://*--app.vercel.app'), has: [`MQ-201 ${first}`] },
  {
    name: 'within a label, with a dot',
    text: set('https://*-ab.github.io.'),
    has: [`MQ-201 ${first}`],
  },
  {
    name: 'within a label of a top-level name',
    text: set('https://*-ab.com:*'),
    has: [`MQ-201 ${first}`],
  },
  {
    name: 'within a label of shared hosting',
    text: set('https://*-acme.zendesk.com'),
    has: [`MQ-320 ${first}`],
    not: ['MQ-201', 'MQ-319'],
  },
  {
    name: 'within a label of a registered name',
    text: set('https://*--app.preview.example.com'),
    not: ['MQ-201', 'MQ-319', 'MQ-320'],
  },
  {
    name: 'a reserved name with a trailing dot',
    text: set('https://*.internal.'),
    not: ['MQ-201'],
  },
  {
    name: 'loopback with a trailing dot',
    text: set('http://*.localhost.'),
    not: ['MQ-201', 'MQ-319'],
  },
  {
    name: 'written in the grant',
    text: grantsExample(['{ origins: [web, "https://*.com"] }']),
    has: ['MQ-201 /resources/0/grants/0/origins/1'],
  },
  {
    name: 'in the directory of a tenant',
    text: tenantExample(
      '{ allow: ["https://*.com"], owner: a@b.example, purpose: p }',
      '{ patterns: true }',
    ),
    has: ['MQ-201 /tenants/members/globex/allow/0'],
  },
  ...[
    'ssl.fastly.net',
    'fastly.net',
    'platform.sh',
    'forgerock.io',
    'fbsbx.com',
    'amazonaws.com',
    'eu-west-1.amazonaws.com',
    'windows.net',
    'compute.amazonaws.com.',
    'kawasaki.jp',
  ].map((host) => ({
    name: `above a public suffix: ${host}`,
    text: credentialed(`https://*.${host}:*`),
    has: [`MQ-201 ${first}`],
  })),
  {
    name: 'within a label above a public suffix, which the pattern does not reach',
    text: set('https://*-acme.fastly.net'),
    not: ['MQ-201'],
  },
  {
    name: 'beside a public suffix',
    text: set('https://*.acme.fastly.net'),
    not: ['MQ-201'],
  },
  { name: 'a registered name', text: set('https://*.example.co.uk'), not: ['MQ-201'] },
  { name: 'an exception to a wildcard rule', text: set('https://*.www.ck'), not: ['MQ-201'] },
  {
    name: 'a customer of a private suffix',
    text: set('https://*.acme.github.io'),
    not: ['MQ-201'],
  },
  { name: 'loopback', text: set('http://*.localhost'), not: ['MQ-201', 'MQ-319'] },
  { name: "a network of one's own", text: set('https://*.internal'), not: ['MQ-201'] },
  { name: 'an exact origin on a suffix', text: set('https://github.io'), not: ['MQ-201'] },
  {
    name: 'any port of an exact host',
    text: set('https://github.io:*'),
    not: ['MQ-201', 'MQ-319'],
  },
  { name: 'a scheme without DNS', text: set('app-x://*.com'), not: ['MQ-201'] },
  ...[
    'https://*.atlassian.net',
    'https://*.us.auth0.com',
    'https://*.eu-2.auth0.com',
    'https://*.app.github.dev',
    'https://*.usw2.devtunnels.ms',
    'https://*.loca.lt',
    'https://*.nip.io',
    'https://*.gradio.live',
    'https://*.my.salesforce.com',
    'https://*.region.azurecontainerapps.io',
    'https://*.westeurope.cloudapp.azure.com',
    'https://*.koyeb.app:*',
    'https://*.webhook.site.',
    'https://*--acme.chromatic.com',
  ].map((origin) => ({
    name: `F22: anybody gets a name that ${origin} matches`,
    text: credentialed(origin),
    has: [`MQ-320 ${first}`],
    not: ['MQ-201'],
  })),
  ...[
    'https://*.acme.atlassian.net',
    'https://*.acme.auth0.com',
    'https://*.acme.us.auth0.com',
    'https://*.loca.lt.example.com',
    'https://*.notloca.lt',
    'https://*.app-github.dev',
    'https://acme.atlassian.net',
  ].map((origin) => ({
    name: `one customer has what ${origin} matches`,
    text: credentialed(origin),
    not: ['MQ-320', 'MQ-201'],
  })),
  {
    name: 'shared hosting that has regions',
    text: set('https://*.cloudapp.azure.com'),
    has: [`MQ-320 ${first}`],
    not: ['MQ-201'],
  },
  {
    name: 'shared hosting, by region',
    text: set('https://*.westeurope.cloudapp.azure.com'),
    has: [`MQ-320 ${first}`],
    not: ['MQ-201'],
  },
]

/** Fetch, port blocking. */
export const badPortCases: readonly JudgementCase[] = [
  { name: 'an origin', text: set('https://a.example:6000'), has: [`MQ-346 ${first}`] },
  { name: 'a pattern', text: set('https://*.a.example:10080'), has: [`MQ-346 ${first}`] },
  { name: 'any port', text: set('https://a.example:*'), not: ['MQ-346'] },
  { name: 'another port', text: set('https://a.example:6001'), not: ['MQ-346'] },
  {
    name: 'an entry of `self`',
    text: set('https://a.example').replace(
      /self: \[[^\]]+\]/,
      'self: [https://api.example.com:6697]',
    ),
    has: ['MQ-346 /self/0'],
  },
]

/** Libraries, case 55: only loopback may have credentials without TLS. */
export const schemeCases: readonly JudgementCase[] = [
  ...[
    'http://example.com',
    'http://alocalhost',
    'http://localhosta',
    'http://*.example.com',
    'http://*-ab.example.com',
    'http://example.com.',
    'http://128.0.0.1',
  ].map((origin) => ({
    name: `${origin} with credentials`,
    text: credentialed(origin),
    has: [`MQ-210 ${first}`],
    not: ['MQ-317'],
  })),
  ...[
    'http://localhost',
    'http://foo.localhost',
    'http://localhost.',
    'http://[::ffff:7f00:1]',
    'http://127.0.0.1',
    'http://[::1]',
    'http://localhost:*',
    'http://127.8.8.8:8080',
  ].map((origin) => ({
    name: `${origin} with credentials`,
    text: credentialed(origin),
    not: ['MQ-210', 'MQ-317'],
  })),
  {
    name: 'an exception for http: with credentials',
    text: exception('origin: http://debug.partner.example, credentials: true'),
    has: ['MQ-210 /exceptions/0/origin'],
  },
  {
    name: 'the directory of a tenant with credentials',
    text: tenantExample(
      '{ allow: [http://portal.globex.example], owner: a@b.example, purpose: p }',
    ).replace('["@tenant"]', '["@tenant"], credentials: true'),
    has: ['MQ-210 /tenants/members/globex/allow/0'],
  },
  {
    name: 'a directory behind two credentialed grants, the second with a set',
    text: tenantExample(
      '{ allow: [http://portal.globex.example], owner: a@b.example, purpose: p }',
    ).replace(
      '- { origins: ["@tenant"] }',
      '- { origins: ["@tenant"], credentials: true }\n      - { origins: ["@tenant", web], credentials: true }',
    ),
    has: ['MQ-210 /tenants/members/globex/allow/0'],
  },
  {
    name: 'loopback in staging',
    text: set('http://localhost:3000'),
    environment: 'staging',
    not: ['MQ-318'],
  },
  ...(
    [
      ['capacitor://localhost', 'MQ-341'],
      ['ionic://localhost', 'MQ-341'],
      ['tauri://localhost', 'MQ-341'],
      ['http://tauri.localhost', 'MQ-341'],
      ['https://tauri.localhost', 'MQ-341'],
      ['app://.', 'MQ-342'],
      ['app://-', 'MQ-342'],
      ['app://localhost', 'MQ-342'],
      ['moz-extension://2f1e8c1a-7f1b-4c1e-9b53-6a1d2e8c9f10', 'MQ-343'],
      ['safari-web-extension://9C1F4B5E-03D4-4A2B-8E54-1B7F0A4C2D11', 'MQ-343'],
      ['chrome-extension://abcdefghijklmnopabcdefghijklmnop', 'MQ-344'],
      ['chrome-extension://abcdefghijklmnopabcdefghijklmnoq', 'MQ-345'],
      ['chrome-extension://abc', 'MQ-345'],
      ['chrome-extension://abcdefghijklmnopabcdefghijklmnop:8080', 'MQ-345'],
      ['moz-extension://notauuid', 'MQ-345'],
      ['moz-extension://2f1e8c1a7f1b4c1e9b536a1d2e8c9f10', 'MQ-345'],
      ['moz-extension://2F1E8C1A-7F1B-4C1E-9B53-6A1D2E8C9F10', 'MQ-345'],
      ['moz-extension://2f1e8c1a-7f1b-4c1e-9b53-6a1d2e8c9f10:8080', 'MQ-345'],
    ] as const
  ).map(([origin, code]) => ({
    name: `F15: ${origin}`,
    text: set(origin),
    has: [`${code} ${first}`],
    not: ['MQ-318', 'MQ-317', 'MQ-336'],
  })),
  { name: 'loopback in production', text: set('http://127.0.0.1:3000'), has: [`MQ-318 ${first}`] },
]

/** D10, D14, D16, D24, D25, D26 and docs/rules.md#sensitivity. */
export const rightCases: readonly JudgementCase[] = [
  {
    name: '`*` with everything that it must not meet',
    text: grantsExample(
      [
        '{ origins: ["*", web], credentials: true, websocket: true, requestHeaders: ["*"], exposeHeaders: ["*"], when: { roles: [a] } }',
      ],
      { ...roles, resource: ['sensitivity: public'] },
    ),
    has: [
      'MQ-202 /resources/0/grants/0/credentials',
      'MQ-203 /resources/0/grants/0/origins',
      'MQ-204 /resources/0/grants/0/when',
      'MQ-205 /resources/0/grants/0/websocket',
      'MQ-206 /resources/0/grants/0/requestHeaders',
      'MQ-207 /resources/0/grants/0/exposeHeaders',
    ],
  },
  {
    name: '`*` and authorization',
    text: grantsExample(['{ origins: [web], requestHeaders: ["*", Authorization], token: true }']),
    not: ['MQ-208'],
  },
  {
    name: '`*` beside a name, exposed',
    text: grantsExample(['{ origins: [web], exposeHeaders: [etag, "*"] }']),
    has: ['MQ-208 /resources/0/grants/0/exposeHeaders'],
  },
  ...['internal', 'confidential', 'restricted'].map((sensitivity) => ({
    name: `\`*\` on ${sensitivity}`,
    text: grantsExample(['{ origins: ["*"] }'], { resource: [`sensitivity: ${sensitivity}`] }),
    has: ['MQ-216 /resources/0/grants/0/origins'],
  })),
  {
    name: 'a pattern with credentials on internal',
    text: grantsExample(['{ origins: [p], credentials: true }'], {
      sets: [named('p', '"https://*.example.com"')],
    }),
    not: ['MQ-217', 'MQ-218'],
  },
  {
    name: 'a pattern within a label on restricted',
    text: grantsExample(['{ origins: [p] }'], {
      ...restricted,
      sets: [named('p', '"https://*--app.preview.example.com"')],
    }),
    has: ['MQ-218 /origins/p/allow/0'],
  },
  {
    name: 'a pattern with credentials on restricted is one mistake',
    text: grantsExample(['{ origins: [p], credentials: true }'], {
      ...restricted,
      sets: [named('p', '"https://*.example.com"')],
    }),
    has: ['MQ-217 /origins/p/allow/0'],
    not: ['MQ-218'],
  },
  {
    name: 'the default max-age on restricted',
    text: grantsExample(['{ origins: [web] }'], restricted),
    not: ['MQ-220'],
  },
  {
    name: 'an exception on restricted is bound alike',
    text: exception(
      'origin: https://d.partner.example, methods: [POST], read: false, maxAge: 1h',
      restricted,
    ),
    has: ['MQ-219 /exceptions/0/read', 'MQ-220 /exceptions/0/maxAge'],
  },
  {
    name: '`*` among the methods of a match',
    text: grantsExample(['{ origins: [web] }'], { match: '[{ path: /x, methods: ["*"] }]' }),
    has: ['MQ-209 /resources/0/match/0/methods'],
  },
  {
    name: 'null may reach one exact path only',
    text: grantsExample(['{ origins: [web], methods: [POST], read: false, nullReach: true }'], {
      match: '[{ path: "/v1/{id}" }]',
    }),
    has: ['MQ-212 /resources/0/grants/0/nullReach'],
  },
  {
    name: 'null may not reach below a path',
    text: grantsExample(['{ origins: [web], methods: [POST], read: false, nullReach: true }'], {
      match: '[{ path: "/v1/**" }]',
    }),
    has: ['MQ-212 /resources/0/grants/0/nullReach'],
  },
  {
    name: 'null may not GET',
    text: grantsExample(['{ origins: [web], methods: [GET, POST], read: false, nullReach: true }']),
    has: ['MQ-212 /resources/0/grants/0/nullReach'],
  },
  {
    name: 'timing without read',
    text: grantsExample(['{ origins: [web], read: false, timing: true }']),
    has: ['MQ-213 /resources/0/grants/0/timing'],
  },
  {
    name: 'a token for `*`',
    text: grantsExample(['{ origins: ["*"], token: true }'], { resource: ['sensitivity: public'] }),
    has: ['MQ-236 /resources/0/grants/0/token'],
  },
  {
    name: 'a token on a WebSocket',
    text: grantsExample(['{ origins: [web], credentials: true, websocket: true, token: true }']),
    has: ['MQ-236 /resources/0/grants/0/token'],
  },
  {
    name: '`%2F` as data on restricted is an error alone',
    text: grantsExample(['{ origins: [web] }'], {
      ...restricted,
      match: '[{ path: "/f/{id}", encodedSlash: data }]',
    }),
    has: ['MQ-215 /resources/0/match/0/encodedSlash'],
    not: ['MQ-315'],
  },
]

/** D7. */
export const tieCases: readonly JudgementCase[] = [
  {
    name: 'within one resource',
    text: resourcesExample(['name: a, match: [{ path: /x }, { path: /x/ }]']),
    has: ['MQ-224 /resources/0/match/1'],
  },
  {
    name: 'GET and HEAD',
    text: resourcesExample([
      'name: a, match: [{ path: /x, methods: [GET] }]',
      'name: b, match: [{ path: /x, methods: [HEAD] }]',
    ]),
    has: ['MQ-224 /resources/1/match/0'],
  },
  {
    name: 'one method of several',
    text: resourcesExample([
      'name: a, match: [{ path: /x, methods: [PUT, POST] }]',
      'name: b, match: [{ path: /x, methods: [DELETE, POST] }]',
    ]),
    has: ['MQ-224 /resources/1/match/0'],
  },
  {
    name: 'methods before none',
    text: resourcesExample([
      'name: a, match: [{ path: /x }]',
      'name: b, match: [{ path: /x, methods: [POST] }]',
    ]),
    not: ['MQ-224'],
  },
  {
    name: 'different methods',
    text: resourcesExample([
      'name: a, match: [{ path: /x, methods: [PUT] }]',
      'name: b, match: [{ path: /x, methods: [POST] }]',
    ]),
    not: ['MQ-224'],
  },
  {
    name: 'different hosts',
    text: resourcesExample([
      'name: a, match: [{ path: /x, host: a.example.com }]',
      'name: b, match: [{ path: /x }]',
    ]),
    not: ['MQ-224'],
  },
  {
    name: 'names and rest alike',
    text: resourcesExample([
      'name: a, match: [{ path: "/x/{a}/**" }]',
      'name: b, match: [{ path: "/x/{b}/**" }]',
    ]),
    has: ['MQ-224 /resources/1/match/0'],
  },
  {
    name: 'a name against a literal',
    text: resourcesExample([
      'name: a, match: [{ path: "/{a}/y" }]',
      'name: b, match: [{ path: "/x/{b}" }]',
    ]),
    not: ['MQ-224'],
  },
  {
    name: 'case, of different methods',
    text: resourcesExample([
      'name: a, match: [{ path: /x, methods: [PUT] }]',
      'name: b, match: [{ path: /X, methods: [POST] }]',
    ]),
    not: ['MQ-322'],
  },
  {
    name: 'case, within one resource',
    text: resourcesExample(['name: a, match: [{ path: /x }, { path: /X }]']),
    not: ['MQ-322', 'MQ-224'],
  },
]
