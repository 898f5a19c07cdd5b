import { type Bundle, type Decision, decide, prepare } from '@marque/core'
import { nearMissOrigins } from '@marque/policy/requests'
import {
  APP,
  anyone,
  bundle,
  grant,
  list,
  match,
  NOW,
  PARTNER,
  resource,
} from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import type { PlanOptions } from './plan-options.ts'
import { planProbes } from './plan-probes.ts'
import type { Probe } from './probe.ts'

type Parts = Partial<Omit<Bundle, 'resources'>> & Pick<Bundle, 'resources'>

const bundleOf = ({ resources, ...part }: Parts): Bundle => bundle(resources, part)

const OPTIONS: PlanOptions = {
  now: NOW,
  seed: 1,
  maxProbes: 100_000,
  mutating: false,
  paths: [],
  throughCache: false,
  alsoKnown: [],
  withCredentials: false,
}

const planned = (of: Bundle, options: Partial<PlanOptions> = {}): readonly Probe[] =>
  planProbes(of, { ...OPTIONS, ...options }).probes

const decided = (of: Bundle, probe: Probe): Decision => decide(prepare(of), probe, {}, { now: NOW })

/** A probe in one line: kind, method, path, origin or role, preflight headers. */
const line = ({ kind, method, url, origin, headers }: Probe): string =>
  [
    kind,
    method,
    url.replace(/^https:\/\/api\.example\.com/, ''),
    origin.value ?? 'none',
    ...headers.filter(([name]) => name.startsWith('Access-Control')).map(([, value]) => value),
  ].join(' ')

const lines = (of: Bundle, options: Partial<PlanOptions> = {}): readonly string[] =>
  planned(of, options).map(line)

const STRANGER = 'https://stranger.invalid'

const web = { web: list([APP]) }

const one = bundleOf({
  sets: web,
  resources: [
    resource('orders', '/orders', {
      grants: [grant({ methods: ['GET', 'POST'], requestHeaders: ['content-type'] })],
    }),
  ],
})

describe('one resource', () => {
  test('the most telling probes come first', () => {
    expect(lines(one).slice(0, 4)).toEqual([
      `actual GET /orders ${APP}`,
      `actual GET /orders ${STRANGER}`,
      `preflight OPTIONS /orders ${APP} POST content-type`,
      `preflight OPTIONS /orders ${STRANGER} POST content-type`,
    ])
  })

  test('every near miss of the granted origin is asked for early', () => {
    const near = planned(one)
      .slice(0, 20)
      .filter(({ origin }) => origin.role === 'near-miss')
    expect(near.map(({ origin }) => origin.nearMiss?.fault)).toEqual([
      ...nearMissOrigins(APP).map(({ fault }) => fault),
      'matches-subdomains',
      'matches-suffix',
    ])
    expect(new Set(near.map(({ origin }) => origin.nearMiss?.of))).toEqual(new Set([APP]))
  })

  test('for each granted origin there is a near miss of each wrong comparison', () => {
    const origins = [APP, PARTNER, 'http://kiosk.example.com:3000', 'https://www.example.org']
    const several = bundleOf({
      sets: { web: list(origins.slice(0, 2)), others: list(origins.slice(2)) },
      resources: [resource('orders', '/orders', { grants: [grant({ sets: ['web', 'others'] })] })],
    })
    const asked = new Set(
      planned(several).map(({ origin }) => `${origin.nearMiss?.fault} ${origin.nearMiss?.of}`),
    )
    for (const origin of origins) {
      const faults = nearMissOrigins(origin).map(({ fault }) => fault)
      expect(faults).toHaveLength(8)
      for (const fault of faults) expect(asked).toContain(`${fault} ${origin}`)
    }
  })

  for (const probe of [
    `actual GET /orders null`,
    `actual GET /orders none`,
    `actual GET /orders https://api.example.com`,
    `actual GET /orders/ ${APP}`,
    `actual HEAD /orders ${APP}`,
    `options OPTIONS /orders ${APP}`,
    `options OPTIONS /orders ${STRANGER}`,
    `conditional GET /orders ${APP}`,
    `conditional GET /orders ${STRANGER}`,
    `preflight OPTIONS /orders ${APP} PUT content-type`,
    `preflight OPTIONS /orders ${APP} POST content-type,x-not-granted`,
    `preflight OPTIONS /orders ${APP} GET`,
    `preflight OPTIONS /orders null GET`,
    `websocket GET /orders ${STRANGER}`,
    `actual GET //orders ${APP}`,
    `actual GET /ORDERS ${APP}`,
    `actual GET /x/%2e%2e/orders ${APP}`,
    `actual GET /no-such-resource ${STRANGER}`,
    `preflight OPTIONS /no-such-resource ${APP} GET`,
  ]) {
    test(`asks ${probe}`, () => expect(lines(one)).toContain(probe))
  }

  test('a conditional probe names the earlier one with the same request', () => {
    const probes = planned(one, { withCredentials: true })
    const conditional = probes.filter(({ kind }) => kind === 'conditional')
    expect(conditional).toHaveLength(4)
    for (const probe of conditional) {
      const on = probes[probe.conditionalOn ?? -1]
      expect(on?.id).toBeLessThan(probe.id)
      expect({ ...on, kind: 'conditional', id: probe.id, conditionalOn: on?.id }).toEqual(probe)
    }
  })

  test('what changes data is counted and not sent', () => {
    const { probes, leftOut } = planProbes(one, OPTIONS)
    expect(probes.filter(({ method }) => method === 'POST')).toEqual([])
    expect(leftOut.mutating).toBeGreaterThan(0)
    expect(lines(one, { mutating: true })).toContain(`actual POST /orders ${APP}`)
  })
})

test('DELETE is sent where a path is named, and nowhere else', () => {
  const deletable = bundleOf({
    sets: web,
    resources: [resource('orders', '/orders/**', { grants: [grant({ methods: ['DELETE'] })] })],
  })
  const deleted = (options: Partial<PlanOptions>): readonly string[] =>
    planned(deletable, options)
      .filter(({ method }) => method === 'DELETE')
      .map(({ url }) => url)
  expect(deleted({ mutating: true })).toEqual([])
  const paths = ['/orders/17', 'https://api.example.com/orders/18']
  expect(deleted({ paths })).toEqual([])
  expect([...new Set(deleted({ paths, mutating: true }))].sort()).toEqual([
    'https://api.example.com/orders/17',
    'https://api.example.com/orders/18',
  ])
  const { leftOut } = planProbes(deletable, { ...OPTIONS, mutating: true })
  expect(leftOut['delete-without-path']).toBeGreaterThan(0)
})

test('a named path comes before others of its resource', () => {
  const subtree = bundleOf({ sets: web, resources: [resource('orders', '/orders/**')] })
  expect(lines(subtree, { paths: ['/orders/17?x=1'] })[0]).toBe(`actual GET /orders/17?x=1 ${APP}`)
  expect(lines(subtree, { paths: ['/elsewhere'] })).toContain(`actual GET /elsewhere ${APP}`)
  const paths = ['/orders/17', '/orders/18', '/orders/19']
  const plan = lines(subtree, { paths })
  const first = (text: string): number => plan.findIndex((line) => line.includes(text))
  for (const path of paths) expect(first(path)).toBeLessThan(first('no-such-resource'))
})

describe('credentials', () => {
  test('each probe with credentials goes without them too, and preflights only without', () => {
    const probes = planned(one, { withCredentials: true })
    const without = new Set(probes.filter((probe) => !probe.withCredentials).map(line))
    const added = probes.filter(({ withCredentials }) => withCredentials)
    expect(added.length).toBeGreaterThan(10)
    for (const probe of added) expect(without).toContain(line(probe))
    expect(added.filter(({ kind }) => kind === 'preflight')).toEqual([])
  })

  test('without any the plan is the one without them', () => {
    const probes = planned(one, { withCredentials: true })
    expect(
      probes
        .filter(({ withCredentials }) => !withCredentials)
        .map(line)
        .sort(),
    ).toEqual([...lines(one)].sort())
  })
})

test('origins of other resources, sets and tenants are asked for', () => {
  const two = bundleOf({
    tenancy: { path: '/t/{tenant}/**' },
    tenants: { acme: list(['https://acme.example']) },
    sets: { ...web, partners: list([PARTNER]), unused: list(['https://unused.example']) },
    resources: [
      resource('orders', '/orders'),
      resource('labels', '/labels', { grants: [grant({ sets: ['partners'] })] }),
    ],
  })
  const asked = planned(two).filter(
    ({ resource, origin }) => resource === 'orders' && origin.role === 'listed-elsewhere',
  )
  expect(new Set(asked.map(({ origin }) => origin.value))).toEqual(
    new Set([PARTNER, 'https://unused.example', 'https://acme.example']),
  )
})

test('origins whose grant or list has ended or not begun are asked for', () => {
  const dated = bundleOf({
    sets: {
      web: list([APP]),
      ended: list(['https://ended.example'], [], NOW),
      partners: list([PARTNER]),
      coming: list(['https://coming.example']),
    },
    resources: [
      resource('orders', '/orders', {
        grants: [
          grant({ sets: ['web', 'ended'] }),
          grant({ sets: ['partners'], until: NOW - 1 }),
          grant({ sets: ['coming'], from: NOW + 1 }),
        ],
      }),
    ],
  })
  const reasons = planned(dated)
    .slice(0, 20)
    .map((probe) => `${probe.kind} ${probe.origin.value} ${decided(dated, probe).reason}`)
  for (const kind of ['actual', 'preflight']) {
    expect(reasons).toContain(`${kind} https://ended.example expired`)
    expect(reasons).toContain(`${kind} ${PARTNER} expired`)
    expect(reasons).toContain(`${kind} https://coming.example not-yet-valid`)
  }
})

describe('tenants', () => {
  const tenants = { acme: list(['https://acme.example']), zeta: list(['https://zeta.example']) }

  for (const [how, tenancy, paths] of [
    ['path', { path: '/t/{tenant}/**' }, ['/t/{tenant}/orders/**']],
    ['host', { host: '{tenant}.example.com' }, ['/orders/**']],
  ] as const) {
    test(`by ${how}: each is asked for its own origins and those of another one`, () => {
      const of = bundleOf({
        self: how === 'host' ? ['https://{tenant}.example.com'] : ['https://api.example.com'],
        tenancy,
        tenants,
        resources: [
          resource(
            'orders',
            paths.map((path) => match(path)),
            {
              grants: [grant({ sets: [], tenant: true })],
            },
          ),
        ],
      })
      const found = new Set(
        planned(of).map((probe) => {
          const { tenant, reason } = decided(of, probe)
          return `${probe.kind} ${tenant} ${probe.origin.role} ${probe.origin.value} ${reason}`
        }),
      )
      for (const kind of ['actual', 'preflight']) {
        expect(found).toContain(`${kind} acme granted https://acme.example granted`)
        expect(found).toContain(`${kind} zeta granted https://zeta.example granted`)
        const foreign = 'listed-elsewhere https://zeta.example origin-not-granted'
        expect(found).toContain(`${kind} acme ${foreign}`)
      }
    })
  }
})

describe('API versions', () => {
  const versioned = (context: Bundle['context'], path: string): Bundle =>
    bundleOf({
      context,
      sets: { ...web, partners: list([PARTNER]) },
      resources: [
        resource('orders', path, {
          grants: [
            grant({ sets: ['partners'], when: { apiVersion: ['v1'] } }),
            grant({ sets: ['web'], when: { apiVersion: ['v2'] } }),
          ],
        }),
      ],
    })

  for (const [how, of] of [
    ['path', versioned({ apiVersion: { path: '/{apiVersion}/**' } }, '/{apiVersion}/orders')],
    ['header', versioned({ apiVersion: { header: 'api-version' } }, '/orders')],
  ] as const) {
    test(`in the ${how}: an origin is asked for at its version and at another one`, () => {
      const reasons = planned(of)
        .filter(({ kind, origin }) => kind === 'actual' && origin.value === PARTNER)
        .map((probe) => decided(of, probe).reason)
      expect(reasons).toContain('granted')
      expect(reasons).toContain('condition-unmet')
    })
  }
})

test('WebSocket handshakes are asked where they are granted, and by a stranger and an origin without that grant everywhere', () => {
  const of = bundleOf({
    sets: { ...web, partners: list([PARTNER]) },
    resources: [
      resource('live', '/live', { grants: [grant({ credentials: true, websocket: true })] }),
      resource('orders', '/orders', { grants: [grant({ sets: ['partners'] })] }),
    ],
  })
  const handshakes = planned(of).filter(({ kind }) => kind === 'websocket')
  const asked = (path: string): readonly (string | null)[] =>
    handshakes.filter(({ url }) => url.endsWith(path)).map(({ origin }) => origin.value)
  expect(asked('/live')).toEqual([
    STRANGER,
    APP,
    PARTNER,
    'null',
    ...nearMissOrigins(APP).map(({ origin }) => origin),
    'https://stranger.example.com',
    'https://strangerexample.com',
  ])
  expect(asked('/orders')).toEqual([STRANGER, PARTNER])
  expect(asked('/no-such-resource')).toEqual([STRANGER])
  for (const probe of handshakes) expect(decided(of, probe).kind).toBe('websocket')
})

test('an isolated resource is asked without an origin from another site', () => {
  const of = bundleOf({
    sets: web,
    resources: [resource('orders', '/orders', { isolate: true, enforce: 'block' })],
  })
  const reasons = planned(of)
    .filter(({ headers }) => headers.some(([name]) => name === 'Sec-Fetch-Site'))
    .map((probe) => decided(of, probe).reason)
  expect(reasons).toEqual([
    'cross-site-blocked',
    'cross-site-blocked',
    'not-cors',
    'not-cors',
    'path-ambiguous',
  ])
})

test('a grant for any origin is asked for by a stranger, a listed origin and none', () => {
  const of = bundleOf({
    sets: web,
    resources: [resource('assets', '/assets/**', { grants: [anyone()] })],
  })
  const roles = planned(of).map(({ origin }) => origin.role)
  expect(new Set(roles)).toEqual(new Set(['unlisted', 'listed-elsewhere', 'opaque', 'none', 'own']))
})

test('of a grant with a token the actual request is counted and its preflight sent', () => {
  const of = bundleOf({
    sets: web,
    resources: [resource('orders', '/orders', { grants: [grant({ token: true })] })],
  })
  const { probes, leftOut } = planProbes(of, OPTIONS)
  expect(leftOut.token).toBeGreaterThan(0)
  const reasons = probes
    .filter(({ origin }) => origin.value === APP)
    .map((probe) => decided(of, probe).reason)
  expect(reasons).toContain('token-required')
  expect(reasons).toContain('granted')
})

describe('patterns', () => {
  const of = bundleOf({
    sets: { web: list([], ['https://*.example.com:*']) },
    resources: [resource('orders', '/orders')],
  })

  test('two labels, another port and the host above are asked for', () => {
    const reasons = planned(of)
      .filter(({ kind, url }) => kind === 'actual' && url.endsWith('/orders'))
      .map((probe) => `${probe.origin.role} ${probe.origin.value} ${decided(of, probe).reason}`)
    expect(reasons).toContain('granted https://a.example.com granted')
    expect(reasons).toContain('granted https://a.b.example.com granted')
    expect(reasons).toContain('granted https://a.example.com:8443 granted')
    expect(reasons).toContain('near-miss https://example.com origin-not-granted')
  })
})

describe('sequences for a cache', () => {
  const of = bundleOf({
    sets: { web: list([APP, PARTNER]) },
    resources: [resource('orders', '/orders')],
  })

  test('one URL is asked by two origins in both orders, and by none', () => {
    const sequences = new Map<number, (string | null)[]>()
    for (const { sequence, origin, url } of planned(of, { throughCache: true })) {
      if (sequence === null) continue
      expect(url).toBe('https://api.example.com/orders')
      sequences.set(sequence, [...(sequences.get(sequence) ?? []), origin.value])
    }
    expect([...sequences.values()]).toEqual([
      [APP, STRANGER, null],
      [STRANGER, APP, null],
      [null, APP, STRANGER],
      [APP, PARTNER, null],
      [PARTNER, APP, null],
    ])
  })

  test('there are none without the option', () => {
    expect(planned(of).filter(({ sequence }) => sequence !== null)).toEqual([])
  })
})

describe('an earlier policy', () => {
  const earlier = bundleOf({
    sets: { ...web, partners: list([PARTNER]) },
    resources: [
      resource('orders', '/orders', { grants: [grant({ sets: ['web', 'partners'] })] }),
      resource('removed', '/removed'),
    ],
  })

  test('what only that one granted is asked for', () => {
    const asked = lines(one, { alsoKnown: [earlier] })
    for (const kind of ['actual GET', 'preflight OPTIONS']) {
      for (const where of [`/orders ${PARTNER}`, `/removed ${APP}`]) {
        const found = asked.filter((text) => text.startsWith(`${kind} ${where}`))
        expect(found.length).toBeGreaterThan(0)
        expect(lines(one)).not.toContain(found[0])
      }
    }
  })

  test('the same policy again adds nothing', () => {
    expect(lines(one, { alsoKnown: [one] })).toEqual(lines(one))
  })
})

describe('long lists', () => {
  const many = Array.from({ length: 5000 }, (_, at) => `https://o${at}.example`)
  const of = bundleOf({
    sets: { web: list(many), partners: list([PARTNER]) },
    resources: [
      resource('a-orders', '/orders'),
      resource('z-labels', '/labels', { grants: [grant({ sets: ['partners'] })] }),
    ],
  })

  test('do not drown other resources', () => {
    const probes = planned(of)
    expect(probes.length).toBeLessThan(1000)
    const early = probes.slice(0, 50).map((probe) => probe.resource)
    const share = early.filter((name) => name === 'z-labels').length
    expect(share).toBeGreaterThan(15)
  })

  test('give other origins for another seed, and always the first and the last', () => {
    const asked = (seed: number): readonly string[] => [
      ...new Set(
        planned(of, { seed })
          .filter(({ origin }) => origin.role === 'granted')
          .flatMap(({ origin }) => origin.value ?? []),
      ),
    ]
    expect(asked(1)).not.toEqual(asked(2))
    for (const seed of [1, 2]) {
      expect(asked(seed)).toContain([...many].sort()[0])
      expect(asked(seed)).toContain([...many].sort().at(-1))
    }
  })
})

test('a budget keeps the beginning of the whole plan and counts the rest', () => {
  const whole = planProbes(one, OPTIONS)
  const short = planProbes(one, { ...OPTIONS, maxProbes: 10 })
  expect(short.probes).toEqual(whole.probes.slice(0, 10))
  expect(short.leftOut['max-probes']).toBe(whole.probes.length - 10)
})

test('each request is planned once, with its place as its id', () => {
  const probes = planned(one, { withCredentials: true, throughCache: true })
  expect(probes.map(({ id }) => id)).toEqual(probes.map((_, at) => at))
  const keys = probes.map(({ method, url, headers, withCredentials, conditionalOn, sequence }) =>
    JSON.stringify([method, url, headers, withCredentials, conditionalOn, sequence]),
  )
  expect(new Set(keys).size).toBe(keys.length)
})
