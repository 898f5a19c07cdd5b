/** D21 and D22 by hand: what stands on an answer, whoever made it. */

import type { Bundle, HeaderLine, RequestFacts } from '@marque/core'
import { APP, anyone, bundle, EVIL, get, grant, preflight, resource } from '@marque/testkit/bundles'

export const policy: Bundle = bundle(
  [
    resource('plain', '/plain'),
    resource('full', '/full', { grants: [grant({ credentials: true, exposeHeaders: ['etag'] })] }),
    resource('condition', '/condition', { grants: [grant({ when: { roles: ['reader'] } })] }),
    resource('owned', '/owned', { resourcePolicy: 'same-site', grants: [grant({ timing: true })] }),
    resource('open', '/open', { sensitivity: 'public', grants: [anyone()] }),
  ],
  { context: { roles: { claim: 'roles' } } },
)

export interface AnswerCase {
  readonly name: string
  /** Whether the layer made the answer itself (D21). */
  readonly byLayer?: true
  readonly request: RequestFacts
  readonly below: readonly HeaderLine[]
  /** All lines, names in lower case, sorted by name. */
  readonly want: readonly HeaderLine[]
}

const acao: HeaderLine = ['access-control-allow-origin', APP]
const varyOrigin: HeaderLine = ['vary', 'origin']
const noStore: HeaderLine = ['cache-control', 'no-store']
const layerExposed: HeaderLine = ['access-control-expose-headers', 'retry-after, www-authenticate']

export const cases: readonly AnswerCase[] = [
  {
    name: 'libraries-12: an error of the application keeps the headers',
    request: get('/plain', APP),
    below: [['Content-Type', 'text/plain']],
    want: [acao, ['content-type', 'text/plain'], varyOrigin],
  },
  {
    name: 'libraries-13: a redirect keeps the headers',
    request: get('/plain', APP),
    below: [['Location', '/x']],
    want: [acao, ['location', '/x'], varyOrigin],
  },
  {
    name: 'libraries-14: Vary of the application is kept',
    request: get('/plain', APP),
    below: [['Vary', 'Accept-Encoding']],
    want: [acao, ['vary', 'accept-encoding, origin']],
  },
  {
    name: 'libraries-14: Vary is never doubled',
    request: get('/plain', APP),
    below: [
      ['Vary', 'origin, Accept'],
      ['vary', 'Origin'],
    ],
    want: [acao, ['vary', 'accept, origin']],
  },
  {
    name: 'libraries-15: Vary: * stays',
    request: get('/plain', APP),
    below: [['Vary', '*']],
    want: [acao, ['vary', '*']],
  },
  {
    name: 'libraries-15: Vary: * stays among others',
    request: get('/plain', APP),
    below: [
      ['Vary', 'Accept'],
      ['Vary', '*'],
    ],
    want: [acao, ['vary', '*']],
  },
  {
    name: 'libraries-16: headers of the application are replaced',
    request: get('/full', APP),
    below: [
      ['Access-Control-Allow-Origin', '*'],
      ['ACCESS-CONTROL-ALLOW-CREDENTIALS', 'false'],
      ['access-control-expose-headers', 'x'],
    ],
    want: [
      ['access-control-allow-credentials', 'true'],
      acao,
      ['access-control-expose-headers', 'etag'],
      varyOrigin,
    ],
  },
  {
    name: 'traefik-5567: two fields become one',
    request: get('/plain', APP),
    below: [
      ['Access-Control-Allow-Origin', APP],
      ['Access-Control-Allow-Origin', EVIL],
    ],
    want: [acao, varyOrigin],
  },
  {
    name: 'traefik-7607: a denied origin gets nothing of the application',
    request: get('/plain', EVIL),
    below: [
      ['Access-Control-Allow-Origin', EVIL],
      ['Access-Control-Allow-Private-Network', 'true'],
    ],
    want: [varyOrigin],
  },
  {
    name: 'encore-867: nor does a request without Origin',
    request: get('/plain', null),
    below: [['Access-Control-Allow-Origin', '*']],
    want: [varyOrigin],
  },
  {
    name: 'hono-2932: two lines of Vary of the application are both kept',
    request: get('/plain', EVIL),
    below: [
      ['Vary', 'Accept'],
      ['Vary', 'Cookie'],
    ],
    want: [['vary', 'accept, cookie, origin']],
  },
  {
    name: 'hono-4471: Vary of the application is kept where nothing is added',
    request: get('/open', APP),
    below: [['Vary', 'Accept']],
    want: [
      ['access-control-allow-origin', '*'],
      ['vary', 'accept'],
    ],
  },
  {
    name: 'tuupola-93: a static answer gets no Vary',
    request: get('/open', null),
    below: [],
    want: [['access-control-allow-origin', '*']],
  },
  {
    name: 'D22: what the policy owns is replaced',
    request: get('/owned', APP),
    below: [
      ['Timing-Allow-Origin', '*'],
      ['Cross-Origin-Resource-Policy', 'cross-origin'],
    ],
    want: [
      acao,
      ['cross-origin-resource-policy', 'same-site'],
      ['timing-allow-origin', APP],
      varyOrigin,
    ],
  },
  {
    name: 'D22: what the policy owns is removed from denials too',
    request: get('/owned', EVIL),
    below: [
      ['timing-allow-origin', '*'],
      ['timing-allow-origin', EVIL],
    ],
    want: [['cross-origin-resource-policy', 'same-site'], varyOrigin],
  },
  {
    name: 'D22: what it does not own stays',
    request: get('/plain', APP),
    below: [
      ['Timing-Allow-Origin', '*'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ],
    want: [
      acao,
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['timing-allow-origin', '*'],
      varyOrigin,
    ],
  },
  {
    name: 'D21: conditions withhold the answer of the application',
    request: get('/condition', APP),
    below: [],
    want: [varyOrigin],
  },
  {
    name: 'D21: and not one that the layer made',
    byLayer: true,
    request: get('/condition', APP),
    below: [],
    want: [acao, layerExposed, noStore, varyOrigin],
  },
  {
    name: 'D21: what the layer exposes joins the list of the grant',
    byLayer: true,
    request: get('/full', APP),
    below: [],
    want: [
      ['access-control-allow-credentials', 'true'],
      acao,
      ['access-control-expose-headers', 'etag, retry-after, www-authenticate'],
      noStore,
      varyOrigin,
    ],
  },
  {
    name: 'D21: an answer that the layer made is not stored',
    byLayer: true,
    request: get('/plain', APP),
    below: [['Cache-Control', 'max-age=60']],
    want: [acao, layerExposed, noStore, varyOrigin],
  },
  {
    name: 'D21: a denied origin reads nothing',
    byLayer: true,
    request: get('/plain', EVIL),
    below: [],
    want: [noStore, varyOrigin],
  },
  {
    name: 'D21: everybody reads what is open',
    byLayer: true,
    request: get('/open', null),
    below: [],
    want: [['access-control-allow-origin', '*'], layerExposed, noStore],
  },
  {
    name: 'D30: a preflight that the layer refuses gets no CORS header',
    byLayer: true,
    request: preflight('/plain', APP, 'GET'),
    below: [],
    want: [
      noStore,
      ['vary', 'access-control-request-headers, access-control-request-method, origin'],
    ],
  },
  {
    name: 'F27: what a layer below denies is not granted; Vary and the rest stay',
    request: get('/full', APP),
    below: [
      ['Content-Type', 'text/plain'],
      ['Vary', 'Origin'],
      ['Marque-Read', 'denied;reason=origin-not-granted'],
    ],
    want: [['content-type', 'text/plain'], varyOrigin],
  },
  {
    name: 'F27: what both layers grant is granted',
    request: get('/full', APP),
    below: [
      ['access-control-allow-origin', APP],
      ['access-control-allow-credentials', 'true'],
      ['access-control-expose-headers', 'etag, x-other'],
      ['marque-read', 'granted'],
    ],
    want: [
      ['access-control-allow-credentials', 'true'],
      acao,
      ['access-control-expose-headers', 'etag'],
      varyOrigin,
    ],
  },
  {
    name: 'F27: credentials and exposed names only where both layers allow them',
    request: get('/full', APP),
    below: [
      ['access-control-allow-origin', APP],
      ['access-control-expose-headers', 'x-other'],
      ['marque-read', 'granted'],
    ],
    want: [acao, varyOrigin],
  },
  {
    name: 'F27: timing only where both layers allow it; the resource policy stays',
    request: get('/owned', APP),
    below: [
      ['access-control-allow-origin', APP],
      ['marque-read', 'granted'],
    ],
    want: [acao, ['cross-origin-resource-policy', 'same-site'], varyOrigin],
  },
  ...[
    ['several reports', ['granted', 'granted']],
    ['an unknown report', ['yes']],
    ['an empty report', ['']],
  ].map(
    ([name, values]): AnswerCase => ({
      name: `F27: ${name} is read as denied`,
      request: get('/plain', APP),
      below: [
        ['access-control-allow-origin', APP],
        ...[...(values ?? [])].map((value): HeaderLine => ['marque-read', value]),
      ],
      want: [varyOrigin],
    }),
  ),
  {
    name: 'F27: a granted report on an answer without Access-Control-Allow-Origin is read as denied',
    request: get('/plain', APP),
    below: [['marque-read', 'granted']],
    want: [varyOrigin],
  },
  {
    name: 'F27: a granted report for another origin is read as denied',
    request: get('/plain', APP),
    below: [
      ['access-control-allow-origin', EVIL],
      ['marque-read', 'granted'],
    ],
    want: [varyOrigin],
  },
  {
    name: 'F27: a granted report for any origin is one for this origin',
    request: get('/plain', APP),
    below: [
      ['access-control-allow-origin', '*'],
      ['marque-read', 'granted'],
    ],
    want: [acao, varyOrigin],
  },
  {
    name: 'F27: a report grants nothing that the layer in front denies',
    request: get('/plain', EVIL),
    below: [
      ['access-control-allow-origin', EVIL],
      ['marque-read', 'granted'],
    ],
    want: [varyOrigin],
  },
]
