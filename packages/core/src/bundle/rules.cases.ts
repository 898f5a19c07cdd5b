import type { Grant, Resource } from './bundle.ts'
import type { BundleProblemCode } from './bundle-problem.ts'
import { plainGrant, plainResource, sampleBundle } from './sample-bundle.cases.ts'

/** Changes to the sample bundle, and the path of the problem. */
export type RuleRow = readonly [
  name: string,
  changes: { readonly [pointer: string]: unknown },
  code: BundleProblemCode,
  path: string,
]

const account = '/resources/0'
const exception = '/resources/0/grants/0'
const grant = '/resources/0/grants/1'
const assets = '/resources/1/grants/0'
const hook = '/resources/2/grants/0'
const live = '/resources/3/grants/0'
const notes = '/resources/4/grants/0'

/** One more resource behind the others, with one grant. */
const more = (
  resource: Partial<Resource>,
  own: Partial<Grant> = {},
): { [at: string]: unknown } => ({
  '/resources/5': { ...plainResource, ...resource, grants: [{ ...plainGrant, ...own }] },
})
const at5 = '/resources/5/grants/0'
const match = (path: string, methods: readonly string[] | null = null): Resource['match'] => [
  { host: null, path, methods, encodedSlash: 'separator' },
]

const NO_ORIGINS = { exact: [], patterns: [], until: null }

const UNSAFE = 'ERR_BUNDLE_UNSAFE'
const SENSITIVITY = 'ERR_BUNDLE_SENSITIVITY'

/** The sample bundle with tenants by path: without `{tenant}` in `self`, and with one more match. */
const byPath = (
  path: string,
  templates: unknown = '/t/{tenant}/**',
): { [at: string]: unknown } => ({
  '/self': ['https://api.example.com'],
  '/tenancy': templates === null ? null : { path: templates },
  ...more({ match: match(path) }),
})

/** What single values, each allowed, must not say together. */
export const ruleCases: readonly RuleRow[] = [
  [
    'D15: a tenant of a host in upper case',
    { '/tenants/Acme': NO_ORIGINS },
    'ERR_BUNDLE_VALUE',
    '/tenants/Acme',
  ],
  [
    'D15: a tenant of a host with `~`',
    { '/tenants/a~0b': NO_ORIGINS },
    'ERR_BUNDLE_VALUE',
    '/tenants/a~0b',
  ],
  [
    'D15: two tenants that differ by case',
    { ...byPath('/x'), '/tenants/GLOBEX': NO_ORIGINS },
    'ERR_BUNDLE_DUPLICATE',
    '/tenants/globex',
  ],
  [
    'D15: `{tenant}` in `self` with tenants by path',
    { '/tenancy': { path: '/t/{tenant}/**' } },
    UNSAFE,
    '/self/1',
  ],
  ['D15: `{tenant}` in `self` without tenants', { '/tenancy': null }, UNSAFE, '/self/1'],
  ...(
    [
      ['without a template', '/t/{tenant}/**', null],
      ['another literal', '/u/{tenant}/**', '/t/{tenant}/**'],
      ['another case', '/T/{tenant}/**', '/t/{tenant}/**'],
      ['a name for the literal', '/{x}/{tenant}/**', '/t/{tenant}/**'],
      ['another segment', '/t/{x}/{tenant}', '/t/{tenant}/**'],
      ['beyond the end of the template', '/t/{tenant}/orders', '/t/{tenant}'],
      ['everything below, the template one segment', '/t/{tenant}/**', '/t/{tenant}'],
      ['shorter than the template', '/t/{tenant}', '/t/{tenant}/orders/**'],
      ['half below each of two', '/{x}/{tenant}', ['/t/{tenant}/**', '/u/{tenant}/**']],
    ] as const
  ).map(
    ([name, path, templates]): RuleRow => [
      `D15: a match that no template names: ${name}`,
      byPath(path, templates),
      UNSAFE,
      '/resources/5/match/0/path',
    ],
  ),
  ...(
    [
      ['/org~1id', '/org~1id/x'],
      ['/a', '/a/b/c'],
      ['/', '//x'],
    ] as const
  ).map(
    ([outer, inner]): RuleRow => [
      `D11: the claim \`${inner}\` within \`${outer}\``,
      {
        [`${grant}/when/claims`]: { [outer]: 1 },
        [`${exception}/when`]: { claims: { [inner]: 1 } },
      },
      UNSAFE,
      `${exception}/when/claims/${inner.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ],
  ),
  [
    'D11: a claim within the claim of roles, which is named plainly',
    { '/context/roles': { claim: 'realm/a' }, [`${grant}/when/claims`]: { '/realm~1a/roles': 1 } },
    UNSAFE,
    `${grant}/when/claims/~1realm~01a~1roles`,
  ],
  [
    'D10: `*` with credentials',
    { [`${assets}/credentials`]: true },
    UNSAFE,
    `${assets}/credentials`,
  ],
  ['D10: `*` with a condition', { [`${assets}/when`]: { roles: ['a'] } }, UNSAFE, `${assets}/when`],
  ['D10: `*` beside a set', { [`${assets}/sets`]: ['web'] }, UNSAFE, `${assets}/sets`],
  ['D10: `*` beside the tenant', { [`${assets}/tenant`]: true }, UNSAFE, `${assets}/tenant`],
  [
    'D12: an end at the start',
    { [`${exception}/until`]: 1_760_000_000_000 },
    UNSAFE,
    `${exception}/until`,
  ],
  [
    'D12: an end before the start',
    { [`${grant}/from`]: 2, [`${grant}/until`]: 1 },
    UNSAFE,
    `${grant}/until`,
  ],
  ['D14: `nullReach` that reads', { [`${hook}/read`]: true }, UNSAFE, `${hook}/nullReach`],
  ['D14: `nullReach` without POST', { [`${hook}/methods`]: ['GET'] }, UNSAFE, `${hook}/nullReach`],
  [
    'D14: `nullReach` below a path',
    { '/resources/2/match/0/path': '/hook/**' },
    UNSAFE,
    `${hook}/nullReach`,
  ],
  [
    'D14: `nullReach` on a name',
    { '/resources/2/match/0/path': '/hook/{id}' },
    UNSAFE,
    `${hook}/nullReach`,
  ],
  [
    'D14: `nullReach` on two paths',
    { '/resources/2/match/1': match('/hook2')[0] },
    UNSAFE,
    `${hook}/nullReach`,
  ],
  [
    'D16: a token that cannot travel',
    { [`${exception}/requestHeaders`]: [] },
    UNSAFE,
    `${exception}/requestHeaders`,
  ],
  [
    'D16: a token that only `*` covers',
    { [`${exception}/requestHeaders`]: ['*'] },
    UNSAFE,
    `${exception}/requestHeaders`,
  ],
  ['D16: an exception for a set', { [`${exception}/sets`]: ['web'] }, UNSAFE, `${exception}/sets`],
  [
    'D16: an exception without an origin',
    { [`${exception}/sets`]: [] },
    UNSAFE,
    `${exception}/sets`,
  ],
  [
    'D16: an exception for two',
    { [`${exception}/sets`]: ['https://debug.partner.example', 'web'] },
    UNSAFE,
    `${exception}/sets`,
  ],
  [
    'D16: an exception for the tenant',
    { [`${exception}/tenant`]: true },
    UNSAFE,
    `${exception}/sets`,
  ],
  [
    'D16: an exception for any',
    { [`${assets}/exception`]: 'EX-1', [`${assets}/until`]: 1 },
    UNSAFE,
    `${assets}/sets`,
  ],
  [
    'D16: an exception without an end',
    { [`${exception}/until`]: null },
    UNSAFE,
    `${exception}/until`,
  ],
  [
    'D16: an exception after a grant',
    { '/resources/0/grants/2': sampleBundle.resources[0]?.grants[0] },
    'ERR_BUNDLE_ORDER',
    '/resources/0/grants/2/exception',
  ],
  [
    'D16: an exception twice',
    { '/resources/2/grants/1': plainGrant, [hook]: sampleBundle.resources[0]?.grants[0] },
    'ERR_BUNDLE_DUPLICATE',
    `${hook}/exception`,
  ],
  [
    'D16: the set of an exception holds another origin',
    { '/sets/https:~1~1debug.partner.example/exact': ['https://evil.example'] },
    UNSAFE,
    '/sets/https:~1~1debug.partner.example',
  ],
  [
    'D16: the set of an exception holds more',
    { '/sets/https:~1~1debug.partner.example/patterns': ['https://*.example.com'] },
    UNSAFE,
    '/sets/https:~1~1debug.partner.example',
  ],
  [
    'D24: `*` in request headers with credentials',
    { [`${grant}/requestHeaders`]: ['*'] },
    UNSAFE,
    `${grant}/requestHeaders`,
  ],
  [
    'D24: `*` in exposed headers with credentials',
    { [`${grant}/exposeHeaders`]: ['*'] },
    UNSAFE,
    `${grant}/exposeHeaders`,
  ],
  [
    '`*` beside a request header',
    { [`${assets}/requestHeaders`]: ['*', 'x-a'] },
    UNSAFE,
    `${assets}/requestHeaders`,
  ],
  [
    '`*` beside an exposed header',
    { [`${assets}/exposeHeaders`]: ['*', 'etag'] },
    UNSAFE,
    `${assets}/exposeHeaders`,
  ],
  [
    'D25: a WebSocket without credentials',
    { [`${live}/credentials`]: false },
    UNSAFE,
    `${live}/websocket`,
  ],
  ['D25: a WebSocket for any', { [`${assets}/websocket`]: true }, UNSAFE, `${assets}/websocket`],
  [
    'D26: isolation that does not block',
    { [`${account}/enforce`]: 'headers' },
    UNSAFE,
    `${account}/enforce`,
  ],
  [
    'credentials over http',
    { '/sets/web/exact/0': 'http://admin.example.com' },
    UNSAFE,
    `${grant}/sets`,
  ],
  [
    'credentials over http by a pattern',
    {
      ...more({}, { sets: ['previews'], credentials: true }),
      '/sets/previews/patterns': ['http://*.preview.example'],
    },
    UNSAFE,
    `${at5}/sets`,
  ],
  [
    'credentials over http for a tenant',
    { '/tenants/globex/exact/0': 'http://portal.globex.example' },
    UNSAFE,
    `${live}/tenant`,
  ],
  [
    'a set that is not there',
    { [`${grant}/sets`]: ['web', 'wobble'] },
    'ERR_BUNDLE_REFERENCE',
    `${grant}/sets/1`,
  ],
  [
    'a set that every object has',
    { [`${grant}/sets`]: ['toString', 'web'] },
    'ERR_BUNDLE_REFERENCE',
    `${grant}/sets/0`,
  ],
  ['internal: `*`', { '/resources/1/sensitivity': 'internal' }, SENSITIVITY, `${assets}/any`],
  [
    'confidential: `*`',
    { '/resources/1/sensitivity': 'confidential' },
    SENSITIVITY,
    `${assets}/any`,
  ],
  [
    'confidential: patterns with credentials',
    { [`${notes}/credentials`]: true },
    SENSITIVITY,
    `${notes}/sets`,
  ],
  [
    'confidential: patterns of a tenant with credentials',
    {
      '/resources/3/sensitivity': 'confidential',
      '/tenants/globex/patterns': ['https://*.globex.example'],
    },
    SENSITIVITY,
    `${live}/tenant`,
  ],
  [
    'restricted: `*`',
    { '/resources/1/sensitivity': 'restricted' },
    SENSITIVITY,
    '/resources/1/match/0/encodedSlash',
  ],
  [
    'restricted: `*`, separators',
    { ...more({ sensitivity: 'restricted' }, { any: true, sets: [] }) },
    SENSITIVITY,
    `${at5}/any`,
  ],
  [
    'restricted: patterns',
    { '/resources/4/sensitivity': 'restricted' },
    SENSITIVITY,
    `${notes}/sets`,
  ],
  [
    'restricted: patterns of a tenant',
    {
      ...more({ sensitivity: 'restricted' }, { tenant: true }),
      '/tenants/globex/patterns': ['https://*.globex.example'],
    },
    SENSITIVITY,
    `${at5}/tenant`,
  ],
  ['restricted: reach without read', { [`${grant}/read`]: false }, SENSITIVITY, `${grant}/read`],
  [
    'restricted: a max-age above ten minutes',
    { [`${grant}/maxAge`]: 601 },
    SENSITIVITY,
    `${grant}/maxAge`,
  ],
  [
    'D4: restricted with `%2F` as data',
    { [`${account}/match/0/encodedSlash`]: 'data' },
    SENSITIVITY,
    `${account}/match/0/encodedSlash`,
  ],
  [
    'a resource twice',
    { '/resources/1/name': 'account' },
    'ERR_BUNDLE_DUPLICATE',
    '/resources/1/name',
  ],
  [
    'resources out of order',
    { '/resources/1/name': 'aaa' },
    'ERR_BUNDLE_ORDER',
    '/resources/1/name',
  ],
  [
    'a match twice',
    { '/resources/2/match/1': sampleBundle.resources[2]?.match[0] },
    'ERR_BUNDLE_DUPLICATE',
    '/resources/2/match/1',
  ],
  [
    'D7: a tie',
    more({ match: match('/notes/{other}/') }),
    'ERR_BUNDLE_TIE',
    '/resources/5/match/0',
  ],
  [
    'D7: a tie on one method',
    more({ match: match('/{x}/live', ['POST', 'PUT']) }),
    'ERR_BUNDLE_TIE',
    '/resources/5/match/0',
  ],
  [
    'D7: a tie on HEAD',
    more({ match: match('/{x}/live', ['HEAD']) }),
    'ERR_BUNDLE_TIE',
    '/resources/5/match/0',
  ],
  [
    'a vector twice',
    { '/vectors/1': sampleBundle.vectors[0] },
    'ERR_BUNDLE_DUPLICATE',
    '/vectors/1/id',
  ],
]

/** Changes that look like some of the above and are right. */
export const allowedCases: readonly (readonly [string, { readonly [pointer: string]: unknown }])[] =
  [
    ['nothing changed', {}],
    [
      'no contact, no tenancy',
      { '/contact': null, '/self': ['https://api.example.com'], '/tenancy': null, '/context': {} },
    ],
    ['a version from a header', { '/context/apiVersion': { header: 'api-version' } }],
    ['a tenant in the path', byPath('/x')],
    ...(
      [
        ['the template itself', '/t/{tenant}', '/t/{tenant}'],
        ['a literal below', '/t/{tenant}/orders', '/t/{tenant}/**'],
        ['everything below', '/t/{tenant}/**', '/t/{tenant}/**'],
        ['a literal for a name', '/x/{tenant}/**', '/{any}/{tenant}/**'],
        ['one of several', '/u/{tenant}/a', ['/t/{tenant}/**', '/u/{tenant}/**']],
      ] as const
    ).map(([name, path, templates]): (typeof allowedCases)[number] => [
      `D15: a match below a template: ${name}`,
      byPath(path, templates),
    ]),
    ['D15: a match with a tenant where hosts name it', more({ match: match('/t/{tenant}/**') })],
    [
      'D15: names of tenants in the path',
      {
        ...byPath('/x'),
        '/tenants/ACME_1': NO_ORIGINS,
        '/tenants/2f1c6d7e-0b7a-4b3e-9d4e-0c6f4f3a2b11': NO_ORIGINS,
        '/tenants/...': NO_ORIGINS,
        '/tenants/~0x': NO_ORIGINS,
        '/tenants/7': NO_ORIGINS,
      },
    ],
    [
      'D11: claims side by side, and one twice',
      {
        [`${grant}/when/claims`]: { '/a': 1, '/a-b': 1, '/a~1b': 1, '/b/c': 1 },
        [`${exception}/when`]: { claims: { '/a': 2, '/b/cd': 1 } },
      },
    ],
    ['a grant without origins', { [`${grant}/sets`]: [] }],
    ['a resource without grants', { [`${account}/grants`]: [] }],
    ['a set with nothing in it', { '/sets/web/exact': [] }],
    ['http without credentials', more({}, { sets: ['previews'] })],
    [
      'http on this machine with credentials',
      { '/sets/web/exact': ['http://127.0.0.1:8080', 'http://[::1]', 'http://a.localhost'] },
    ],
    ['http with credentials on other lists', { '/sets/previews/exact': ['http://a.example'] }],
    [
      'an inline pattern',
      {
        '/sets/https:~1~1*.x.example': {
          exact: [],
          patterns: ['https://*.x.example'],
          until: null,
        },
      },
    ],
    [
      'a custom scheme',
      { '/sets/web/exact': ['capacitor://localhost', 'https://app.example.com'] },
    ],
    ['internal: patterns with credentials', more({}, { sets: ['previews'], credentials: false })],
    ['restricted: ten minutes', { [`${grant}/maxAge`]: 600 }],
    [
      '`nullReach` on two hosts',
      { '/resources/2/match/1': { ...match('/hook')[0], host: 'a.example' } },
    ],
    ['D7: other methods of one path', more({ match: match('/{x}/live', ['PUT']) })],
    ['D7: one method before none', more({ match: match('/notes/{x}', ['GET']) })],
    [
      'D7: another host',
      more({
        match: [{ host: 'a.example', path: '/notes/{id}', methods: null, encodedSlash: 'data' }],
      }),
    ],
    ['a host that is an address', { [`${account}/match/0/host`]: '[::1]' }],
    ['a method of somebody’s own', { [`${grant}/methods`]: ['GET', 'report'] }],
    [
      'a tenant named as what objects have',
      { '/tenants/constructor': { exact: [], patterns: [], until: null } },
    ],
  ]
