/** D10, D13, D14: `*`, credentials, and reach without read. */

import {
  APP,
  anyone,
  bundle,
  EVIL,
  get,
  grant,
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
} from '../rows.ts'

const star = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag' }
const everybody: readonly (readonly [id: string, origin: string])[] = [
  ['known', APP],
  ['evil', EVIL],
  ['null', 'null'],
  ['malformed', 'not an origin'],
  ['list', `${APP}, ${EVIL}`],
  ['file', 'file://'],
]
const openRows: Row[] = [
  ...everybody.map(([id, origin]) =>
    row(
      `open-${id}`,
      'D10',
      get('/open', origin),
      readable(star, { vary: [], grant: 0 }, 'granted-any'),
    ),
  ),
  row(
    'open-two-lines',
    'D10',
    get('/open', APP, ['Origin', EVIL]),
    readable(star, { vary: [] }, 'granted-any'),
  ),
  row('open-absent', 'D10', get('/open', null), notCors({ headers: star, vary: [] })),
  row('open-empty', 'D10', get('/open', ''), notCors({ headers: star, vary: [] })),
  row(
    'open-self',
    'D10',
    get('/open', 'https://api.example.com'),
    sameOrigin({ headers: star, vary: [] }),
  ),
  row(
    'open-head',
    'D10',
    requestTo('HEAD', '/open', APP),
    readable(star, { vary: [] }, 'granted-any'),
  ),
  row(
    'open-cookie',
    'D13',
    get('/open', APP, ['Cookie', 'a=1']),
    readable(star, { vary: [] }, 'granted-any'),
  ),
  row(
    'open-cookie-without-origin',
    'D13',
    get('/open', null, ['Cookie', 'a=1']),
    notCors({ headers: star, vary: [] }),
  ),
  row(
    'open-authorization',
    'D13',
    get('/open', APP, ['Authorization', 'Bearer x']),
    forwarded('credentials-not-granted'),
  ),
  row(
    'open-authorization-without-origin',
    'D13',
    get('/open', null, ['Authorization', 'Bearer x']),
    notCors(),
  ),
  row(
    'open-authorization-same-origin',
    'D13',
    get('/open', 'https://api.example.com', ['Authorization', 'Bearer x']),
    sameOrigin(),
  ),
  row(
    'open-authorization-blank',
    'D13',
    get('/open', APP, ['Authorization', ' ']),
    readable(star, {}, 'granted-any'),
  ),
  row(
    'open-authorization-named',
    'D13',
    get('/named', APP, ['Authorization', 'Bearer x']),
    readable(cors('*'), { vary: [] }, 'granted-any'),
  ),
  row(
    'open-method-not-granted',
    'D10',
    requestTo('POST', '/open', APP),
    forwarded('method-not-granted', { vary: ['Origin'] }),
  ),
  row(
    'open-method-not-granted-null',
    'D10',
    requestTo('POST', '/open', 'null'),
    forwarded('method-not-granted', { vary: ['Origin'] }),
  ),
  row(
    'open-method-not-granted-put',
    'D17',
    requestTo('PUT', '/open', APP),
    blocked('method-not-granted', { vary: ['Origin'] }),
  ),
  row(
    'open-method-not-granted-without-origin',
    'D10',
    requestTo('POST', '/open', null),
    notCors({ vary: ['Origin'] }),
  ),
  row(
    'open-options',
    'D10',
    requestTo('OPTIONS', '/open', APP),
    forwarded('method-not-granted', { vary: ['Origin'] }),
  ),
  row(
    'open-preflight',
    'D18',
    preflight('/open', APP, 'GET'),
    allowed(corsPreflight('*', 'GET'), {}, 'granted-any'),
  ),
  row(
    'open-preflight-null',
    'D10',
    preflight('/open', 'null', 'GET'),
    allowed(corsPreflight('*', 'GET'), {}, 'granted-any'),
  ),
  row(
    'open-preflight-malformed',
    'D10',
    preflight('/open', 'x y', 'GET'),
    allowed(corsPreflight('*', 'GET'), {}, 'granted-any'),
  ),
  row(
    'open-preflight-two-origins',
    'D6',
    preflight('/open', APP, 'GET', null, ['Origin', APP]),
    denied('origin-multiple'),
  ),
  row(
    'open-preflight-list',
    'D6',
    preflight('/open', `${APP},${APP}`, 'GET'),
    denied('origin-multiple'),
  ),
  row('open-preflight-method', 'D10', preflight('/open', APP, 'PUT'), denied('method-not-granted')),
  row(
    'open-preflight-authorization',
    'D24',
    preflight('/open', APP, 'GET', 'authorization'),
    denied('headers-not-granted'),
  ),
  row('open-websocket', 'D25', socket('/open', APP), notOpened('websocket-not-granted')),
  row(
    'open-second-grant',
    'D10',
    requestTo('POST', '/two', EVIL),
    readable(cors('*'), { grant: 1, vary: [] }, 'granted-any'),
  ),
  row(
    'dated-star-varies',
    'D10',
    get('/dated', EVIL),
    readable(cors('*'), { vary: ['Origin'] }, 'granted-any'),
  ),
  row(
    'dated-star-null',
    'D10',
    get('/dated', 'null'),
    readable(cors('*'), { vary: ['Origin'] }, 'granted-any'),
  ),
  row('dated-star-without-origin', 'D10', get('/dated', null), notCors({ vary: ['Origin'] })),
  row('dated-star-multiple', 'D10', get('/dated', `${APP},${APP}`), forwarded('origin-multiple')),
  row('dated-star-ended', 'D12', get('/dated', EVIL), forwarded('expired'), {
    moment: { now: NOW + 1_000 },
  }),
  row(
    'mixed-listed-first',
    'D9',
    get('/mixed', APP),
    readable(cors(APP, { 'access-control-allow-credentials': 'true' }), {
      grant: 0,
      vary: ['Origin'],
    }),
  ),
  row(
    'mixed-others',
    'D10',
    get('/mixed', EVIL),
    readable(cors('*'), { grant: 1, vary: ['Origin'] }, 'granted-any'),
  ),
  row(
    'mixed-null',
    'D10',
    get('/mixed', 'null'),
    readable(cors('*'), { grant: 1, vary: ['Origin'] }, 'granted-any'),
  ),
  row(
    'mixed-malformed',
    'D10',
    get('/mixed', 'X'),
    readable(cors('*'), { grant: 1 }, 'granted-any'),
  ),
  row('mixed-multiple', 'D10', get('/mixed', `${APP},${APP}`), forwarded('origin-multiple')),
  row(
    'mixed-cookie-of-others',
    'D13',
    get('/mixed', EVIL, ['Cookie', 'a=1']),
    forwarded('credentials-not-granted'),
  ),
  row('mixed-without-origin', 'D10', get('/mixed', null), notCors({ vary: ['Origin'] })),
  row(
    'no-grant-at-all',
    'D9',
    get('/nobody', APP),
    forwarded('origin-not-granted', { vary: ['Origin'] }),
  ),
  row('no-grant-at-all-null', 'D10', get('/nobody', 'null'), forwarded('origin-null')),
]

const credentialRows: Row[] = [
  row(
    'cookie-not-granted',
    'D13',
    get('/plain', APP, ['Cookie', 'a=1']),
    forwarded('credentials-not-granted', { grant: null }),
  ),
  row(
    'cookie-not-granted-blocked',
    'D13',
    get('/block', APP, ['Cookie', 'a=1']),
    blocked('credentials-not-granted'),
  ),
  row('cookie-blank', 'D13', get('/plain', APP, ['Cookie', '']), readable(cors(APP))),
  row(
    'cookie-granted',
    'D13',
    get('/credentials', APP, ['Cookie', 'a=1']),
    readable(cors(APP, { 'access-control-allow-credentials': 'true' })),
  ),
  row(
    'authorization-not-named',
    'D13',
    get('/plain', APP, ['Authorization', 'Bearer x']),
    forwarded('credentials-not-granted'),
  ),
  row(
    'authorization-by-star',
    'D13',
    get('/star', APP, ['Authorization', 'Bearer x']),
    forwarded('credentials-not-granted'),
  ),
  row(
    'authorization-named',
    'D13',
    get('/named', APP, ['Authorization', 'Bearer x']),
    readable(cors(APP)),
  ),
  row(
    'authorization-named-and-cookie',
    'D13',
    get('/named', APP, ['Authorization', 'Bearer x'], ['Cookie', 'a=1']),
    forwarded('credentials-not-granted'),
  ),
  row(
    'authorization-with-credentials',
    'D13',
    get('/credentials', APP, ['Authorization', 'Bearer x']),
    readable(cors(APP, { 'access-control-allow-credentials': 'true' })),
  ),
  row('cookie-without-origin', 'D13', get('/plain', null, ['Cookie', 'a=1']), notCors()),
  row(
    'cookie-does-not-try-the-next-grant',
    'D9',
    get('/later', APP, ['Cookie', 'a=1']),
    forwarded('credentials-not-granted'),
  ),
  row('reach-only', 'D14', requestTo('POST', '/reach', APP), forwarded('reach-only', { grant: 0 })),
  row(
    'reach-only-under-block',
    'D14',
    requestTo('POST', '/reach-block', APP),
    forwarded('reach-only', { grant: 0 }),
  ),
  row(
    'reach-only-evil',
    'D14',
    requestTo('POST', '/reach-block', EVIL),
    blocked('origin-not-granted'),
  ),
  row('reach-only-preflight', 'D14', preflight('/reach', APP, 'POST'), denied('reach-only')),
  row('reach-only-null', 'D14', requestTo('POST', '/reach', 'null'), forwarded('origin-null')),
  row(
    'null-reach',
    'D14',
    requestTo('POST', '/callback', 'null'),
    forwarded('reach-only', { grant: 0 }),
  ),
  row(
    'null-reach-with-cookie',
    'D14',
    requestTo('POST', '/callback', 'null', ['Cookie', 'a=1']),
    forwarded('reach-only'),
  ),
  row('null-reach-preflight', 'D14', preflight('/callback', 'null', 'POST'), denied('reach-only')),
  row('null-reach-get', 'D14', get('/callback', 'null'), blocked('origin-null')),
  row(
    'null-reach-other-path',
    'D14',
    requestTo('POST', '/callback/x', 'null'),
    forwarded('origin-null'),
  ),
  row('null-reach-listed', 'D14', requestTo('POST', '/callback', APP), forwarded('reach-only')),
]

const beacon = grant({ methods: ['POST'], read: false })
export const topics: readonly Topic[] = [
  {
    file: 'wildcards',
    bundle: bundle([
      resource('open', '/open', {
        sensitivity: 'public',
        grants: [anyone({ exposeHeaders: ['etag'] })],
      }),
      resource('named', '/named', {
        sensitivity: 'public',
        grants: [anyone({ requestHeaders: ['authorization'] })],
      }),
      resource('two', '/two', {
        sensitivity: 'public',
        grants: [anyone(), anyone({ methods: ['POST'] })],
      }),
      resource('dated', '/dated', {
        sensitivity: 'public',
        grants: [anyone({ until: NOW + 1_000 })],
      }),
      resource('mixed', '/mixed', {
        sensitivity: 'public',
        grants: [grant({ credentials: true }), anyone()],
      }),
      resource('nobody', '/nobody', { sensitivity: 'public', grants: [] }),
    ]),
    rows: openRows,
  },
  {
    file: 'credentials',
    bundle: bundle([
      resource('plain', '/plain'),
      resource('block', '/block', { enforce: 'block' }),
      resource('credentials', '/credentials', { grants: [grant({ credentials: true })] }),
      resource('star', '/star', { grants: [grant({ requestHeaders: ['*'] })] }),
      resource('named', '/named', { grants: [grant({ requestHeaders: ['authorization'] })] }),
      resource('later', '/later', { grants: [grant(), grant({ credentials: true })] }),
      resource('reach', '/reach', { grants: [beacon] }),
      resource('reach-block', '/reach-block', { enforce: 'block', grants: [beacon] }),
      resource('callback', '/callback', {
        enforce: 'block',
        grants: [grant({ ...beacon, nullReach: true, credentials: true })],
      }),
    ]),
    rows: credentialRows,
  },
]
