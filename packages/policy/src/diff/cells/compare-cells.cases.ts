import type { Bundle } from '@marque/core'
import { anyone, bundle, grant, list, resource } from '@marque/testkit/bundles'

export interface CellsCase {
  readonly name: string
  readonly before: Bundle
  readonly after: Bundle
  /** For each region: shape, kinds, own origins, patterns; then for each cell its classes and what changes. */
  readonly regions: readonly string[]
}

const WEB = { web: list(['https://app.example.com']) }
const policy = (...[resources, part]: Parameters<typeof bundle>): Bundle =>
  bundle(resources, { sets: WEB, ...part })
const orders = (part: Parameters<typeof resource>[2] = {}): Bundle =>
  policy([resource('orders', '/orders/**', part)])

export const cellsCases: readonly CellsCase[] = [
  {
    name: 'nothing, where only names differ',
    before: orders(),
    after: policy([resource('renamed', '/orders/**', { grants: [grant({ sets: ['same'] })] })], {
      sets: { same: WEB.web },
    }),
    regions: [],
  },
  {
    name: 'a method',
    before: orders(),
    after: orders({ grants: [grant({ methods: ['GET', 'PUT'] })] }),
    regions: [
      'actual /orders/**',
      '  origin https://app.example.com, method PUT, cookie false, certificate false, authorization false: reach false>true, read false>true',
      'preflight /orders/**',
      '  origin https://app.example.com, method PUT, requestHeaders none: preflight false>true',
    ],
  },
  {
    name: 'a login, which a request without Origin shows',
    before: orders(),
    after: orders({ authentication: 'required' }),
    regions: [
      'plain /orders/**',
      '  : withoutLogin true>false',
      // An ambiguous path could be read as one that needs a login.
      'plain /**',
      '  site same: withoutLogin true>false',
    ],
  },
  {
    name: 'a tenant of a resource with a login: no login is lost',
    before: policy(
      [
        resource('orders', '/orders/**', {
          authentication: 'required',
          grants: [grant({ tenant: true, sets: [] })],
        }),
      ],
      { tenancy: { host: '{tenant}.api.example.com' }, tenants: { acme: list([]) } },
    ),
    after: policy(
      [
        resource('orders', '/orders/**', {
          authentication: 'required',
          grants: [grant({ tenant: true, sets: [] })],
        }),
      ],
      {
        tenancy: { host: '{tenant}.api.example.com' },
        tenants: { acme: list([]), globex: list(['https://globex.example']) },
      },
    ),
    regions: [
      'actual /orders/** globex',
      '  origin https://globex.example, method GET, cookie false, certificate false, authorization false: read false>true',
      '  origin https://globex.example, method HEAD, cookie false, certificate false, authorization false: read false>true',
      'preflight /orders/** globex',
      '  origin https://globex.example, method GET, requestHeaders none: preflight false>true',
      '  origin https://globex.example, method HEAD, requestHeaders none: preflight false>true',
    ],
  },
  {
    name: 'conditions on one claim, where one of them names the origin of the request',
    before: orders({ grants: [grant({ when: { claims: { '/x': '{origin}' } } })] }),
    after: orders({ grants: [grant({ when: { claims: { '/x': 'https://app.example.com' } } })] }),
    regions: [],
  },
  {
    name: 'an open resource that loses a header',
    before: orders({ sensitivity: 'public', grants: [anyone({ exposeHeaders: ['etag'] })] }),
    after: orders({ sensitivity: 'public', grants: [anyone()] }),
    regions: [
      'actual /orders/**',
      ...['unlisted', 'null', 'malformed', 'list', 'several'].flatMap((kind) => [
        `  origin ${kind}, method GET, authorization false: expose etag>`,
        `  origin ${kind}, method HEAD, authorization false: expose etag>`,
      ]),
    ],
  },
]
