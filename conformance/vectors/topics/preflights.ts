/** D18, D19, D24, D27: preflights. */

import {
  APP,
  bundle,
  EVIL,
  get,
  grant,
  list,
  preflight,
  requestTo,
  resource,
} from '@marque/testkit/bundles'
import { NOW } from '../now.ts'
import {
  allowed,
  blocked,
  cors,
  corsPreflight,
  denied,
  type Essentials,
  forwarded,
  type Row,
  readable,
  row,
  sameOrigin,
  type Topic,
  V3,
} from '../rows.ts'

const EVERY = ['x-bar', 'x-foo']
const many = (count: number, name = 'x-foo'): string =>
  Array.from({ length: count }, () => name).join(',')
const ACAH = { 'access-control-allow-headers': 'x-bar, x-foo' }
const listed = (): Essentials => allowed(corsPreflight(APP, 'GET', '600', ACAH))

const ASKED: readonly (readonly [id: string, names: string, granted: 'yes' | 'no' | 'long'])[] = [
  ['none', '', 'yes'],
  ['blank', ' \t ', 'yes'],
  ['one', 'x-foo', 'yes'],
  ['both', 'x-bar,x-foo', 'yes'],
  ['unsorted', 'x-foo,x-bar', 'yes'],
  ['mixed-case', 'X-Foo, x-BAR', 'yes'],
  ['spaces', '  x-foo ,\t x-bar\t', 'yes'],
  ['empty-elements', ',,x-foo,,', 'yes'],
  ['commas-only', ',,,', 'yes'],
  ['doubled', 'x-foo,x-foo', 'yes'],
  ['unknown', 'x-bar,x-qux', 'no'],
  ['unknown-first', 'x-a,x-foo', 'no'],
  ['prefix', 'x-fo', 'no'],
  ['suffix', 'x-fooo', 'no'],
  ['joined', 'x-barx-foo', 'no'],
  ['space-inside', 'x-foo x-bar', 'no'],
  ['star', '*', 'no'],
  ['cookie', 'cookie', 'no'],
  ['authorization', 'authorization', 'no'],
  ['quoted', '"x-foo"', 'no'],
  ['colon', 'x-foo:', 'no'],
  ['nbsp', '\u00a0x-foo', 'no'],
  ['kelvin', 'x-\u212a', 'no'],
  ['newline', 'x-foo\n', 'no'],
  ['constructor', 'constructor', 'no'],
  ['proto', '__proto__', 'no'],
  ['128-names', many(128), 'yes'],
  ['129-names', many(129), 'long'],
  ['129-different-names', Array.from({ length: 129 }, (_, n) => `x-${n}`).join(','), 'long'],
  ['128-names-and-empties', `${many(128)},,,,,,`, 'yes'],
  ['8192-bytes', `x-foo${' '.repeat(8_187)}`, 'yes'],
  ['8193-bytes', `x-foo${' '.repeat(8_188)}`, 'long'],
  ['8192-commas', ','.repeat(8_192), 'yes'],
  ['8193-commas', ','.repeat(8_193), 'long'],
  ['long-name', 'x'.repeat(8_193), 'long'],
  ['long-and-unknown', `x-qux${','.repeat(8_190)}`, 'long'],
]
const headerRows: Row[] = [
  ...ASKED.map(([id, names, granted]) =>
    row(
      `asked-${id}`,
      'D24',
      preflight('/two', APP, 'GET', names),
      granted === 'yes'
        ? listed()
        : denied(granted === 'no' ? 'headers-not-granted' : 'request-headers-too-long'),
    ),
  ),
  row('asked-no-line', 'D24', preflight('/two', APP, 'GET'), listed()),
  row(
    'asked-two-lines',
    'D24',
    preflight('/two', APP, 'GET', 'x-bar', ['Access-Control-Request-Headers', 'x-foo']),
    listed(),
  ),
  row(
    'asked-two-lines-one-unknown',
    'D24',
    preflight('/two', APP, 'GET', 'x-bar', ['access-control-request-headers', 'x-qux']),
    denied('headers-not-granted'),
  ),
  row(
    'asked-two-lines-over-8192',
    'D24',
    preflight('/two', APP, 'GET', ' '.repeat(8_100), [
      'access-control-request-headers',
      ' '.repeat(92),
    ]),
    denied('request-headers-too-long'),
  ),
  row(
    'nothing-listed-nothing-asked',
    'D18',
    preflight('/plain', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET')),
  ),
  row(
    'nothing-listed-something-asked',
    'D24',
    preflight('/plain', APP, 'GET', 'x-foo'),
    denied('headers-not-granted'),
  ),
  row(
    'actual-request-ignores-them',
    'D24',
    get('/two', APP, ['Access-Control-Request-Headers', 'x-qux']),
    readable(cors(APP)),
  ),
  row(
    'star-covers',
    'D24',
    preflight('/star', APP, 'GET', 'x-a, x-b, cookie'),
    allowed(corsPreflight(APP, 'GET', '600', { 'access-control-allow-headers': '*' })),
  ),
  row(
    'star-covers-not-authorization',
    'D24',
    preflight('/star', APP, 'GET', 'Authorization'),
    denied('headers-not-granted'),
  ),
  row(
    'star-covers-no-bad-token',
    'D24',
    preflight('/star', APP, 'GET', 'x a'),
    denied('headers-not-granted'),
  ),
  row(
    'star-and-authorization',
    'D24',
    preflight('/star-and', APP, 'GET', 'authorization,x-a'),
    allowed(
      corsPreflight(APP, 'GET', '600', { 'access-control-allow-headers': '*, authorization' }),
    ),
  ),
]

const methodRows: Row[] = [
  ...(['DELETE', 'GET', 'PATCH', 'PURGE', 'PUT'] as const).map((method) =>
    row(
      `method-${method}`,
      'D18',
      preflight('/many', APP, method),
      allowed(corsPreflight(APP, 'DELETE, GET, PATCH, PURGE, PUT, patch'), { grant: 0 }),
    ),
  ),
  row(
    'method-patch-lower',
    'D27',
    preflight('/many', APP, 'patch'),
    allowed(corsPreflight(APP, 'DELETE, GET, PATCH, PURGE, PUT, patch')),
  ),
  row(
    'method-head-by-get',
    'D7',
    preflight('/many', APP, 'HEAD'),
    allowed(corsPreflight(APP, 'DELETE, GET, PATCH, PURGE, PUT, patch')),
  ),
  ...[
    'POST',
    'get',
    'Get',
    'put',
    'OPTIONS',
    'PATCHX',
    'PATC',
    'GET,PUT',
    'GET PUT',
    '*',
    'TRACE',
    'CONNECT',
    'constructor',
    'x'.repeat(9_000),
  ].map((method, index) =>
    row(
      `method-denied-${index}`,
      'D27',
      preflight('/many', APP, method),
      denied('method-not-granted'),
    ),
  ),
  row(
    'method-two-lines',
    'D6',
    preflight('/many', APP, 'GET', null, ['Access-Control-Request-Method', 'PUT']),
    denied('method-not-granted'),
  ),
  row(
    'method-two-equal-lines',
    'D6',
    preflight('/many', APP, 'GET', null, ['Access-Control-Request-Method', 'GET']),
    denied('method-not-granted'),
  ),
  row(
    'method-empty-is-no-preflight',
    'D6',
    requestTo('OPTIONS', '/many', APP, ['Access-Control-Request-Method', '']),
    forwarded('method-not-granted'),
  ),
  row('options-without-method', 'D6', requestTo('OPTIONS', '/options', APP), readable(cors(APP))),
  row(
    'options-not-granted',
    'D6',
    requestTo('OPTIONS', '/many', APP),
    forwarded('method-not-granted'),
  ),
  row(
    'options-not-granted-blocked',
    'D6',
    requestTo('OPTIONS', '/block', APP),
    blocked('method-not-granted'),
  ),
  row('head-grants-no-get', 'D7', preflight('/head', APP, 'GET'), denied('method-not-granted')),
  row(
    'head-grants-head',
    'D7',
    preflight('/head', APP, 'HEAD'),
    allowed(corsPreflight(APP, 'HEAD')),
  ),
  row(
    'post-is-a-real-preflight',
    'D27',
    preflight('/post', APP, 'POST'),
    allowed(corsPreflight(APP, 'POST')),
  ),
  row(
    'get-with-the-requesting-header-is-actual',
    'D6',
    get('/many', APP, ['Access-Control-Request-Method', 'PUT']),
    readable(cors(APP)),
  ),
  row(
    'same-origin-options-is-no-preflight',
    'D6',
    preflight('/many', 'https://api.example.com', 'PUT'),
    sameOrigin(),
  ),
  row(
    'denied-origin-learns-nothing',
    'D19',
    preflight('/many', EVIL, 'PUT'),
    denied('origin-not-granted', { vary: V3 }),
  ),
  row(
    'reveals-no-expiry-but-to-logs',
    'D19',
    preflight('/ended', 'https://old.example.com', 'GET'),
    denied('expired'),
  ),
  row(
    'enforce-headers-stops-preflights-too',
    'D19',
    preflight('/many', EVIL, 'GET'),
    denied('origin-not-granted'),
  ),
  row(
    'preflight-carries-no-private-network',
    'D28',
    preflight('/many', APP, 'GET', null, ['Access-Control-Request-Private-Network', 'true']),
    allowed(corsPreflight(APP, 'DELETE, GET, PATCH, PURGE, PUT, patch')),
  ),
  row(
    'preflight-carries-no-local-network',
    'D28',
    preflight('/many', APP, 'PUT', null, ['Access-Control-Request-Local-Network', 'true']),
    allowed(corsPreflight(APP, 'DELETE, GET, PATCH, PURGE, PUT, patch')),
  ),
  row(
    'denied-preflight-carries-no-private-network',
    'D28',
    preflight('/many', EVIL, 'GET', null, ['Access-Control-Request-Private-Network', 'true']),
    denied('origin-not-granted'),
  ),
  row(
    'credentials-in-answer',
    'D18',
    preflight('/credentials', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET', '600', { 'access-control-allow-credentials': 'true' })),
  ),
]

const ageRows: Row[] = [
  ...(
    [
      ['default', '/plain', '600'],
      ['zero', '/age-0', '0'],
      ['one', '/age-1', '1'],
      ['a-day', '/age-day', '86400'],
      ['grant-end', '/ends-grant', '90'],
      ['grant-end-rounded-down', '/ends-part', '1'],
      ['grant-end-under-a-second', '/ends-now', '0'],
      ['set-end', '/ends-set', '120'],
      ['earlier-of-grant-and-set', '/ends-both', '90'],
      ['later-of-two-sets', '/ends-later', '240'],
      ['set-without-end-beside-one', '/ends-never', '600'],
      ['end-far-away', '/ends-far', '600'],
    ] as const
  ).map(([id, path, age]) =>
    row(
      `max-age-${id}`,
      'D18',
      preflight(path, APP, 'GET'),
      allowed(corsPreflight(APP, 'GET', age)),
    ),
  ),
  row(
    'max-age-never-on-actual',
    'D20',
    get('/plain', APP),
    readable({ ...cors(APP), 'access-control-max-age': null }),
  ),
]
const ends = {
  one: list([APP], [], NOW + 120_000),
  two: list([APP], [], NOW + 240_000),
  far: list([APP], [], NOW + 1e9),
  web: list([APP]),
}

export const topics: readonly Topic[] = [
  {
    file: 'preflights-headers',
    bundle: bundle([
      resource('plain', '/plain'),
      resource('two', '/two', { grants: [grant({ requestHeaders: EVERY })] }),
      resource('star', '/star', { grants: [grant({ requestHeaders: ['*'] })] }),
      resource('star-and', '/star-and', {
        grants: [grant({ requestHeaders: ['*', 'authorization'] })],
      }),
    ]),
    rows: headerRows,
  },
  {
    file: 'preflights-methods',
    bundle: bundle(
      [
        resource('many', '/many', {
          grants: [grant({ methods: ['DELETE', 'GET', 'PATCH', 'PURGE', 'PUT', 'patch'] })],
        }),
        resource('options', '/options', { grants: [grant({ methods: ['GET', 'OPTIONS'] })] }),
        resource('block', '/block', { enforce: 'block' }),
        resource('head', '/head', { grants: [grant({ methods: ['HEAD'] })] }),
        resource('post', '/post', { grants: [grant({ methods: ['POST'] })] }),
        resource('ended', '/ended', { grants: [grant({ sets: ['old'] })] }),
        resource('credentials', '/credentials', { grants: [grant({ credentials: true })] }),
      ],
      { sets: { old: list(['https://old.example.com'], [], NOW) } },
    ),
    rows: methodRows,
  },
  {
    file: 'preflights-max-age',
    bundle: bundle(
      [
        resource('plain', '/plain'),
        resource('age-0', '/age-0', { grants: [grant({ maxAge: 0 })] }),
        resource('age-1', '/age-1', { grants: [grant({ maxAge: 1 })] }),
        resource('age-day', '/age-day', { grants: [grant({ maxAge: 86_400 })] }),
        resource('ends-grant', '/ends-grant', { grants: [grant({ until: NOW + 90_000 })] }),
        resource('ends-part', '/ends-part', { grants: [grant({ until: NOW + 1_999 })] }),
        resource('ends-now', '/ends-now', { grants: [grant({ until: NOW + 1 })] }),
        resource('ends-set', '/ends-set', { grants: [grant({ sets: ['one'] })] }),
        resource('ends-both', '/ends-both', {
          grants: [grant({ sets: ['one'], until: NOW + 90_000 })],
        }),
        resource('ends-later', '/ends-later', { grants: [grant({ sets: ['one', 'two'] })] }),
        resource('ends-never', '/ends-never', { grants: [grant({ sets: ['one', 'web'] })] }),
        resource('ends-far', '/ends-far', { grants: [grant({ sets: ['far'] })] }),
      ],
      { sets: ends },
    ),
    rows: ageRows,
  },
]
