/** D7, D8, D17: the most specific match, and what happens without one. */
import {
  APP,
  bundle,
  EVIL,
  get,
  grant,
  match,
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
  type Topic,
} from '../rows.ts'

const SPECIFIC: readonly (readonly [id: string, url: string, resource: string])[] = [
  ['exact-host', 'https://api.example.com/x/y', 'exact-host'],
  ['longer-host-pattern', 'https://a.api.example.com/x/y', 'long-pattern'],
  ['long-host-pattern-deep', 'https://a.b.api.example.com/x/y', 'long-pattern'],
  ['shorter-host-pattern', 'https://www.example.com/x/y', 'short-pattern'],
  ['host-pattern-not-apex', 'https://example.com/x/y', 'any-host'],
  ['host-pattern-no-dot', 'https://wwwexample.com/x/y', 'any-host'],
  ['any-host', 'https://other.test/x/y', 'any-host'],
  ['literal-before-name', 'https://other.test/p/a', 'literal'],
  ['name-before-rest', 'https://other.test/p/z', 'name'],
  ['left-first', 'https://other.test/p/a/z', 'left-literal'],
  ['rest-last', 'https://other.test/p/z/z/z', 'rest'],
  ['end-before-rest', 'https://other.test/p', 'end'],
  ['name-then-literal', 'https://other.test/p/z/b', 'name-literal'],
]
const specificRows: Row[] = SPECIFIC.map(([id, url, name]) =>
  row(`specific-${id}`, 'D7', get(url, APP), readable(cors(APP), { resource: name })),
)

const everyMethod = [grant({ methods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'] })]
const methodRows: Row[] = [
  row('method-get', 'D7', get('/m', APP), readable(cors(APP), { resource: 'reads' })),
  row(
    'method-head-by-get',
    'D7',
    requestTo('HEAD', '/m', APP),
    readable(cors(APP), { resource: 'reads' }),
  ),
  row('method-put', 'D7', requestTo('PUT', '/m', APP), readable(cors(APP), { resource: 'writes' })),
  row(
    'method-other',
    'D7',
    requestTo('DELETE', '/m', APP),
    readable(cors(APP), { resource: 'others' }),
  ),
  row(
    'method-options',
    'D7',
    requestTo('OPTIONS', '/m', APP),
    readable(cors(APP), { resource: 'others' }),
  ),
  row(
    'method-preflight-put',
    'D7',
    preflight('/m', APP, 'PUT'),
    allowed(corsPreflight(APP, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'), { resource: 'writes' }),
  ),
  row(
    'method-preflight-get',
    'D7',
    preflight('/m', APP, 'GET'),
    allowed(corsPreflight(APP, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'), { resource: 'reads' }),
  ),
  row(
    'method-preflight-head',
    'D7',
    preflight('/m', APP, 'HEAD'),
    allowed(corsPreflight(APP, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'), { resource: 'reads' }),
  ),
  row(
    'method-options-without-origin',
    'D7',
    requestTo('OPTIONS', '/m', null, ['Access-Control-Request-Method', 'PUT']),
    notCors({ resource: 'others' }),
  ),
  row(
    'head-match-does-not-cover-get',
    'D7',
    get('/h', APP),
    forwarded('resource-unmatched', { resource: null }),
  ),
  row(
    'head-match',
    'D7',
    requestTo('HEAD', '/h', APP),
    readable(cors(APP), { resource: 'head-only' }),
  ),
]

const unmatchedRows = (block: boolean): Row[] => {
  const ends = block ? blocked : forwarded
  const id = block ? 'unmatched-block' : 'unmatched-headers'
  return [
    row(
      `${id}-get`,
      'D8',
      get('/none', APP),
      ends('resource-unmatched', { resource: null, vary: ['Origin'] }),
    ),
    row(`${id}-post`, 'D8', requestTo('POST', '/none', APP), ends('resource-unmatched')),
    row(`${id}-options`, 'D8', requestTo('OPTIONS', '/none', APP), ends('resource-unmatched')),
    row(`${id}-put`, 'D17', requestTo('PUT', '/none', APP), blocked('resource-unmatched')),
    row(
      `${id}-lower-case-get`,
      'D17',
      requestTo('get', '/none', APP),
      blocked('resource-unmatched'),
    ),
    row(
      `${id}-preflight`,
      'D8',
      preflight('/none', APP, 'GET'),
      denied('resource-unmatched', { resource: null }),
    ),
    row(`${id}-null`, 'D8', get('/none', 'null'), ends('origin-null')),
    row(`${id}-malformed`, 'D8', get('/none', `${APP}/`), ends('origin-malformed')),
    row(`${id}-multiple`, 'D8', get('/none', `${APP},${APP}`), ends('origin-multiple')),
    row(`${id}-without-origin`, 'D8', get('/none', null), notCors({ resource: null })),
  ]
}

const enforceRows: Row[] = [
  row('headers-get-denied', 'D17', get('/headers', EVIL), forwarded('origin-not-granted')),
  row(
    'headers-post-denied',
    'D17',
    requestTo('POST', '/headers', EVIL),
    forwarded('origin-not-granted'),
  ),
  row(
    'headers-head-denied',
    'D17',
    requestTo('HEAD', '/headers', EVIL),
    forwarded('origin-not-granted'),
  ),
  row(
    'headers-put-denied',
    'D17',
    requestTo('PUT', '/headers', EVIL),
    blocked('origin-not-granted'),
  ),
  row(
    'headers-put-of-granted-origin',
    'D17',
    requestTo('PUT', '/headers', APP),
    blocked('method-not-granted'),
  ),
  row(
    'headers-post-of-granted-origin',
    'D17',
    requestTo('POST', '/headers', APP),
    forwarded('method-not-granted'),
  ),
  row('headers-delete-without-origin', 'D17', requestTo('DELETE', '/headers', null), notCors()),
  row(
    'block-get-denied',
    'D17',
    get('/block', EVIL),
    blocked('origin-not-granted', { vary: ['Origin'] }),
  ),
  row('block-post-denied', 'D17', requestTo('POST', '/block', APP), blocked('method-not-granted')),
  row('block-granted', 'D17', get('/block', APP), readable(cors(APP))),
  row('block-without-origin', 'D17', requestTo('POST', '/block', null), notCors()),
  row('block-null', 'D17', get('/block', 'null'), blocked('origin-null')),
]

const at = (name: string, path: string, host: string | null): ReturnType<typeof resource> =>
  resource(name, path, { match: [match(path, { host })] })
const simple = [resource('only', '/only')]
export const topics: readonly Topic[] = [
  {
    file: 'resources-specific',
    bundle: bundle([
      at('exact-host', '/**', 'api.example.com'),
      at('long-pattern', '/x/**', '*.api.example.com'),
      at('short-pattern', '/x/y', '*.example.com'),
      at('any-host', '/x/y', null),
      at('literal', '/p/a', null),
      at('name', '/p/{x}', null),
      at('left-literal', '/p/a/{x}', null),
      at('name-literal', '/p/{x}/b', null),
      at('rest', '/p/**', null),
      at('end', '/p', null),
    ]),
    rows: specificRows,
  },
  {
    file: 'resources-methods',
    bundle: bundle([
      resource('reads', '/m', { match: [match('/m', { methods: ['GET'] })], grants: everyMethod }),
      resource('writes', '/m', {
        match: [match('/m', { methods: ['POST', 'PUT'] })],
        grants: everyMethod,
      }),
      resource('others', '/m', { grants: everyMethod }),
      resource('head-only', '/h', {
        match: [match('/h', { methods: ['HEAD'] })],
        grants: everyMethod,
      }),
    ]),
    rows: methodRows,
  },
  { file: 'unmatched-headers', bundle: bundle(simple), rows: unmatchedRows(false) },
  {
    file: 'unmatched-block',
    bundle: bundle(simple, { unmatched: 'block' }),
    rows: unmatchedRows(true),
  },
  {
    file: 'enforcement',
    bundle: bundle([
      resource('headers', '/headers'),
      resource('block', '/block', { enforce: 'block' }),
    ]),
    rows: enforceRows,
  },
]
