/** D18, D25: lockdowns and leases (docs/rules.md#incidents; ADR 0001, 32 to 34). */

import type { Lockdown, Moment } from '@marque/core'
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
  socket,
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
  notOpened,
  type Row,
  readable,
  row,
  sameOrigin,
  type Topic,
  withCertificate,
} from '../rows.ts'

const PARTNER = 'https://partner.test'
const during = (
  mode: Lockdown['mode'],
  scope: Lockdown['scope'] = {},
): { readonly moment: Partial<Moment> } => ({
  moment: { lockdowns: [{ mode, scope }] },
})
const cookie = ['Cookie', 'a=1'] as const
const noStore = { 'cache-control': 'no-store' }
const withCredentials = { 'access-control-allow-credentials': 'true' }

const lockdownRows: Row[] = [
  row('deny-all', 'D17', get('/internal', APP), forwarded('locked-down'), during('deny-all')),
  row(
    'deny-all-blocked',
    'D17',
    get('/confidential', APP),
    blocked('locked-down'),
    during('deny-all'),
  ),
  row(
    'deny-all-preflight',
    'D19',
    preflight('/internal', APP, 'GET'),
    denied('locked-down'),
    during('deny-all'),
  ),
  row(
    'deny-all-websocket',
    'D25',
    socket('/internal', APP),
    notOpened('locked-down'),
    during('deny-all'),
  ),
  row(
    'deny-all-put',
    'D17',
    requestTo('PUT', '/internal', APP),
    blocked('locked-down'),
    during('deny-all'),
  ),
  row('deny-all-unmatched', 'D17', get('/none', APP), forwarded('locked-down'), during('deny-all')),
  row('deny-all-evil', 'D17', get('/internal', EVIL), forwarded('locked-down'), during('deny-all')),
  row(
    'deny-all-two-origins',
    'D17',
    get('/internal', APP, ['Origin', APP]),
    forwarded('locked-down'),
    during('deny-all'),
  ),
  row(
    'deny-all-same-origin',
    'D17',
    get('/internal', 'https://api.example.com'),
    sameOrigin(),
    during('deny-all'),
  ),
  row('deny-all-without-origin', 'D17', get('/internal', null), notCors(), during('deny-all')),
  row(
    'deny-all-open',
    'D10',
    get('/open', APP),
    forwarded('locked-down', { vary: ['Origin'] }),
    during('deny-all'),
  ),
  row(
    'deny-all-open-without-origin',
    'D10',
    get('/open', null),
    notCors({ vary: ['Origin'] }),
    during('deny-all'),
  ),
  row(
    'deny-all-open-same-origin',
    'D10',
    get('/open', 'https://api.example.com'),
    sameOrigin({ vary: ['Origin'] }),
    during('deny-all'),
  ),
  row(
    'public-only-public',
    'D17',
    get('/open', APP),
    readable(cors('*'), { vary: ['Origin'] }, 'granted-any'),
    during('public-only'),
  ),
  row(
    'public-only-internal',
    'D17',
    get('/internal', APP),
    forwarded('locked-down'),
    during('public-only'),
  ),
  row(
    'public-only-unmatched',
    'D17',
    get('/none', APP),
    forwarded('locked-down'),
    during('public-only'),
  ),
  row(
    'public-only-public-without-origin',
    'D10',
    get('/open', null),
    notCors({ headers: cors('*'), vary: ['Origin'] }),
    during('public-only'),
  ),
  row(
    'credentials-off-without-cookie',
    'D13',
    get('/internal', APP),
    readable(cors(APP)),
    during('credentials-off'),
  ),
  row(
    'credentials-off-with-cookie',
    'D13',
    get('/internal', APP, cookie),
    forwarded('locked-down'),
    during('credentials-off'),
  ),
  row(
    'credentials-off-with-authorization',
    'D13',
    get('/internal', APP, ['Authorization', 'Bearer x']),
    forwarded('locked-down'),
    during('credentials-off'),
  ),
  row(
    'credentials-off-websocket',
    'D25',
    socket('/internal', APP),
    notOpened('locked-down'),
    during('credentials-off'),
  ),
  row(
    'credentials-off-evil',
    'D13',
    get('/internal', EVIL, cookie),
    forwarded('origin-not-granted'),
    during('credentials-off'),
  ),
  row(
    'credentials-off-preflight',
    'D18',
    preflight('/internal', APP, 'GET'),
    allowed({ ...corsPreflight(APP, 'GET', '0'), ...noStore }),
    during('credentials-off'),
  ),
  row(
    'credentials-off-plain-grant',
    'D13',
    get('/plain', APP, cookie),
    forwarded('credentials-not-granted'),
    during('credentials-off'),
  ),
  row(
    'credentials-off-open',
    'D10',
    get('/open', APP, cookie),
    readable(cors('*'), { vary: ['Origin'] }, 'granted-any'),
    during('credentials-off'),
  ),
  row(
    'credentials-off-open-preflight',
    'D18',
    preflight('/open', APP, 'GET'),
    allowed({ ...corsPreflight('*', 'GET', '0'), ...noStore }, {}, 'granted-any'),
    during('credentials-off'),
  ),
  row(
    'scope-resource',
    'D17',
    get('/internal', APP),
    forwarded('locked-down'),
    during('deny-all', { resource: 'internal' }),
  ),
  row(
    'scope-other-resource',
    'D17',
    get('/internal', APP),
    readable(cors(APP, withCredentials)),
    during('deny-all', { resource: 'plain' }),
  ),
  row(
    'scope-origin',
    'D17',
    get('/internal', APP),
    forwarded('locked-down'),
    during('deny-all', { origin: APP }),
  ),
  row(
    'scope-other-origin',
    'D17',
    get('/internal', PARTNER),
    readable(cors(PARTNER, withCredentials)),
    during('deny-all', { origin: APP }),
  ),
  row(
    'scope-both',
    'D17',
    get('/internal', APP),
    forwarded('locked-down'),
    during('deny-all', { origin: APP, resource: 'internal' }),
  ),
  row(
    'scope-one-of-both',
    'D17',
    get('/plain', APP),
    readable(cors(APP)),
    during('deny-all', { origin: APP, resource: 'internal' }),
  ),
  row(
    'scope-tenant-without-one',
    'D17',
    get('/internal', APP),
    readable(cors(APP, withCredentials)),
    during('deny-all', { tenant: 'globex' }),
  ),
  row(
    'scope-tenant',
    'D17',
    get('/t/globex', APP),
    forwarded('locked-down'),
    during('deny-all', { tenant: 'globex' }),
  ),
  row(
    'scope-resource-unmatched',
    'D17',
    get('/none', APP),
    forwarded('resource-unmatched'),
    during('deny-all', { resource: 'internal' }),
  ),
  row(
    'scope-other-keeps-max-age',
    'D18',
    preflight('/internal', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET', '600', withCredentials)),
    during('credentials-off', { resource: 'plain' }),
  ),
  row(
    'ambiguous-before-lockdown',
    'D23',
    get('/%69nternal', APP),
    { kind: 'actual', reach: false, read: false, reason: 'path-ambiguous', status: 400 },
    during('deny-all'),
  ),
  // ADR 0001, 34: what is refused without the lockdown stays refused; the reason is that of the decision with it.
  row('token-missing-before', 'D16', get('/token', APP), blocked('token-required')),
  row(
    'token-missing-during-credentials-off',
    'D16',
    get('/token', APP, cookie),
    blocked('locked-down'),
    during('credentials-off'),
  ),
  row(
    'token-missing-during-deny-all',
    'D16',
    get('/token', APP),
    blocked('locked-down'),
    during('deny-all'),
  ),
  row(
    'token-missing-during-another-lockdown',
    'D16',
    get('/token', APP),
    blocked('token-required'),
    during('deny-all', { resource: 'internal' }),
  ),
  row('credentials-off-certificate', 'D13', get('/internal', APP), forwarded('locked-down'), {
    ...during('credentials-off'),
    ...withCertificate(),
  }),
  row('strictest-of-two', 'D17', get('/internal', APP), forwarded('locked-down'), {
    moment: {
      lockdowns: [
        { mode: 'credentials-off', scope: {} },
        { mode: 'deny-all', scope: { origin: APP } },
      ],
    },
  }),
]

const lease = (late: number): { readonly moment: Partial<Moment> } => ({
  moment: { leaseUntil: NOW - late },
})
const staleRows: Row[] = [
  row('fresh', 'D17', get('/restricted', APP), readable(cors(APP)), lease(999)),
  row('no-lease', 'D17', get('/restricted', APP), readable(cors(APP))),
  row('restricted-stale', 'D17', get('/restricted', APP), blocked('policy-stale'), lease(1_000)),
  row(
    'restricted-stale-preflight',
    'D19',
    preflight('/restricted', APP, 'GET'),
    denied('policy-stale'),
    lease(1_000),
  ),
  row(
    'restricted-stale-evil',
    'D17',
    get('/restricted', EVIL),
    blocked('policy-stale'),
    lease(1_000),
  ),
  row(
    'restricted-stale-same-origin',
    'D17',
    get('/restricted', 'https://api.example.com'),
    sameOrigin(),
    lease(1_000),
  ),
  row('restricted-stale-without-origin', 'D17', get('/restricted', null), notCors(), lease(1_000)),
  row(
    'internal-stale-without-cookie',
    'D13',
    get('/internal', APP),
    readable(cors(APP)),
    lease(2_000),
  ),
  row(
    'internal-stale-with-cookie',
    'D13',
    get('/internal', APP, cookie),
    forwarded('policy-stale'),
    lease(2_000),
  ),
  row(
    'internal-fresh-with-cookie',
    'D13',
    get('/internal', APP, cookie),
    readable(cors(APP, withCredentials)),
    lease(1_999),
  ),
  row('internal-stale-with-certificate', 'D13', get('/internal', APP), forwarded('policy-stale'), {
    ...lease(2_000),
    ...withCertificate(),
  }),
  row(
    'token-missing-stale',
    'D16',
    get('/token', APP, cookie),
    blocked('policy-stale'),
    lease(2_000),
  ),
  row(
    'internal-stale-websocket',
    'D25',
    socket('/internal', APP),
    notOpened('policy-stale'),
    lease(2_000),
  ),
  row(
    'internal-stale-preflight',
    'D18',
    preflight('/internal', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET')),
    lease(2_000),
  ),
  row(
    'public-never-stale',
    'D10',
    get('/open', APP),
    readable(cors('*'), { vary: [] }, 'granted-any'),
    lease(1e9),
  ),
  row(
    'unmatched-not-touched',
    'D8',
    get('/none', APP),
    forwarded('resource-unmatched'),
    lease(1e9),
  ),
  row('locked-down-before-stale', 'D17', get('/restricted', APP), blocked('locked-down'), {
    moment: { leaseUntil: NOW - 1_000, lockdowns: [{ mode: 'deny-all', scope: {} }] },
  }),
]

const live = grant({ sets: ['web', 'partner'].sort(), credentials: true, websocket: true })
const resources = [
  resource('internal', '/internal', { grants: [live] }),
  resource('plain', '/plain'),
  resource('open', '/open', { sensitivity: 'public', grants: [anyone()] }),
  resource('confidential', '/confidential', { sensitivity: 'confidential', enforce: 'block' }),
  resource('restricted', '/restricted', { sensitivity: 'restricted', enforce: 'block' }),
  resource('tenant', '/t/{tenant}'),
  resource('token', '/token', {
    grants: [grant({ credentials: true, token: true, requestHeaders: ['marque-token'] })],
  }),
]
const sets = { partner: list([PARTNER]) }
// D15: only `identify` names a tenant.
const tenants = { tenancy: { path: '/t/{tenant}' }, tenants: { globex: list([]) } }
export const topics: readonly Topic[] = [
  {
    file: 'lockdowns',
    bundle: bundle(resources, { sets, ...tenants }),
    rows: lockdownRows,
  },
  {
    file: 'leases',
    bundle: bundle(resources, {
      sets,
      ...tenants,
      staleAfter: { public: null, internal: 2_000, confidential: 2_000, restricted: 1_000 },
    }),
    rows: staleRows,
  },
]
