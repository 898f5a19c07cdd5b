/** D26, D20, D21, D22: isolation, and the other headers of answers. */

import type { HeaderLine } from '@marque/core'
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
import {
  allowed,
  blocked,
  cors,
  corsPreflight,
  denied,
  type Essentials,
  forwarded,
  notCors,
  opened,
  type Row,
  readable,
  row,
  sameOrigin,
  type Topic,
  unreadable,
} from '../rows.ts'

const fetched = (site: string, mode?: string, dest?: string): HeaderLine[] => {
  const lines: HeaderLine[] = [['Sec-Fetch-Site', site]]
  if (mode !== undefined) lines.push(['Sec-Fetch-Mode', mode])
  if (dest !== undefined) lines.push(['Sec-Fetch-Dest', dest])
  return lines
}
const VARY = ['Origin', 'Sec-Fetch-Site', 'Sec-Fetch-Mode', 'Sec-Fetch-Dest']
const crossSite: Essentials = {
  kind: 'not-cors',
  reach: false,
  read: false,
  reason: 'cross-site-blocked',
  status: 403,
  headers: {},
  vary: VARY,
}
const passes = notCors({ vary: VARY })

const isolationRows: Row[] = [
  row('cross-site', 'D26', get('/closed', null, ...fetched('cross-site')), crossSite),
  row('same-site', 'D26', get('/closed', null, ...fetched('same-site')), crossSite),
  row('same-origin-site', 'D26', get('/closed', null, ...fetched('same-origin')), passes),
  row('none', 'D26', get('/closed', null, ...fetched('none', 'navigate', 'document')), passes),
  row('no-metadata', 'D26', get('/closed', null), passes),
  row(
    'navigation',
    'D26',
    get('/closed', null, ...fetched('cross-site', 'navigate', 'document')),
    passes,
  ),
  row(
    'navigation-of-a-frame',
    'D26',
    get('/closed', null, ...fetched('cross-site', 'navigate', 'iframe')),
    crossSite,
  ),
  row(
    'no-navigation',
    'D26',
    get('/closed', null, ...fetched('cross-site', 'no-cors', 'image')),
    crossSite,
  ),
  row(
    'document-without-navigation',
    'D26',
    get('/closed', null, ...fetched('cross-site', 'no-cors', 'document')),
    crossSite,
  ),
  row(
    'navigation-by-post',
    'D26',
    requestTo('POST', '/closed', null, ...fetched('cross-site', 'navigate', 'document')),
    crossSite,
  ),
  row(
    'navigation-by-head',
    'D26',
    requestTo('HEAD', '/closed', null, ...fetched('cross-site', 'navigate', 'document')),
    crossSite,
  ),
  row(
    'navigation-said-twice',
    'D26',
    get(
      '/closed',
      null,
      ...fetched('cross-site', 'navigate', 'document'),
      ...fetched('cross-site', 'cors', 'empty'),
    ),
    crossSite,
  ),
  row(
    'cross-site-beside-none',
    'D26',
    get('/closed', null, ...fetched('none'), ...fetched('cross-site')),
    crossSite,
  ),
  row(
    'site-in-capitals-is-another-word',
    'D26',
    get('/closed', null, ...fetched('Cross-Site')),
    passes,
  ),
  row(
    'not-isolated',
    'D26',
    get('/plain', null, ...fetched('cross-site')),
    notCors({ vary: ['Origin'] }),
  ),
  row(
    'isolated-granted',
    'D26',
    get('/closed', APP, ...fetched('cross-site', 'cors', 'empty')),
    readable(cors(APP), { vary: VARY }),
  ),
  row(
    'isolated-denied',
    'D26',
    get('/closed', EVIL, ...fetched('cross-site', 'cors', 'empty')),
    blocked('origin-not-granted', { vary: VARY }),
  ),
  row(
    'isolated-same-origin',
    'D26',
    requestTo('POST', '/closed', 'https://api.example.com', ...fetched('same-origin')),
    sameOrigin({ vary: VARY }),
  ),
  row(
    'isolated-preflight',
    'D26',
    preflight('/closed', APP, 'GET'),
    allowed(corsPreflight(APP, 'GET')),
  ),
  row(
    'isolated-ambiguous',
    'D23',
    get('/%63losed', null, ...fetched('cross-site')),
    unreadable('not-cors'),
  ),
]

const policy = { 'cross-origin-resource-policy': 'same-site' }
const removes = ['cross-origin-resource-policy']
const answerRows: Row[] = [
  row(
    'exposed',
    'D20',
    get('/full', APP),
    readable(
      cors(APP, {
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'etag, x-total',
      }),
    ),
  ),
  row(
    'exposed-star',
    'D20',
    get('/exposed-star', APP),
    readable(cors(APP, { 'access-control-expose-headers': '*' })),
  ),
  row(
    'nothing-of-a-preflight',
    'D20',
    requestTo('POST', '/full', APP),
    readable(
      cors(APP, {
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'etag, x-total',
      }),
    ),
  ),
  row(
    'denied-carries-nothing',
    'D20',
    get('/full', EVIL),
    forwarded('origin-not-granted', { vary: ['Origin'] }),
  ),
  row(
    'preflight-exposes-nothing',
    'D18',
    preflight('/full', APP, 'POST', 'x-a'),
    allowed(
      corsPreflight(APP, 'GET, POST', '600', {
        'access-control-allow-headers': 'x-a',
        'access-control-allow-credentials': 'true',
      }),
    ),
  ),
  row(
    'condition-withholds-the-application',
    'D21',
    get('/condition', APP),
    forwarded('condition-unmet'),
  ),
  row('condition-met', 'D21', get('/condition', APP), readable(cors(APP)), {
    context: { roles: ['reader'] },
  }),
  row(
    'condition-unmet-same-origin',
    'D21',
    get('/condition', 'https://api.example.com'),
    sameOrigin(),
  ),
  row(
    'policy-granted',
    'D22',
    get('/policy', APP),
    readable({ ...cors(APP), ...policy }, { removes }),
  ),
  row(
    'policy-denied',
    'D22',
    get('/policy', EVIL),
    forwarded('origin-not-granted', { headers: policy, removes }),
  ),
  row('policy-without-origin', 'D22', get('/policy', null), notCors({ headers: policy, removes })),
  row(
    'policy-same-origin',
    'D22',
    get('/policy', 'https://api.example.com'),
    sameOrigin({ headers: policy, removes }),
  ),
  row('policy-websocket', 'D22', socket('/policy', APP), opened({ headers: policy, removes })),
  row(
    'policy-preflight',
    'D22',
    preflight('/policy', APP, 'GET'),
    allowed(
      {
        ...corsPreflight(APP, 'GET', '600', { 'access-control-allow-credentials': 'true' }),
        'cross-origin-resource-policy': null,
      },
      { removes },
    ),
  ),
  row(
    'policy-preflight-denied',
    'D22',
    preflight('/policy', EVIL, 'GET'),
    denied('origin-not-granted', {
      headers: { 'cross-origin-resource-policy': null, 'cache-control': 'no-store' },
      removes,
    }),
  ),
  row(
    'timing-granted',
    'D22',
    get('/timing', APP),
    readable({ ...cors(APP), 'timing-allow-origin': APP }, { removes: ['timing-allow-origin'] }),
  ),
  row(
    'timing-other-grant',
    'D22',
    requestTo('POST', '/timing', APP),
    readable({ ...cors(APP), 'timing-allow-origin': null }, { removes: ['timing-allow-origin'] }),
  ),
  row(
    'timing-denied',
    'D22',
    get('/timing', EVIL),
    forwarded('origin-not-granted', {
      headers: { 'timing-allow-origin': null },
      removes: ['timing-allow-origin'],
    }),
  ),
  row(
    'timing-preflight',
    'D22',
    preflight('/timing', APP, 'GET'),
    allowed({ ...corsPreflight(APP, 'GET'), 'timing-allow-origin': null }),
  ),
  row(
    'timing-open',
    'D22',
    get('/timing-open', EVIL),
    readable({ ...cors('*'), 'timing-allow-origin': '*' }, { vary: [] }, 'granted-any'),
  ),
  row(
    'nothing-owned',
    'D22',
    get('/full', APP),
    readable(
      cors(APP, {
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'etag, x-total',
      }),
      { removes: [] },
    ),
  ),
  row(
    'unmatched-owns-nothing',
    'D22',
    get('/none', APP),
    forwarded('resource-unmatched', { removes: [] }),
  ),
]
// The policy resource grants a WebSocket, so its ordinary answers carry credentials.
const withCredentials = answerRows.map((one) =>
  one.id === 'policy-granted'
    ? {
        ...one,
        want: {
          ...one.want,
          headers: { ...one.want.headers, 'access-control-allow-credentials': 'true' },
        },
      }
    : one,
)

export const topics: readonly Topic[] = [
  {
    file: 'isolation',
    bundle: bundle([
      resource('closed', '/closed', { isolate: true, enforce: 'block' }),
      resource('plain', '/plain'),
    ]),
    rows: isolationRows,
  },
  {
    file: 'answers',
    bundle: bundle(
      [
        resource('full', '/full', {
          grants: [
            grant({
              methods: ['GET', 'POST'],
              requestHeaders: ['x-a'],
              exposeHeaders: ['etag', 'x-total'],
              credentials: true,
            }),
          ],
        }),
        resource('exposed-star', '/exposed-star', { grants: [grant({ exposeHeaders: ['*'] })] }),
        resource('condition', '/condition', { grants: [grant({ when: { roles: ['reader'] } })] }),
        resource('policy', '/policy', {
          resourcePolicy: 'same-site',
          grants: [grant({ credentials: true, websocket: true })],
        }),
        resource('timing', '/timing', {
          grants: [grant({ timing: true }), grant({ methods: ['POST'] })],
        }),
        resource('timing-open', '/timing-open', {
          sensitivity: 'public',
          grants: [anyone({ timing: true })],
        }),
      ],
      { context: { roles: { claim: 'roles' } } },
    ),
    rows: withCredentials,
  },
]
