/** D7, D8, D17: the most specific match, and what happens without one. */
import { ask, bundle, E, EVIL, get, grant, match, preflight, resource } from '../builders.ts'
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
  row(`specific-${id}`, 'D7', get(url, E), readable(cors(E), { resource: name })),
)

const everyMethod = [grant({ methods: ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'] })]
const methodRows: Row[] = [
  row('method-get', 'D7', get('/m', E), readable(cors(E), { resource: 'reads' })),
  row('method-head-by-get', 'D7', ask('HEAD', '/m', E), readable(cors(E), { resource: 'reads' })),
  row('method-put', 'D7', ask('PUT', '/m', E), readable(cors(E), { resource: 'writes' })),
  row('method-other', 'D7', ask('DELETE', '/m', E), readable(cors(E), { resource: 'others' })),
  row('method-options', 'D7', ask('OPTIONS', '/m', E), readable(cors(E), { resource: 'others' })),
  row(
    'method-preflight-put',
    'D7',
    preflight('/m', E, 'PUT'),
    allowed(corsPreflight(E, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'), { resource: 'writes' }),
  ),
  row(
    'method-preflight-get',
    'D7',
    preflight('/m', E, 'GET'),
    allowed(corsPreflight(E, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'), { resource: 'reads' }),
  ),
  row(
    'method-preflight-head',
    'D7',
    preflight('/m', E, 'HEAD'),
    allowed(corsPreflight(E, 'DELETE, GET, HEAD, OPTIONS, POST, PUT'), { resource: 'reads' }),
  ),
  row(
    'method-options-without-origin',
    'D7',
    ask('OPTIONS', '/m', null, ['Access-Control-Request-Method', 'PUT']),
    notCors({ resource: 'others' }),
  ),
  row(
    'head-match-does-not-cover-get',
    'D7',
    get('/h', E),
    forwarded('resource-unmatched', { resource: null }),
  ),
  row('head-match', 'D7', ask('HEAD', '/h', E), readable(cors(E), { resource: 'head-only' })),
]

const unmatchedRows = (block: boolean): Row[] => {
  const ends = block ? blocked : forwarded
  const id = block ? 'unmatched-block' : 'unmatched-headers'
  return [
    row(
      `${id}-get`,
      'D8',
      get('/none', E),
      ends('resource-unmatched', { resource: null, vary: ['Origin'] }),
    ),
    row(`${id}-post`, 'D8', ask('POST', '/none', E), ends('resource-unmatched')),
    row(`${id}-options`, 'D8', ask('OPTIONS', '/none', E), ends('resource-unmatched')),
    row(`${id}-put`, 'D17', ask('PUT', '/none', E), blocked('resource-unmatched')),
    row(`${id}-lower-case-get`, 'D17', ask('get', '/none', E), blocked('resource-unmatched')),
    row(
      `${id}-preflight`,
      'D8',
      preflight('/none', E, 'GET'),
      denied('resource-unmatched', { resource: null }),
    ),
    row(`${id}-null`, 'D8', get('/none', 'null'), ends('origin-null')),
    row(`${id}-malformed`, 'D8', get('/none', `${E}/`), ends('origin-malformed')),
    row(`${id}-multiple`, 'D8', get('/none', `${E},${E}`), ends('origin-multiple')),
    row(`${id}-without-origin`, 'D8', get('/none', null), notCors({ resource: null })),
  ]
}

const enforceRows: Row[] = [
  row('headers-get-denied', 'D17', get('/headers', EVIL), forwarded('origin-not-granted')),
  row('headers-post-denied', 'D17', ask('POST', '/headers', EVIL), forwarded('origin-not-granted')),
  row('headers-head-denied', 'D17', ask('HEAD', '/headers', EVIL), forwarded('origin-not-granted')),
  row('headers-put-denied', 'D17', ask('PUT', '/headers', EVIL), blocked('origin-not-granted')),
  row(
    'headers-put-of-granted-origin',
    'D17',
    ask('PUT', '/headers', E),
    blocked('method-not-granted'),
  ),
  row(
    'headers-post-of-granted-origin',
    'D17',
    ask('POST', '/headers', E),
    forwarded('method-not-granted'),
  ),
  row('headers-delete-without-origin', 'D17', ask('DELETE', '/headers', null), notCors()),
  row(
    'block-get-denied',
    'D17',
    get('/block', EVIL),
    blocked('origin-not-granted', { vary: ['Origin'] }),
  ),
  row('block-post-denied', 'D17', ask('POST', '/block', E), blocked('method-not-granted')),
  row('block-granted', 'D17', get('/block', E), readable(cors(E))),
  row('block-without-origin', 'D17', ask('POST', '/block', null), notCors()),
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
