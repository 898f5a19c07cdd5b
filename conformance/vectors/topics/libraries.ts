/** The rows of the field's libraries' own tests that a request shows. */

import type { Grant } from '@marque/core'
import {
  APP,
  anyone,
  bundle,
  EVIL,
  get,
  grant,
  list,
  preflight,
  requestTo,
  resource,
} from '@marque/testkit/bundles'
import {
  allowed,
  blocked,
  cors,
  corsPreflight,
  denied,
  forwarded,
  notCors,
  type Row,
  readable,
  row,
  sameOrigin,
  type Topic,
  V3,
} from '../rows.ts'

const V1 = ['Origin']
const acah = (names: string): { readonly [name: string]: string } => ({
  'access-control-allow-headers': names,
})
const seven = [
  'a',
  'x-aa',
  'x-bbb',
  'x-correlation-id',
  'x-csrf-token',
  'x-requested-with',
  'x-some-very-long-name-indeed',
]
const shared = ['bat', 'cat', 'concat', 'meerkat', 'wildcat'].map(
  (name) => `https://${name}.example`,
)

const rows: Row[] = [
  row('libraries-01-no-origin', 'D6', get('/plain', null), notCors({ vary: V1 })),
  row('libraries-02-granted', 'D20', get('/plain', APP), readable(cors(APP), { vary: V1 })),
  row(
    'libraries-03-denied-varies',
    'D17',
    get('/plain', EVIL),
    forwarded('origin-not-granted', { vary: V1 }),
  ),
  row(
    'libraries-03-denied-under-block',
    'D17',
    get('/block', EVIL),
    blocked('origin-not-granted', { vary: V1 }),
  ),
  row(
    'libraries-04-malformed',
    'D3',
    get('/plain', 'invalid_origin'),
    forwarded('origin-malformed', { vary: V1 }),
  ),
  row(
    'libraries-05-star-without-origin',
    'D10',
    get('/star', null),
    notCors({ headers: cors('*'), vary: [] }),
  ),
  row(
    'libraries-06-star-exposing-star',
    'D10',
    get('/star-exposed', null),
    notCors({ headers: cors('*', { 'access-control-expose-headers': '*' }), vary: [] }),
  ),
  row(
    'libraries-07-star-and-null',
    'D10',
    get('/star', 'null'),
    readable(cors('*'), { vary: [] }, 'granted-any'),
  ),
  row(
    'libraries-10-credentials-and-exposed',
    'D20',
    get('/credentials', APP),
    readable(
      cors(APP, {
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'x-a, x-b',
      }),
      { vary: V1 },
    ),
  ),
  row(
    'libraries-11-denied-gets-no-credentials',
    'D20',
    get('/credentials', EVIL),
    forwarded('origin-not-granted', { vary: V1 }),
  ),
  row('libraries-17-options-without-origin', 'D6', requestTo('OPTIONS', '/plain', null), notCors()),
  row(
    'libraries-17-options-without-method',
    'D6',
    requestTo('OPTIONS', '/plain', APP),
    forwarded('method-not-granted'),
  ),
  row(
    'libraries-18-actual-options-granted',
    'D6',
    requestTo('OPTIONS', '/options', APP),
    readable(cors(APP)),
  ),
  row(
    'libraries-18-actual-options-not-granted',
    'D6',
    requestTo('OPTIONS', '/plain', APP),
    forwarded('method-not-granted'),
  ),
  row(
    'libraries-19-options-with-method-without-origin',
    'D6',
    requestTo('OPTIONS', '/plain', null, ['Access-Control-Request-Method', 'GET']),
    notCors(),
  ),
  row(
    'libraries-20-empty-request-method',
    'D6',
    requestTo('OPTIONS', '/plain', APP, ['Access-Control-Request-Method', '']),
    forwarded('method-not-granted'),
  ),
  row(
    'libraries-21-preflight-for-post',
    'D27',
    preflight('/get-post', APP, 'POST'),
    allowed(corsPreflight(APP, 'GET, POST')),
  ),
  row(
    'libraries-22-preflight-for-put',
    'D18',
    preflight('/put', APP, 'PUT'),
    allowed(corsPreflight(APP, 'PUT'), { vary: V3 }),
  ),
  row(
    'libraries-23-preflight-for-delete',
    'D19',
    preflight('/put', APP, 'DELETE'),
    denied('method-not-granted', { vary: V3 }),
  ),
  row(
    'libraries-24-patch-lower',
    'D27',
    preflight('/patch', APP, 'patch'),
    allowed(corsPreflight(APP, 'patch')),
  ),
  row(
    'libraries-24-patch-upper',
    'D27',
    preflight('/patch', APP, 'PATCH'),
    denied('method-not-granted'),
  ),
  row(
    'libraries-26-purge-is-never-granted-by-a-star',
    'D27',
    preflight('/plain', APP, 'PURGE'),
    denied('method-not-granted'),
  ),
  row(
    'libraries-29-both-names',
    'D24',
    preflight('/names', APP, 'GET', 'x-bar,x-foo'),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-30-unknown-name',
    'D24',
    preflight('/names', APP, 'GET', 'x-bar,x-qux'),
    denied('headers-not-granted'),
  ),
  row(
    'libraries-31-mixed-case-unsorted-spaces',
    'D24',
    preflight('/names', APP, 'GET', 'X-Foo, X-Bar'),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-32-two-lines',
    'D24',
    preflight('/names', APP, 'GET', 'x-bar', ['Access-Control-Request-Headers', 'x-foo']),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-33-empties',
    'D24',
    preflight('/names', APP, 'GET', ',,x-foo,,'),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-33-tabs',
    'D24',
    preflight('/names', APP, 'GET', '\t x-foo \t'),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-34-commas',
    'D24',
    preflight('/names', APP, 'GET', ','.repeat(65_536)),
    denied('request-headers-too-long'),
  ),
  row(
    'libraries-34-copies',
    'D24',
    preflight('/names', APP, 'GET', 'x-foo,'.repeat(10_000)),
    denied('request-headers-too-long'),
  ),
  row(
    'libraries-34-one-long-name',
    'D24',
    preflight('/names', APP, 'GET', 'x'.repeat(65_536)),
    denied('request-headers-too-long'),
  ),
  row(
    'libraries-34-one-byte-over',
    'D24',
    preflight('/names', APP, 'GET', `x-foo${','.repeat(8_188)}`),
    denied('request-headers-too-long'),
  ),
  row(
    'libraries-34-exactly-8-kib',
    'D24',
    preflight('/names', APP, 'GET', `x-foo${','.repeat(8_187)}`),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-34-one-name-over',
    'D24',
    preflight('/names', APP, 'GET', Array.from({ length: 129 }, () => 'x-foo').join()),
    denied('request-headers-too-long'),
  ),
  row(
    'libraries-34-exactly-128-names',
    'D24',
    preflight('/names', APP, 'GET', Array.from({ length: 128 }, () => 'x-foo').join()),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-35-empty',
    'D24',
    preflight('/names', APP, 'GET', ''),
    allowed(corsPreflight(APP, 'GET', '600', acah('x-bar, x-foo'))),
  ),
  row(
    'libraries-36-star-is-no-authorization',
    'D24',
    preflight('/names-star', APP, 'GET', 'authorization'),
    denied('headers-not-granted'),
  ),
  row(
    'libraries-37-star-and-authorization',
    'D24',
    preflight('/names-both', APP, 'GET', 'authorization,x-a'),
    allowed(corsPreflight(APP, 'GET', '600', acah('*, authorization'))),
  ),
  ...seven.map((name, index) =>
    row(
      `libraries-39-one-of-seven-${index}`,
      'D24',
      preflight('/seven', APP, 'GET', name),
      allowed(corsPreflight(APP, 'GET', '600', acah([...seven].sort().join(', ')))),
    ),
  ),
  row(
    'libraries-44-max-age-zero',
    'D18',
    preflight('/zero', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET', '0')),
  ),
  row(
    'libraries-44-max-age-left-out',
    'D18',
    preflight('/plain', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET', '600')),
  ),
  row(
    'libraries-46-no-max-age-on-actual',
    'D20',
    get('/plain', APP),
    readable({ ...cors(APP), 'access-control-max-age': null }),
  ),
  row(
    'libraries-47-joined-barfoo',
    'D3',
    get('/foobar', 'https://barfoo.com'),
    forwarded('origin-not-granted'),
  ),
  row(
    'libraries-47-joined-foobar',
    'D3',
    get('/foobar', 'https://foobar.com'),
    forwarded('origin-not-granted'),
  ),
  row(
    'libraries-47-listed',
    'D3',
    get('/foobar', 'https://bar.com'),
    readable(cors('https://bar.com')),
  ),
  ...(
    [
      ['https://foo.example.com', 'granted'],
      ['https://bar.foo.example.com', 'granted'],
      ['https://example.com', 'origin-not-granted'],
      ['https://.example.com', 'origin-malformed'],
      ['https://evilexample.com', 'origin-not-granted'],
      ['https://example.com.evil.test', 'origin-not-granted'],
      ['http://foo.example.com', 'origin-not-granted'],
      ['https://foo.example.com:8443', 'origin-not-granted'],
    ] as const
  ).map(([origin, reason], index) =>
    row(
      `libraries-48-subdomain-${index}`,
      'D3',
      get('/sub', origin),
      reason === 'granted' ? readable(cors(origin)) : forwarded(reason),
    ),
  ),
  ...[
    'https://x/.example.com',
    'https://x#.example.com',
    'https://x\\.example.com',
    'https://a b.example.com',
    'https://u:p@foo.example.com',
  ].map((origin, index) =>
    row(`libraries-49-spoofed-${index}`, 'D3', get('/sub', origin), forwarded('origin-malformed')),
  ),
  ...(
    [
      ['http://localhost', 'granted'],
      ['http://localhost:3000', 'granted'],
      ['http://localhost:65535', 'granted'],
      ['http://localhost:0', 'origin-malformed'],
      ['http://localhost:65536', 'origin-malformed'],
      ['http://localhost:03000', 'origin-malformed'],
      ['http://localhost:abc', 'origin-malformed'],
      ['http://localhost.evil.test:3000', 'origin-not-granted'],
    ] as const
  ).map(([origin, reason], index) =>
    row(
      `libraries-50-any-port-${index}`,
      'D3',
      get('/local', origin),
      reason === 'granted' ? readable(cors(origin)) : forwarded(reason),
    ),
  ),
  ...['https://a.example.net', 'https://a.b.example.net:1', 'https://a.b.c.example.net:65535'].map(
    (origin, index) =>
      row(
        `libraries-51-any-depth-and-port-${index}`,
        'D3',
        get('/deep', origin),
        readable(cors(origin)),
      ),
  ),
  row(
    'libraries-51-apex',
    'D3',
    get('/deep', 'https://example.net:8443'),
    forwarded('origin-not-granted'),
  ),
  ...shared.map((origin, index) =>
    row(
      `libraries-52-shared-suffix-${index}`,
      'D3',
      get('/shared', origin),
      readable(cors(origin)),
    ),
  ),
  ...[
    'https://at.example',
    'https://t.example',
    'https://kat.example',
    'https://eerkat.example',
    'https://xcat.example',
    'https://bat.example.evil.test',
    'https://batcat.example',
  ].map((origin, index) =>
    row(
      `libraries-52-near-miss-${index}`,
      'D3',
      get('/shared', origin),
      forwarded('origin-not-granted'),
    ),
  ),
  row(
    'libraries-59-connector',
    'D3',
    get('/schemes', 'connector://foo'),
    readable(cors('connector://foo')),
  ),
  row(
    'libraries-59-extension',
    'D3',
    get('/schemes', 'chrome-extension://abc'),
    readable(cors('chrome-extension://abc')),
  ),
  row(
    'libraries-59-unlisted',
    'D3',
    get('/schemes', 'chrome-extension://abd'),
    forwarded('origin-not-granted'),
  ),
  row(
    'libraries-61-two-lines',
    'D6',
    get('/plain', APP, ['Origin', APP]),
    forwarded('origin-multiple'),
  ),
  row('libraries-61-one-line', 'D6', get('/plain', `${APP}, ${APP}`), forwarded('origin-multiple')),
  row(
    'libraries-62-upper-case',
    'D3',
    get('/plain', 'https://APP.example.com'),
    forwarded('origin-malformed'),
  ),
  row(
    'libraries-63-ten-kib',
    'D3',
    get('/plain', `https://${'a.'.repeat(5_120)}com`),
    forwarded('origin-malformed'),
  ),
  row('libraries-64-null', 'D10', get('/plain', 'null'), forwarded('origin-null')),
  row(
    'libraries-69-denied-preflight-reveals-nothing',
    'D19',
    preflight('/credentials', EVIL, 'GET'),
    denied('origin-not-granted', { vary: V3 }),
  ),
  row(
    'libraries-70-allowed-preflight',
    'D18',
    preflight('/plain', APP, 'GET'),
    allowed({ ...corsPreflight(APP, 'GET'), 'content-length': null, 'content-type': null }),
  ),
  row(
    'own-same-origin-post-is-never-blocked',
    'D17',
    requestTo('POST', '/block', 'https://api.example.com'),
    sameOrigin(),
  ),
]

const one = (name: string, part: Partial<Grant>): ReturnType<typeof resource> =>
  resource(name, `/${name}`, { grants: [grant(part)] })
export const topics: readonly Topic[] = [
  {
    file: 'libraries',
    bundle: bundle(
      [
        resource('plain', '/plain'),
        resource('block', '/block', { enforce: 'block' }),
        resource('star', '/star', { sensitivity: 'public', grants: [anyone()] }),
        resource('star-exposed', '/star-exposed', {
          sensitivity: 'public',
          grants: [anyone({ exposeHeaders: ['*'] })],
        }),
        one('credentials', { credentials: true, exposeHeaders: ['x-a', 'x-b'] }),
        one('options', { methods: ['GET', 'OPTIONS'] }),
        one('get-post', { methods: ['GET', 'POST'] }),
        one('put', { methods: ['PUT'] }),
        one('patch', { methods: ['patch'] }),
        one('names', { requestHeaders: ['x-bar', 'x-foo'] }),
        one('names-star', { requestHeaders: ['*'] }),
        one('names-both', { requestHeaders: ['*', 'authorization'] }),
        one('seven', { requestHeaders: [...seven].sort() }),
        one('zero', { maxAge: 0 }),
        one('foobar', { sets: ['foobar'] }),
        one('sub', { sets: ['sub'] }),
        one('local', { sets: ['local'] }),
        one('deep', { sets: ['deep'] }),
        one('shared', { sets: ['shared'] }),
        one('schemes', { sets: ['schemes'] }),
      ],
      {
        sets: {
          foobar: list(['https://foo.com', 'https://bar.com']),
          sub: list([], ['https://*.example.com']),
          local: list([], ['http://localhost:*']),
          deep: list([], ['https://*.example.net:*']),
          shared: list(shared),
          schemes: list(['connector://foo', 'chrome-extension://abc']),
        },
      },
    ),
    rows,
  },
]
