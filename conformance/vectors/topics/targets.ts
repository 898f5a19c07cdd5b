/** D1, D2: the target and the host. */
import {
  APP,
  bundle,
  EVIL,
  get,
  match,
  preflight,
  requestTo,
  resource,
} from '@marque/testkit/bundles'
import {
  cors,
  denied,
  forwarded,
  notCors,
  type Row,
  readable,
  row,
  sameOrigin,
  type Topic,
  unreadable,
} from '../rows.ts'

const READ: readonly (readonly [id: string, url: string, resource: string | null])[] = [
  ['plain', 'https://api.example.com/r', 'api'],
  ['query', 'https://api.example.com/r?x=1', 'api'],
  ['query-with-path-text', 'https://api.example.com/r?/../%zz', 'api'],
  ['host-in-capitals', 'https://API.Example.COM/r', 'api'],
  ['trailing-dot', 'https://api.example.com./r', 'api'],
  ['default-port', 'https://api.example.com:443/r', 'api'],
  ['trailing-dot-and-port', 'https://api.example.com.:443/r', 'api'],
  ['other-port', 'https://api.example.com:8443/r', 'api'],
  ['http', 'http://api.example.com:80/r', 'api'],
  ['wss', 'wss://api.example.com:443/r', 'api'],
  ['empty-target', 'https://api.example.com', 'root'],
  ['query-only', 'https://api.example.com?x', 'root'],
  ['root', 'https://api.example.com/', 'root'],
  ['other-host', 'https://other.test/r', 'any'],
  ['ipv6-host', 'https://[::1]:8443/r', 'any'],
]
const UNREAD: readonly (readonly [id: string, url: string])[] = [
  ['no-authority', 'https:///r'],
  ['user-information', 'https://user@api.example.com/r'],
  ['port-zero', 'https://api.example.com:0/r'],
  ['port-too-big', 'https://api.example.com:65536/r'],
  ['port-word', 'https://api.example.com:x/r'],
  ['port-empty', 'https://api.example.com:/r'],
  ['space-in-host', 'https://api example.com/r'],
  ['percent-in-host', 'https://api%2eexample.com/r'],
  ['comma-in-host', 'https://api.example.com,evil.test/r'],
]
const AMBIGUOUS: readonly (readonly [id: string, url: string])[] = [
  ['hash', 'https://api.example.com/r#x'],
  ['hash-in-query', 'https://api.example.com/r?x#y'],
  ['hash-first', 'https://api.example.com#x'],
  ['backslash-first', 'https://api.example.com\\r'],
  ['star-and-more', 'https://api.example.com*x'],
]

const rows: Row[] = [
  ...READ.map(([id, url, name]) =>
    row(`read-${id}`, 'D1', get(url, APP), readable(cors(APP), { resource: name })),
  ),
  ...UNREAD.map(([id, url]) => row(`unread-${id}`, 'D2', get(url, APP), unreadable())),
  ...UNREAD.map(([id, url]) =>
    row(`unread-without-origin-${id}`, 'D2', get(url, null), unreadable('not-cors')),
  ),
  ...AMBIGUOUS.map(([id, url]) => row(`ambiguous-${id}`, 'D1', get(url, APP), unreadable())),
  row('host-line', 'D2', get('/r', APP, ['Host', 'api.example.com']), readable(cors(APP))),
  row(
    'host-line-spelled-otherwise',
    'D2',
    get('/r', APP, ['host', 'API.example.com.:443']),
    readable(cors(APP)),
  ),
  row('host-line-differs', 'D2', get('/r', APP, ['Host', 'other.test']), unreadable()),
  row(
    'host-line-differs-by-port',
    'D2',
    get('/r', APP, ['Host', 'api.example.com:8443']),
    unreadable(),
  ),
  row(
    'host-line-twice',
    'D2',
    get('/r', APP, ['Host', 'api.example.com'], ['Host', 'api.example.com']),
    unreadable(),
  ),
  row('host-line-empty', 'D2', get('/r', APP, ['Host', '']), unreadable()),
  row(
    'host-line-differs-without-origin',
    'D2',
    get('/r', null, ['Host', 'other.test']),
    unreadable('not-cors'),
  ),
  row(
    'host-line-differs-same-origin',
    'D2',
    get('/r', 'https://api.example.com', ['Host', 'other.test']),
    unreadable('same-origin'),
  ),
  row(
    'host-does-not-make-same-origin',
    'D2',
    get('https://evil.test/r', EVIL, ['Host', 'evil.test']),
    forwarded('origin-not-granted'),
  ),
  row(
    'self-at-any-host',
    'D6',
    get('https://other.test/r', 'https://api.example.com'),
    sameOrigin({ resource: 'any', vary: ['Origin'] }),
  ),
  row(
    'options-star',
    'D4',
    requestTo('OPTIONS', 'https://api.example.com*', APP),
    forwarded('resource-unmatched', { resource: null }),
  ),
  row(
    'options-star-without-origin',
    'D4',
    requestTo('OPTIONS', 'https://api.example.com*', null),
    notCors({ resource: null }),
  ),
  row(
    'options-star-preflight',
    'D4',
    preflight('https://api.example.com*', APP, 'GET'),
    denied('resource-unmatched'),
  ),
  row('get-star', 'D4', get('https://api.example.com*', APP), unreadable()),
]

export const topics: readonly Topic[] = [
  {
    file: 'targets',
    bundle: bundle([
      resource('any', '/r'),
      resource('api', '/r', { match: [match('/r', { host: 'api.example.com' })] }),
      resource('root', '/'),
    ]),
    rows,
  },
]
