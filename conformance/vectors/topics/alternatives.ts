/** D4, *Followed*: alternatives of segments that layers read differently, and where they lead together. */
import {
  API,
  APP,
  anyone,
  bundle,
  get,
  grant,
  match,
  preflight,
  requestTo,
  resource,
} from '@marque/testkit/bundles'
import {
  allowed,
  cors,
  corsPreflight,
  denied,
  type Row,
  readable,
  row,
  type Topic,
  unreadable,
  unreadableGoesOn,
} from '../rows.ts'

/** Paths by which an attacker, or a careless layer, would turn one place into another. */
const GUARDED: readonly (readonly [id: string, path: string])[] = [
  ['dot-segments-out-of-public', '/public/%2e%2e/admin'],
  ['dot-segments-and-a-percent', '/public/%252e%252e%252fprivate%25'],
  ['double-slash-before-private', '//private/me'],
  ['case-of-private', '/Private/me'],
  ['encoded-slash-beside-a', '/a/%2F'],
  ['encoded-letter-of-public', '/%70ublic/x'],
  ['encoded-twice', '/%2570rivate/me'],
  ['one-segment-decoded-the-other-not', '/%2570ublic/%6De'],
  ['parameters-of-private', '/private;v=1/me'],
  ['backslash-into-private', '/public\\..\\private/me'],
  ['backslash-for-slash', '/private\\me'],
  ['encoded-backslash-for-slash', '/private%5Cme'],
  ['backslash-encoded-twice', '/private%255cme'],
  ['slash-encoded-twice', '/private%252Fme'],
  ['empty-parts-encoded', '/%2F%2Fprivate%2Fme'],
  ['parameters-alone-before-private', '/;x/private/me'],
  ['parameters-encoded-twice', '/private%253Bx/me'],
  ['parts-beyond-the-limit', `/private/${'a;b/'.repeat(127)}c`],
  ['parts-beyond-the-limit-encoded', `/private/${'a%252F'.repeat(64)}${'a%5C'.repeat(63)}c`],
  ['split-at-both', '/private%5C%2Fme'],
]

const LEADS: readonly (readonly [id: string, path: string, resource: string])[] = [
  ['group-and-project', '/api/v4/projects/group%2Fproject/issues', 'projects'],
  ['group-and-project-below', '/api/v4/projects/a%2Fb%2Fc/issues/1', 'projects'],
  ['group-and-project-twice', '/api/v4/projects/group%252Fproject/issues', 'projects'],
  ['percent-in-private', '/private/100%25', 'private'],
  ['percent-and-parameters', '/private/100%25;v=2', 'private'],
  ['percent-and-no-escape', '/private/%25zz', 'private'],
  ['double-slash-in-private', '/private//me', 'private'],
  ['parts-at-the-limit', `/private/${'a;b/'.repeat(126)}c`, 'private'],
  ['plain-parts-beyond-the-limit', `/private/${'a/'.repeat(300)}c`, 'private'],
  ['everything-in-private', '/private/%2541;x\\b%2F%252f;/C', 'private'],
  ['triple-escape-stays', '/private/%25252e%25252e/me', 'private'],
  ['other-case-in-private', '/private/ME', 'private'],
  ['a-slash', '/a/', 'a'],
  ['a-encoded-name', '/a/%62', 'a-name'],
  ['host-entry-any', '/elsewhere/x', 'rest'],
]

const rows: Row[] = [
  ...GUARDED.map(([id, path]) => row(`guarded-${id}`, 'D4', get(path, APP), unreadable())),
  ...GUARDED.slice(0, 6).map(([id, path]) =>
    row(`guarded-preflight-${id}`, 'D4', preflight(path, APP, 'GET'), unreadable('preflight')),
  ),
  ...LEADS.map(([id, path, name]) =>
    row(`leads-${id}`, 'D4', get(path, APP), readable(cors(APP), { resource: name })),
  ),
  row('guarded-without-origin', 'D23', get('/%70ublic/x', null), unreadableGoesOn('not-cors')),
  row('guarded-same-origin', 'D23', get('/%70ublic/x', API), unreadableGoesOn('same-origin')),
]

const followedRows: Row[] = [
  row('exact', 'D4', get('/p/a/b', APP), readable(cors(APP), { resource: 'one' })),
  row('by-name', 'D4', get('/p/x/b', APP), readable(cors(APP), { resource: 'two' })),
  // Each alternative by itself leads to `one`; `{id}` is tried for all of them as soon as one needs it.
  row('lost-correlation', 'D4', get('/p/a/b;c', APP), unreadable()),
  row('name-is-not-needed', 'D4', get('/q/a/b;c', APP), readable(cors(APP), { resource: 'three' })),
  row('rest-after-name', 'D4', get('/q/a/x/y', APP), readable(cors(APP), { resource: 'four' })),
  row('end-before-rest', 'D4', get('/r', APP), readable(cors(APP), { resource: 'five' })),
  row('end-before-rest-or-below', 'D4', get('/r/;', APP), unreadable()),
  row('rest-below', 'D4', get('/r/x;/y', APP), readable(cors(APP), { resource: 'six' })),
  row('empty-part-is-no-name', 'D4', get('/q//x', APP), readable(cors(APP), { resource: 'four' })),
  row('same-resource-twice', 'D4', get('/s/A', APP), readable(cors(APP), { resource: 'seven' })),
  row(
    'same-resource-twice-folded',
    'D4',
    get('/s/B', APP),
    readable(cors(APP), { resource: 'seven' }),
  ),
  row('folded-is-not-exact', 'D4', get('/P/a/b', APP), unreadable()),
  row(
    'method-falls-through',
    'D7',
    requestTo('POST', '/m/a', APP),
    readable(cors(APP), { resource: 'nine' }),
  ),
  row('method-fits', 'D7', get('/m/a', APP), readable(cors(APP), { resource: 'eight' })),
  row('method-and-alternatives', 'D7', get('/m/a;x', APP), unreadable()),
  row(
    'method-and-alternatives-agree',
    'D7',
    requestTo('POST', '/m/a;x', APP),
    readable(cors(APP), { resource: 'nine' }),
  ),
  row(
    'method-of-the-preflight',
    'D7',
    preflight('/m/a;x', APP, 'POST'),
    allowed(corsPreflight(APP, 'GET, POST')),
  ),
]

const hostRows: Row[] = [
  row('own-host', 'D7', get('/x/y', APP), readable(cors(APP), { resource: 'own' })),
  row(
    'pattern-host',
    'D7',
    get('https://a.b.example.com/x', APP),
    readable(cors(APP), { resource: 'pattern' }),
  ),
  row('falls-to-the-pattern', 'D7', get('/z', APP), readable(cors(APP), { resource: 'pattern' })),
  row('alternatives-in-two-entries', 'D4', get('/x;/y', APP), unreadable()),
  row(
    'alternatives-in-the-next-entry',
    'D4',
    get('/z;x', APP),
    readable(cors(APP), { resource: 'pattern' }),
  ),
]

const dataRows: Row[] = [
  row('data', 'D4', get('/files/a%2Fb', APP), readable(cors(APP), { resource: 'files' })),
  row('data-twice', 'D4', get('/files/a%252fb', APP), readable(cors(APP), { resource: 'files' })),
  row(
    'data-and-percent',
    'D4',
    get('/files/a%2Fb%25', APP),
    readable(cors(APP), { resource: 'files' }),
  ),
  // A backslash still splits.
  row('data-backslash', 'D4', get('/files/a%5Cb', APP), unreadable()),
  row('data-dot-segment', 'D4', get('/files/a%2F..%2Fb', APP), unreadable()),
  row(
    'data-is-less-specific',
    'D4',
    get('/files/new', APP),
    readable(cors(APP), { resource: 'new' }),
  ),
  row('data-beside-a-literal', 'D4', get('/files/new%2F', APP), unreadable()),
  row('data-splits-no-literal', 'D4', get('/files%2Fa', APP), unmatched()),
  row('data-unmatched', 'D4', get('/none%2Fa', APP), unmatched()),
  row(
    'data-unmatched-preflight',
    'D4',
    preflight('/none%2Fa', APP, 'GET'),
    denied('resource-unmatched'),
  ),
]

function unmatched(): Row['want'] {
  return {
    kind: 'actual',
    reach: true,
    read: false,
    reason: 'resource-unmatched',
    status: null,
    headers: {},
    resource: null,
  }
}

export const topics: readonly Topic[] = [
  {
    file: 'alternatives',
    bundle: bundle([
      resource('a', '/a', { sensitivity: 'restricted' }),
      resource('a-name', '/a/{id}'),
      resource('admin', '/admin', { sensitivity: 'restricted' }),
      resource('private', '/private/**', { sensitivity: 'restricted' }),
      resource('projects', '/api/v4/projects/{id}/**'),
      resource('public', '/public/**', { sensitivity: 'public' }),
      resource('rest', '/**'),
    ]),
    rows,
  },
  {
    file: 'alternatives-followed',
    bundle: bundle([
      resource('one', [match('/p/a/b'), match('/p/{id}/{rest}')]),
      resource('two', '/p/{id}/b'),
      resource('three', [match('/q/a/b'), match('/q/a/{rest}')]),
      resource('four', '/q/**'),
      resource('five', '/r'),
      resource('six', '/r/**'),
      resource('seven', [match('/s/a'), match('/s/A'), match('/s/{id}')]),
      resource('eight', [match('/m/a', { methods: ['GET'] })]),
      resource('nine', '/m/{id}', { grants: [grant({ methods: ['GET', 'POST'] })] }),
    ]),
    rows: followedRows,
  },
  {
    file: 'alternatives-hosts',
    bundle: bundle([
      resource('own', [match('/x/**', { host: 'api.example.com' })]),
      resource('pattern', [match('/**', { host: '*.example.com' })]),
      resource('any', '/**'),
    ]),
    rows: hostRows,
  },
  {
    file: 'alternatives-data',
    bundle: bundle([
      resource('files', [match('/files/{id}', { encodedSlash: 'data' })]),
      resource('new', '/files/new'),
    ]),
    rows: dataRows,
  },
  {
    file: 'alternatives-open',
    bundle: bundle([resource('open', '/**', { sensitivity: 'public', grants: [anyone()] })]),
    rows: [
      // One resource for every path: no alternative leads elsewhere.
      ...['/page/100%25', '/page/50%25;x', '/A//b%5Cc', '/%252F', '//', '/;', '/%25'].map(
        (path, index) =>
          row(
            `one-resource-${index}`,
            'D4',
            get(path, APP),
            readable(cors('*'), {}, 'granted-any'),
          ),
      ),
      ...['/a/%2e', '/page/100%', '/%2500', '/%25C3', '/a;/..;/b', '/x%5C..'].map((path, index) =>
        row(`outright-${index}`, 'D4', get(path, APP), unreadable()),
      ),
    ],
  },
]
