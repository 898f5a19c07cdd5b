/** D25, D6: WebSockets, and upgrades that are none. */

import {
  APP,
  anyone,
  bundle,
  EVIL,
  get,
  grant,
  requestTo,
  resource,
  socket,
} from '@marque/testkit/bundles'
import { NOW } from '../now.ts'
import {
  blocked,
  cors,
  forwarded,
  notCors,
  notOpened,
  opened,
  type Row,
  readable,
  row,
  sameOrigin,
  type Topic,
} from '../rows.ts'

const connect = (origin: string | null, path = '/live'): ReturnType<typeof requestTo> =>
  requestTo('CONNECT', path, origin, [':protocol', 'websocket'])
const rows: Row[] = [
  row('granted', 'D25', socket('/live', APP), opened({ grant: 0, vary: ['Origin'] })),
  row('granted-with-cookie', 'D25', socket('/live', APP, ['Cookie', 'a=1']), opened()),
  row(
    'names-in-other-case',
    'D6',
    get('/live', APP, ['CONNECTION', 'keep-alive, UPGRADE'], ['upgrade', 'WebSocket']),
    opened(),
  ),
  row(
    'several-connection-lines',
    'D6',
    get(
      '/live',
      APP,
      ['Connection', 'keep-alive'],
      ['Connection', 'upgrade'],
      ['Upgrade', 'websocket'],
    ),
    opened(),
  ),
  row('extended-connect', 'D25', connect(APP), opened()),
  row('evil', 'D25', socket('/live', EVIL), notOpened('origin-not-granted')),
  row('evil-extended-connect', 'D25', connect(EVIL), notOpened('origin-not-granted')),
  row('null', 'D25', socket('/live', 'null'), notOpened('origin-null')),
  row('malformed', 'D25', socket('/live', `${APP}/`), notOpened('origin-malformed')),
  row('two-origins', 'D25', socket('/live', APP, ['Origin', APP]), notOpened('origin-multiple')),
  row('not-granted', 'D25', socket('/plain', APP), notOpened('websocket-not-granted')),
  row(
    'not-granted-extended-connect',
    'D25',
    connect(APP, '/plain'),
    notOpened('websocket-not-granted'),
  ),
  row('not-granted-under-headers', 'D25', socket('/plain', EVIL), notOpened('origin-not-granted')),
  row('unmatched', 'D25', socket('/none', APP), notOpened('resource-unmatched')),
  row('star', 'D25', socket('/open', APP), notOpened('websocket-not-granted')),
  row('method-is-get', 'D25', socket('/post', APP), notOpened('method-not-granted')),
  row('ended', 'D25', socket('/ended', APP), notOpened('expired')),
  row('condition-unmet', 'D25', socket('/condition', APP), notOpened('condition-unmet')),
  row('condition-met', 'D25', socket('/condition', APP), opened(), {
    context: { roles: ['reader'] },
  }),
  row('same-origin', 'D25', socket('/live', 'https://api.example.com'), sameOrigin()),
  row('without-origin', 'D25', socket('/plain', null), notCors()),
  row('extended-connect-without-origin', 'D25', connect(null), notCors({ resource: 'live' })),
  row(
    'post-is-no-websocket',
    'D6',
    requestTo('POST', '/live', APP, ['Connection', 'Upgrade'], ['Upgrade', 'websocket']),
    forwarded('method-not-granted'),
  ),
  row(
    'without-connection',
    'D6',
    get('/live', APP, ['Upgrade', 'websocket']),
    readable(cors(APP, { 'access-control-allow-credentials': 'true' })),
  ),
  row(
    'other-upgrade',
    'D6',
    get('/live', APP, ['Connection', 'Upgrade'], ['Upgrade', 'h2c']),
    readable(cors(APP, { 'access-control-allow-credentials': 'true' })),
  ),
  row(
    'upgrade-of-another-name',
    'D6',
    get('/live', APP, ['Connection', 'Upgrade'], ['Upgrade', 'websocketx']),
    readable(cors(APP, { 'access-control-allow-credentials': 'true' })),
  ),
  row('other-connect', 'D25', requestTo('CONNECT', '/live', APP), blocked('method-not-granted')),
  row(
    'connect-of-another-protocol',
    'D25',
    requestTo('CONNECT', '/live', APP, [':protocol', 'connect-udp']),
    blocked('method-not-granted'),
  ),
  row('other-connect-without-origin', 'D25', requestTo('CONNECT', '/live', null), notCors()),
]

export const topics: readonly Topic[] = [
  {
    file: 'websockets',
    bundle: bundle(
      [
        resource('live', '/live', { grants: [grant({ credentials: true, websocket: true })] }),
        resource('plain', '/plain', { grants: [grant({ credentials: true })] }),
        resource('open', '/open', { sensitivity: 'public', grants: [anyone()] }),
        resource('post', '/post', {
          grants: [grant({ methods: ['POST'], credentials: true, websocket: true })],
        }),
        resource('ended', '/ended', {
          grants: [grant({ credentials: true, websocket: true, until: NOW })],
        }),
        resource('condition', '/condition', {
          grants: [grant({ credentials: true, websocket: true, when: { roles: ['reader'] } })],
        }),
      ],
      { context: { roles: { claim: 'roles' } } },
    ),
    rows,
  },
]
