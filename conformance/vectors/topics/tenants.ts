/** D15, D6: tenants by host and by path, and `self` with `{tenant}`. */

import type { Context } from '@marque/core'
import {
  APP,
  anyone,
  bundle,
  EVIL,
  get,
  grant,
  list,
  match,
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
  forwarded,
  notCors,
  type Row,
  readable,
  row,
  sameOrigin,
  type Topic,
  unreadable,
  unreadableGoesOn,
} from '../rows.ts'

const GLOBEX = 'https://portal.globex.example'
const ACME = 'https://portal.acme.example'
const members = { globex: list([GLOBEX]), acme: list([ACME], [], NOW + 60_000) }
const own = grant({ sets: [], tenant: true })
const told = (tenant: string | null): { readonly context: Context } => ({ context: { tenant } })
const at = (name: string, path = '/r'): string => `https://${name}.api.example.com${path}`
const known = (tenant: string | null): { readonly tenant: string | null } => ({ tenant })

const hostRows: Row[] = [
  row('own-origin', 'D15', get(at('globex'), GLOBEX), readable(cors(GLOBEX), known('globex'))),
  row(
    'own-origin-preflight',
    'D15',
    preflight(at('globex'), GLOBEX, 'GET'),
    allowed(corsPreflight(GLOBEX, 'GET'), known('globex')),
  ),
  row(
    'another-tenants-origin',
    'D15',
    get(at('acme'), GLOBEX),
    forwarded('origin-not-granted', known('acme')),
  ),
  row(
    'another-tenants-origin-preflight',
    'D15',
    preflight(at('acme'), GLOBEX, 'GET'),
    denied('origin-not-granted'),
  ),
  row(
    'unknown-origin-preflight',
    'D15',
    preflight(at('acme'), EVIL, 'GET'),
    denied('origin-not-granted'),
  ),
  row('no-member', 'D15', get(at('nobody'), GLOBEX), forwarded('tenant-unknown', known(null))),
  row(
    'no-member-preflight',
    'D15',
    preflight(at('nobody'), GLOBEX, 'GET'),
    denied('tenant-unknown'),
  ),
  row('no-member-of-prototype', 'D15', get(at('constructor'), GLOBEX), forwarded('tenant-unknown')),
  row(
    'no-member-everybody',
    'D15',
    get(at('nobody', '/open'), APP),
    forwarded('tenant-unknown', { vary: ['Origin'] }),
  ),
  row('no-member-web-origin', 'D15', get(at('nobody', '/both'), APP), forwarded('tenant-unknown')),
  row('no-tenant', 'D15', get('/r', GLOBEX), forwarded('origin-not-granted', known(null))),
  row(
    'no-tenant-two-labels',
    'D15',
    get(at('x.globex'), GLOBEX),
    forwarded('origin-not-granted', known(null)),
  ),
  row('no-tenant-set-grant', 'D15', get('/both', APP), readable(cors(APP), known(null))),
  row(
    'host-in-capitals',
    'D15',
    get('https://GLOBEX.api.example.com./r', GLOBEX),
    readable(cors(GLOBEX), known('globex')),
  ),
  row(
    'host-with-port',
    'D15',
    get('https://globex.api.example.com:8443/r', GLOBEX),
    readable(cors(GLOBEX), known('globex')),
  ),
  row(
    'layer-agrees',
    'D15',
    get(at('globex'), GLOBEX),
    readable(cors(GLOBEX), known('globex')),
    told('globex'),
  ),
  row(
    'layer-says-nothing',
    'D15',
    get(at('globex'), GLOBEX),
    readable(cors(GLOBEX), known('globex')),
    told(null),
  ),
  row(
    'layer-disagrees',
    'D15',
    get(at('globex'), GLOBEX),
    forwarded('tenant-unknown', known(null)),
    told('acme'),
  ),
  row(
    'layer-alone-establishes-nothing',
    'D15',
    get('/r', GLOBEX),
    forwarded('tenant-unknown', known(null)),
    told('globex'),
  ),
  row('directory-ended', 'D12', get(at('acme'), ACME), forwarded('expired', known('acme')), {
    moment: { now: NOW + 60_000 },
  }),
  row(
    'directory-end-limits-max-age',
    'D18',
    preflight(at('acme'), ACME, 'GET'),
    allowed(corsPreflight(ACME, 'GET', '60')),
  ),
  row(
    'path-segment-agrees',
    'D15',
    get(at('globex', '/t/globex'), GLOBEX),
    readable(cors(GLOBEX), known('globex')),
  ),
  row(
    'path-segment-disagrees',
    'D15',
    get(at('globex', '/t/acme'), GLOBEX),
    forwarded('tenant-unknown'),
  ),
  row(
    'path-segment-alone',
    'D15',
    get('/t/globex', GLOBEX),
    // ADR 0014: only `identify` names a tenant, and this host names none.
    forwarded('tenant-unknown', known(null)),
  ),
  row('path-segment-no-member', 'D15', get('/t/nobody', GLOBEX), forwarded('tenant-unknown')),
  row('claim-of-the-tenant', 'D15', get(at('globex', '/claim'), GLOBEX), readable(cors(GLOBEX)), {
    context: { claims: { org_id: 'globex' } },
  }),
  row(
    'claim-of-another-tenant',
    'D15',
    get(at('globex', '/claim'), GLOBEX),
    forwarded('condition-unmet'),
    { context: { claims: { org_id: 'acme' } } },
  ),
  row('claim-without-tenant', 'D15', get('/claim-web', APP), forwarded('condition-unmet'), {
    context: { claims: { org_id: '{tenant}' } },
  }),
  row(
    'self-of-the-tenant',
    'D6',
    get(at('globex'), 'https://globex.api.example.com'),
    sameOrigin(known('globex')),
  ),
  row(
    'self-of-another-tenant',
    'D6',
    get(at('globex'), 'https://acme.api.example.com'),
    forwarded('origin-not-granted'),
  ),
  row(
    'self-of-no-member',
    'D6',
    get(at('nobody'), 'https://nobody.api.example.com'),
    forwarded('tenant-unknown'),
  ),
  row(
    'self-of-the-tenant-at-another-port',
    'D6',
    get('https://globex.api.example.com:8443/r', 'https://globex.api.example.com'),
    forwarded('origin-not-granted'),
  ),
  row(
    'self-placeholder-is-no-origin',
    'D6',
    get(at('globex'), 'https://{tenant}.api.example.com'),
    forwarded('origin-malformed'),
  ),
  // D6: a tenant's own page is same-origin on every path of its host, another tenant's included.
  row(
    'self-on-the-path-of-another-tenant',
    'D6',
    get(at('globex', '/t/acme'), 'https://globex.api.example.com'),
    sameOrigin({ resource: 'segment', tenant: null }),
  ),
  row(
    'self-on-an-unmatched-path',
    'D6',
    get(at('globex', '/none'), 'https://globex.api.example.com'),
    sameOrigin({ resource: null, tenant: 'globex' }),
  ),
  row(
    'self-on-an-ambiguous-path',
    'D6',
    get(at('globex', '/R'), 'https://globex.api.example.com'),
    unreadableGoesOn('same-origin'),
  ),
  row(
    'self-and-the-layer-agrees',
    'D6',
    get(at('globex'), 'https://globex.api.example.com'),
    sameOrigin(known('globex')),
    told('globex'),
  ),
  row(
    'self-and-the-layer-disagrees',
    'D6',
    get(at('globex'), 'https://globex.api.example.com'),
    forwarded('tenant-unknown', known(null)),
    told('acme'),
  ),
  row(
    'self-and-the-layer-names-none',
    'D6',
    get(at('globex'), 'https://globex.api.example.com'),
    sameOrigin(known('globex')),
    told(null),
  ),
  row(
    'self-preflight-of-another-tenant',
    'D6',
    preflight(at('globex'), 'https://acme.api.example.com', 'GET'),
    denied('origin-not-granted'),
  ),
  row(
    'self-of-a-name-that-is-inherited',
    'D6',
    get(at('constructor'), 'https://constructor.api.example.com'),
    forwarded('tenant-unknown'),
  ),
  // ADR 0001, 34: `context.tenant` frees no request that is refused without it.
  row('token-missing', 'D16', get(at('globex', '/token'), GLOBEX), blocked('token-required')),
  row(
    'token-missing-and-the-layer-disagrees',
    'D16',
    get(at('globex', '/token'), GLOBEX),
    blocked('tenant-unknown'),
    told('acme'),
  ),
  row(
    'token-missing-and-the-layer-agrees',
    'D16',
    get(at('globex', '/token'), GLOBEX),
    blocked('token-required'),
    told('globex'),
  ),
  row('ambiguous', 'D4', get(at('globex', '/R'), GLOBEX), unreadable()),
  row(
    'ambiguous-and-the-layer-disagrees',
    'D4',
    get(at('globex', '/R'), GLOBEX),
    unreadable(),
    told('acme'),
  ),
  row('case-of-the-segment', 'D4', get(at('globex', '/t/Globex'), GLOBEX), unreadable()),
  row(
    'case-of-another-segment',
    'D4',
    get(at('globex', '/t/Acme'), GLOBEX),
    forwarded('tenant-unknown', known(null)),
  ),
  row(
    'layer-names-one-on-an-open-resource',
    'D15',
    get(at('globex', '/open'), APP),
    forwarded('tenant-unknown', { vary: ['Origin'] }),
    told('acme'),
  ),
  row('without-origin', 'D15', get(at('globex'), null), notCors(known('globex'))),
]

const pathRows: Row[] = [
  row(
    'path-own-origin',
    'D15',
    get('/t/globex/r', GLOBEX),
    readable(cors(GLOBEX), known('globex')),
  ),
  row('path-root', 'D15', get('/t/globex', GLOBEX), readable(cors(GLOBEX), known('globex'))),
  row(
    'path-another',
    'D15',
    get('/t/acme/r', GLOBEX),
    forwarded('origin-not-granted', known('acme')),
  ),
  row('path-no-member', 'D15', get('/t/nobody/r', GLOBEX), forwarded('tenant-unknown')),
  row(
    'path-elsewhere',
    'D15',
    get('/x/globex', GLOBEX),
    forwarded('origin-not-granted', known(null)),
  ),
  row('path-case', 'D4', get('/t/Globex/r', GLOBEX), unreadable()),
  row('path-case-of-template', 'D4', get('/T/globex/r', GLOBEX), unreadable()),
  row('path-escaped', 'D4', get('/t/%67lobex/r', GLOBEX), unreadable()),
  row('path-slash', 'D4', get('/t%2Fglobex/r', GLOBEX), unreadable()),
  row(
    'path-case-and-the-layer-agrees',
    'D4',
    get('/t/Globex/r', GLOBEX),
    unreadable(),
    told('globex'),
  ),
  row('path-case-of-no-member', 'D15', get('/t/Nobody/r', GLOBEX), forwarded('tenant-unknown')),
  row(
    'path-below-in-any-form',
    'D4',
    get('/t/globex/A%2Fb;c', GLOBEX),
    readable(cors(GLOBEX), known('globex')),
  ),
  row('path-empty-part', 'D4', get('/t//globex/r', GLOBEX), unreadable()),
  row('path-parameter', 'D4', get('/t/globex;x/r', GLOBEX), unreadable()),
  row(
    'path-ambiguous-without-origin',
    'D23',
    get('/t/Globex/r', null),
    unreadableGoesOn('not-cors'),
  ),
]

/** D15: tenants are named as they are called; what a path names is compared exactly, and with case folded. */
const NAMES: readonly (readonly [id: string, name: string])[] = [
  ['capitals', 'ACME_1'],
  ['number', '42'],
  ['uuid', '6f1f3c1e-0b7d-4a54-9d0a-2f6f3f6f9d10'],
  ['punctuation', 'a.b~c-d_e'],
]
const nameRows: Row[] = [
  ...NAMES.map(([id, name]) =>
    row(`named-${id}`, 'D15', get(`/t/${name}/r`, GLOBEX), readable(cors(GLOBEX), known(name))),
  ),
  row('named-other-case', 'D15', get('/t/acme_1/r', GLOBEX), unreadable()),
  row('named-in-capitals', 'D15', get('/t/A.B~C-D_E/r', GLOBEX), unreadable()),
  row('named-number-escaped', 'D15', get('/t/%342/r', GLOBEX), unreadable()),
  row('named-longer', 'D15', get('/t/421/r', GLOBEX), forwarded('tenant-unknown')),
  row(
    'named-by-the-layer-too',
    'D15',
    get('/t/ACME_1/r', GLOBEX),
    readable(cors(GLOBEX), known('ACME_1')),
    told('ACME_1'),
  ),
  row(
    'named-by-the-layer-in-other-case',
    'D15',
    get('/t/ACME_1/r', GLOBEX),
    forwarded('tenant-unknown', known(null)),
    told('acme_1'),
  ),
]

/** D15: several templates; all that fit a path must name the same member. */
const templateRows: Row[] = [
  row('first-template', 'D15', get('/globex/r', GLOBEX), readable(cors(GLOBEX), known('globex'))),
  row(
    'both-templates-agree',
    'D15',
    get('/acme/acme/r', ACME),
    readable(cors(ACME), known('acme')),
  ),
  row(
    'both-templates-disagree',
    'D15',
    get('/acme/globex/r', GLOBEX),
    forwarded('tenant-unknown', known(null)),
  ),
  row(
    'both-templates-disagree-preflight',
    'D15',
    preflight('/acme/globex/r', GLOBEX, 'GET'),
    denied('tenant-unknown'),
  ),
  row(
    'one-template-names-no-member',
    'D15',
    get('/acme/nobody/r', ACME),
    forwarded('tenant-unknown', known(null)),
  ),
  row('only-one-template-fits', 'D15', get('/acme', ACME), readable(cors(ACME), known('acme'))),
  row('no-template-fits', 'D15', get('/', GLOBEX), forwarded('origin-not-granted', known(null))),
  row(
    'segment-of-the-match',
    'D15',
    get('/globex/own/x', GLOBEX),
    readable(cors(GLOBEX), { resource: 'segment', tenant: 'globex' }),
  ),
  row('segment-in-other-case', 'D4', get('/Globex/own/x', GLOBEX), unreadable()),
  // One layer reads `/globex/r`, another a path of `acme`.
  row('empty-part-before-the-tenant', 'D4', get('//globex/r', GLOBEX), unreadable()),
  row('parameters-of-the-tenant', 'D4', get('/globex;v=1/r', GLOBEX), unreadable()),
  row('encoded-slash-after-the-tenant', 'D4', get('/acme%2Fglobex/r', GLOBEX), unreadable()),
  row(
    'encoded-slash-below-the-tenant',
    'D4',
    get('/globex/r%2Fx', GLOBEX),
    readable(cors(GLOBEX), known('globex')),
  ),
]

const severalRows: Row[] = [
  row(
    'several-at-own-host',
    'D6',
    get('https://api.example.com/r', 'https://api.example.com'),
    sameOrigin(),
  ),
  row(
    'several-at-other-host',
    'D6',
    get('https://www.example.com/r', 'https://api.example.com'),
    forwarded('origin-not-granted'),
  ),
  row(
    'several-second',
    'D6',
    get('https://www.example.com/r', 'https://www.example.com'),
    sameOrigin(),
  ),
  row(
    'several-by-port',
    'D6',
    get('https://api.example.com:8443/r', 'https://api.example.com:8443'),
    sameOrigin(),
  ),
  row(
    'several-other-port',
    'D6',
    get('https://api.example.com:8443/r', 'https://api.example.com'),
    forwarded('origin-not-granted'),
  ),
  row(
    'several-trailing-dot',
    'D6',
    get('https://www.example.com./r', 'https://www.example.com.'),
    sameOrigin(),
  ),
  row(
    'several-trailing-dot-not-listed',
    'D6',
    get('https://api.example.com./r', 'https://api.example.com.'),
    forwarded('origin-not-granted'),
  ),
  row(
    'several-host-adds-none',
    'D6',
    get('https://evil.test/r', EVIL),
    forwarded('origin-not-granted'),
  ),
  row(
    'several-two-lines',
    'D6',
    get('https://api.example.com/r', 'https://api.example.com', [
      'Origin',
      'https://api.example.com',
    ]),
    forwarded('origin-multiple'),
  ),
  row(
    'several-scheme',
    'D6',
    get('https://api.example.com/r', 'http://api.example.com'),
    forwarded('origin-not-granted'),
  ),
  row(
    'same-origin-post',
    'D17',
    requestTo('POST', 'https://api.example.com/r', 'https://api.example.com'),
    sameOrigin({ vary: ['Origin'] }),
  ),
  row(
    'same-origin-unmatched',
    'D17',
    requestTo('DELETE', 'https://api.example.com/none', 'https://api.example.com'),
    sameOrigin({ resource: null }),
  ),
  row(
    'null-by-sec-fetch-site',
    'D6',
    get('/r', 'null', ['Sec-Fetch-Site', 'same-origin']),
    sameOrigin({ vary: ['Origin', 'Sec-Fetch-Site'] }),
  ),
  row(
    'null-cross-site',
    'D6',
    get('/r', 'null', ['Sec-Fetch-Site', 'cross-site']),
    forwarded('origin-null', { vary: ['Origin'] }),
  ),
  row(
    'null-same-site',
    'D6',
    get('/r', 'null', ['Sec-Fetch-Site', 'same-site']),
    forwarded('origin-null'),
  ),
  row(
    'null-by-two-sec-fetch-sites',
    'D6',
    get('/r', 'null', ['Sec-Fetch-Site', 'same-origin'], ['Sec-Fetch-Site', 'cross-site']),
    forwarded('origin-null'),
  ),
  row(
    'evil-sec-fetch-site-same-origin',
    'D6',
    get('/r', EVIL, ['Sec-Fetch-Site', 'same-origin']),
    forwarded('origin-not-granted'),
  ),
]

export const topics: readonly Topic[] = [
  {
    file: 'tenants-host',
    bundle: bundle(
      [
        resource('r', '/r', { grants: [own] }),
        resource('both', '/both', { grants: [grant({ tenant: true })] }),
        resource('open', '/open', { sensitivity: 'public', grants: [anyone()] }),
        resource('segment', '/t/{tenant}', { match: [match('/t/{tenant}')], grants: [own] }),
        resource('token', '/token', {
          grants: [grant({ ...own, token: true, requestHeaders: ['marque-token'] })],
        }),
        resource('claim', '/claim', {
          grants: [grant({ ...own, when: { claims: { '/org_id': '{tenant}' } } })],
        }),
        resource('claim-web', '/claim-web', {
          grants: [grant({ when: { claims: { '/org_id': '{tenant}' } } })],
        }),
      ],
      {
        self: ['https://api.example.com', 'https://{tenant}.api.example.com'],
        tenancy: { host: '{tenant}.api.example.com' },
        tenants: members,
      },
    ),
    rows: hostRows,
  },
  {
    file: 'tenants-path',
    bundle: bundle([resource('r', '/**', { grants: [own] })], {
      tenancy: { path: '/t/{tenant}/**' },
      tenants: members,
    }),
    rows: pathRows,
  },
  {
    file: 'tenants-names',
    bundle: bundle([resource('r', '/t/{tenant}/**', { grants: [own] })], {
      tenancy: { path: '/t/{tenant}/**' },
      tenants: Object.fromEntries(NAMES.map(([, name]) => [name, list([GLOBEX])])),
    }),
    rows: nameRows,
  },
  {
    file: 'tenants-templates',
    bundle: bundle(
      [
        resource('r', '/**', { grants: [own] }),
        resource('segment', '/{tenant}/own/**', { grants: [own] }),
      ],
      { tenancy: { path: ['/acme/{tenant}/**', '/{tenant}/**'] }, tenants: members },
    ),
    rows: templateRows,
  },
  {
    file: 'same-origin',
    bundle: bundle([resource('r', '/r')], {
      self: [
        'https://api.example.com',
        'https://api.example.com:8443',
        'https://www.example.com',
        'https://www.example.com.',
      ],
    }),
    rows: severalRows,
  },
]
