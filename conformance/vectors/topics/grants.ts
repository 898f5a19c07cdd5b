/** D9, D11, D12, D16: which grant decides, its dates, conditions, exceptions and tokens. */

import type { Context } from '@marque/core'
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
  forwarded,
  notCors,
  type Row,
  readable,
  row,
  type Topic,
} from '../rows.ts'

const PARTNER = 'https://partner.test'
const DEBUG = 'https://debug.partner.example'

const orderRows: Row[] = [
  row(
    'first-fitting',
    'D9',
    get('/order', APP),
    readable(cors(APP, { 'access-control-expose-headers': 'etag' }), { grant: 0 }),
  ),
  row('second-by-origin', 'D9', get('/order', PARTNER), readable(cors(PARTNER), { grant: 1 })),
  row('third-by-method', 'D9', requestTo('POST', '/order', APP), readable(cors(APP), { grant: 2 })),
  row(
    'furthest-is-method',
    'D9',
    requestTo('POST', '/order', PARTNER),
    forwarded('method-not-granted'),
  ),
  row(
    'requested-headers-do-not-move-on',
    'D9',
    preflight('/order', APP, 'GET', 'x-b'),
    denied('headers-not-granted'),
  ),
  row(
    'requested-headers-in-the-first',
    'D9',
    preflight('/order', APP, 'GET', 'x-a'),
    allowed(corsPreflight(APP, 'GET', '600', { 'access-control-allow-headers': 'x-a' })),
  ),
  row('before-from', 'D12', get('/dates', APP), forwarded('not-yet-valid'), {
    moment: { now: NOW - 1 },
  }),
  row('at-from', 'D12', get('/dates', APP), readable(cors(APP)), { moment: { now: NOW } }),
  row('before-until', 'D12', get('/dates', APP), readable(cors(APP)), {
    moment: { now: NOW + 999 },
  }),
  row('at-until', 'D12', get('/dates', APP), forwarded('expired'), {
    moment: { now: NOW + 1_000 },
  }),
  row('before-from-preflight', 'D12', preflight('/dates', APP, 'GET'), denied('not-yet-valid'), {
    moment: { now: NOW - 1 },
  }),
  row('at-until-preflight', 'D12', preflight('/dates', APP, 'GET'), denied('expired'), {
    moment: { now: NOW + 1_000 },
  }),
  row('dates-before-method', 'D12', requestTo('POST', '/dates', APP), forwarded('expired'), {
    moment: { now: NOW + 1_000 },
  }),
  row('set-ended', 'D12', get('/set', PARTNER), forwarded('expired'), {
    moment: { now: NOW + 500 },
  }),
  row('set-not-ended', 'D12', get('/set', PARTNER), readable(cors(PARTNER)), {
    moment: { now: NOW + 499 },
  }),
  row('one-of-two-sets-ended', 'D12', get('/sets', PARTNER), readable(cors(PARTNER)), {
    moment: { now: NOW + 500 },
  }),
  row('ended-grant-then-another', 'D9', get('/ended-then', APP), readable(cors(APP), { grant: 1 })),
  row('ended-is-further-than-unknown', 'D9', get('/ended-last', PARTNER), forwarded('expired'), {
    moment: { now: NOW + 500 },
  }),
]

const when = (id: string, path: string, holds: boolean, context: Context): Row =>
  row(
    `condition-${id}`,
    'D11',
    get(path, APP),
    holds ? readable(cors(APP)) : forwarded('condition-unmet', { grant: null }),
    { context },
  )
const conditionRows: Row[] = [
  when('role', '/roles', true, { roles: ['reader'] }),
  when('role-among-others', '/roles', true, { roles: ['x', 'admin'] }),
  when('role-missing', '/roles', false, { roles: ['x'] }),
  when('role-unknown', '/roles', false, {}),
  when('role-from-claims', '/roles', true, { claims: { realm: { roles: ['admin'] } } }),
  when('role-from-claims-as-text', '/roles', true, { claims: { realm: { roles: 'admin' } } }),
  when('role-given-before-claims', '/roles', false, {
    roles: [],
    claims: { realm: { roles: ['admin'] } },
  }),
  when('role-of-prototype', '/proto', false, { claims: {} }),
  when('scopes-all', '/scopes', true, { scopes: ['write', 'read'] }),
  when('scopes-one', '/scopes', false, { scopes: ['read'] }),
  when('scopes-from-text', '/scopes', true, { claims: { scope: 'read write openid' } }),
  when('scopes-from-list', '/scopes', true, { claims: { scope: ['read', 'write'] } }),
  when('scopes-joined', '/scopes', false, { claims: { scope: 'readwrite' } }),
  when('login-fresh', '/login', true, { authenticatedAt: NOW }),
  when('login-at-limit', '/login', true, { authenticatedAt: NOW - 900_000 }),
  when('login-too-old', '/login', false, { authenticatedAt: NOW - 900_001 }),
  when('login-in-the-future', '/login', false, { authenticatedAt: NOW + 1 }),
  when('login-unknown', '/login', false, {}),
  when('claim-equal', '/claims', true, { claims: { level: 2 } }),
  when('claim-text-for-number', '/claims', false, { claims: { level: '2' } }),
  when('claim-in-list', '/claims', true, { claims: { level: [1, 2] } }),
  when('claim-missing', '/claims', false, { claims: {} }),
  when('claims-missing', '/claims', false, {}),
  when('claim-choice', '/choice', true, { claims: { plan: 'pro' } }),
  when('claim-choice-in-list', '/choice', true, { claims: { plan: ['free', 'team'] } }),
  when('claim-choice-none', '/choice', false, { claims: { plan: 'free' } }),
  when('claim-origin', '/origin', true, { claims: { 'allowed-origins': [APP] } }),
  when('claim-other-origin', '/origin', false, { claims: { 'allowed-origins': [EVIL] } }),
  when('claim-origin-placeholder-is-no-value', '/origin', false, {
    claims: { 'allowed-origins': '{origin}' },
  }),
  when('claim-escaped-pointer', '/pointer', true, { claims: { 'a/b': { 'c~d': true } } }),
  when('claim-pointer-off', '/pointer', false, { claims: { a: { b: { 'c~d': true } } } }),
  when('version-from-context', '/version', true, { apiVersion: 'v1' }),
  when('version-other', '/version', false, { apiVersion: 'v2' }),
  row(
    'condition-at-preflight',
    'D11',
    preflight('/roles', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET')),
  ),
  row('condition-unmet-blocked', 'D11', get('/blocked', APP), blocked('condition-unmet')),
  row('condition-next-grant', 'D9', get('/next', APP), readable(cors(APP), { grant: 1 })),
  row(
    'condition-first-grant',
    'D9',
    get('/next', APP),
    readable(cors(APP, { 'access-control-expose-headers': 'etag' }), { grant: 0 }),
    { context: { roles: ['reader'] } },
  ),
  row('condition-without-origin', 'D11', get('/roles', null), notCors({ vary: ['Origin'] })),
  row(
    'version-from-header',
    'D11',
    get('/version', APP, ['Api-Version', 'v1']),
    readable(cors(APP), { vary: ['Origin', 'api-version'] }),
  ),
  row(
    'version-from-other-header',
    'D11',
    get('/version', APP, ['Api-Version', 'v2']),
    forwarded('condition-unmet', { vary: ['Origin', 'api-version'] }),
    { context: { apiVersion: 'v1' } },
  ),
  row(
    'version-from-two-headers',
    'D11',
    get('/version', APP, ['Api-Version', 'v1'], ['Api-Version', 'v1']),
    forwarded('condition-unmet'),
  ),
  row(
    'version-varies-for-everybody',
    'D11',
    get('/version', null),
    notCors({ vary: ['Origin', 'api-version'] }),
  ),
  row(
    'version-unknown-at-preflight',
    'D11',
    preflight('/version', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET')),
  ),
]

const versionRows: Row[] = [
  row('path-version', 'D11', get('/v1/x', APP), readable(cors(APP), { grant: 0 })),
  row('path-version-second-grant', 'D9', get('/v2/x', APP), readable(cors(APP), { grant: 1 })),
  row('path-version-none', 'D11', get('/v3/x', APP), forwarded('condition-unmet')),
  row(
    'path-version-preflight',
    'D11',
    preflight('/v1/x', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET')),
  ),
  row(
    'path-version-preflight-none',
    'D11',
    preflight('/v3/x', APP, 'GET'),
    denied('condition-unmet'),
  ),
  row('path-version-context-says-nothing', 'D11', get('/v3/x', APP), forwarded('condition-unmet'), {
    context: { apiVersion: 'v1' },
  }),
  row('path-version-case', 'D4', get('/V1/x', APP), {
    kind: 'actual',
    reach: false,
    read: false,
    reason: 'path-ambiguous',
    status: 400,
  }),
  row('path-version-escaped', 'D4', get('/%761/x', APP), {
    kind: 'actual',
    reach: false,
    read: false,
    reason: 'path-ambiguous',
    status: 400,
  }),
  row(
    'path-version-unnamed-case-is-no-version',
    'D4',
    get('/V3/x', APP),
    forwarded('condition-unmet'),
  ),
]

const token = { id: 't-1', origin: DEBUG, tenant: null, resource: 'tokens', until: NOW + 1 }
const withToken = (
  id: string,
  want: ReturnType<typeof readable>,
  part: Partial<typeof token> | 'invalid' | null,
  revoked: readonly string[] = [],
): Row =>
  row(`token-${id}`, 'D16', get('/tokens', DEBUG), want, {
    context: part === null ? {} : { token: part === 'invalid' ? part : { ...token, ...part } },
    moment: { revokedTokens: revoked },
  })
const exceptionRows: Row[] = [
  row(
    'exception',
    'D16',
    get('/account', DEBUG),
    readable(cors(DEBUG), { grant: null, exception: 'EX-1' }),
  ),
  row(
    'exception-preflight',
    'D16',
    preflight('/account', DEBUG, 'GET'),
    allowed(corsPreflight(DEBUG, 'GET', '60'), { grant: null, exception: 'EX-1' }),
  ),
  row('exception-ended', 'D16', get('/account', DEBUG), forwarded('expired', { exception: null }), {
    moment: { now: NOW + 60_000 },
  }),
  row('exception-not-yet', 'D16', get('/account', DEBUG), forwarded('not-yet-valid'), {
    moment: { now: NOW - 1 },
  }),
  row(
    'exception-other-method',
    'D16',
    requestTo('POST', '/account', DEBUG),
    forwarded('method-not-granted'),
  ),
  row('exception-other-resource', 'D16', get('/other', DEBUG), forwarded('origin-not-granted')),
  row(
    'exception-other-origin',
    'D16',
    get('/account', `${DEBUG}:8443`),
    forwarded('origin-not-granted'),
  ),
  row(
    'exception-does-not-shift-grants',
    'D16',
    get('/account', APP),
    readable(cors(APP), { grant: 0, exception: null }),
  ),
  row(
    'exception-first',
    'D16',
    get('/first', APP),
    readable(cors(APP, { 'access-control-expose-headers': 'etag' }), {
      grant: null,
      exception: 'EX-2',
    }),
  ),
  row(
    'exception-first-ended',
    'D16',
    get('/first', APP),
    readable(cors(APP), { grant: 0, exception: null }),
    { moment: { now: NOW + 60_000 } },
  ),
  withToken('right', readable(cors(DEBUG), { exception: 'EX-3' }), {}),
  withToken('missing', blocked('token-required', { exception: null }), null),
  withToken('invalid', blocked('token-invalid'), 'invalid'),
  withToken('other-origin', blocked('token-invalid'), { origin: APP }),
  withToken('other-resource', blocked('token-invalid'), { resource: 'account' }),
  withToken('ended', blocked('token-invalid'), { until: NOW }),
  withToken('revoked', blocked('token-invalid'), {}, ['t-1']),
  withToken('other-revoked', readable(cors(DEBUG)), {}, ['t-2']),
  row('token-of-a-tenant', 'D16', get('/tokens', DEBUG), blocked('token-invalid'), {
    context: { token: { ...token, tenant: 'globex' } },
  }),
  row(
    'token-at-preflight',
    'D16',
    preflight('/tokens', DEBUG, 'GET', 'marque-token'),
    allowed(corsPreflight(DEBUG, 'GET', '600', { 'access-control-allow-headers': 'marque-token' })),
  ),
  row('token-not-asked-of-others', 'D16', get('/tokens', APP), readable(cors(APP), { grant: 0 })),
  row('token-without-origin', 'D16', get('/tokens', null), notCors()),
]

const exceptionGrant = (id: string, part: Parameters<typeof grant>[0]): ReturnType<typeof grant> =>
  grant({ exception: id, sets: [DEBUG], from: NOW, until: NOW + 60_000, ...part })
export const topics: readonly Topic[] = [
  {
    file: 'grants',
    bundle: bundle(
      [
        resource('order', '/order', {
          grants: [
            grant({ exposeHeaders: ['etag'], requestHeaders: ['x-a'] }),
            grant({ sets: ['both'], requestHeaders: ['x-b'] }),
            grant({ methods: ['GET', 'POST'] }),
          ],
        }),
        resource('dates', '/dates', { grants: [grant({ from: NOW, until: NOW + 1_000 })] }),
        resource('set', '/set', { grants: [grant({ sets: ['ending'] })] }),
        resource('sets', '/sets', { grants: [grant({ sets: ['both', 'ending'] })] }),
        resource('ended-then', '/ended-then', { grants: [grant({ until: NOW }), grant()] }),
        resource('ended-last', '/ended-last', { grants: [grant({ sets: ['ending'] }), grant()] }),
      ],
      { sets: { both: list([APP, PARTNER]), ending: list([PARTNER], [], NOW + 500) } },
    ),
    rows: orderRows,
  },
  {
    file: 'conditions',
    bundle: bundle(
      [
        resource('roles', '/roles', { grants: [grant({ when: { roles: ['admin', 'reader'] } })] }),
        resource('proto', '/proto', {
          grants: [grant({ when: { claims: { '/constructor/name': 'Object' } } })],
        }),
        resource('scopes', '/scopes', { grants: [grant({ when: { scopes: ['read', 'write'] } })] }),
        resource('login', '/login', {
          grants: [grant({ when: { authenticatedWithin: 900_000 } })],
        }),
        resource('claims', '/claims', { grants: [grant({ when: { claims: { '/level': 2 } } })] }),
        resource('choice', '/choice', {
          grants: [grant({ when: { claims: { '/plan': ['pro', 'team'] } } })],
        }),
        resource('origin', '/origin', {
          grants: [grant({ when: { claims: { '/allowed-origins': '{origin}' } } })],
        }),
        resource('pointer', '/pointer', {
          grants: [grant({ when: { claims: { '/a~1b/c~0d': true } } })],
        }),
        resource('version', '/version', { grants: [grant({ when: { apiVersion: ['v1'] } })] }),
        resource('blocked', '/blocked', {
          enforce: 'block',
          grants: [grant({ when: { roles: ['reader'] } })],
        }),
        resource('next', '/next', {
          grants: [grant({ when: { roles: ['reader'] }, exposeHeaders: ['etag'] }), grant()],
        }),
      ],
      {
        context: {
          roles: { claim: '/realm/roles' },
          scopes: { claim: 'scope' },
          apiVersion: { header: 'api-version' },
        },
      },
    ),
    rows: conditionRows,
  },
  {
    file: 'versions',
    bundle: bundle(
      [
        resource('api', '/**', {
          grants: [
            grant({ when: { apiVersion: ['v1'] } }),
            grant({ when: { apiVersion: ['v2'] } }),
          ],
        }),
      ],
      { context: { apiVersion: { path: '/{apiVersion}/**' } } },
    ),
    rows: versionRows,
  },
  {
    file: 'exceptions',
    bundle: bundle(
      [
        resource('account', '/account', { grants: [exceptionGrant('EX-1', {}), grant()] }),
        resource('first', '/first', {
          grants: [exceptionGrant('EX-2', { sets: [APP], exposeHeaders: ['etag'] }), grant()],
        }),
        resource('other', '/other'),
        resource('tokens', '/tokens', {
          grants: [
            exceptionGrant('EX-3', {
              token: true,
              requestHeaders: ['marque-token'],
              until: NOW + 1e9,
            }),
            grant(),
          ],
        }),
      ],
      { sets: { [DEBUG]: list([DEBUG]), [APP]: list([APP]) } },
    ),
    rows: exceptionRows,
  },
]
