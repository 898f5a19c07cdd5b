import { expect, test } from 'vitest'
import type { Bundle, Grant } from '../bundle/index.ts'
import { decide } from '../decide/index.ts'
import { prepare } from '../prepared/index.ts'
import type { RequestFacts } from '../request.ts'
import type { DecidedRequest } from './decided-request.ts'
import { DecisionCounts } from './decision-counts.ts'
import { metricsText } from './metrics-text.ts'

const NOW = 1_795_262_400_000
const APP = 'https://app.example.com'
const INLINE = 'https://inline.example.com'
const EXCEPTED = 'https://excepted.example.com'

const grant = (sets: readonly string[], more: Partial<Grant> = {}): Grant => ({
  exception: null,
  any: false,
  sets,
  tenant: false,
  methods: ['GET'],
  requestHeaders: [],
  exposeHeaders: [],
  credentials: false,
  read: true,
  nullReach: false,
  websocket: false,
  timing: false,
  token: false,
  maxAge: 600,
  from: null,
  until: null,
  when: null,
  ...more,
})

const list = (origin: string, until: number | null = null) => ({
  exact: [origin],
  patterns: [],
  until,
})

const BUNDLE: Bundle = {
  format: 'marque-bundle/1',
  environment: 'production',
  contact: null,
  self: ['https://api.example.com'],
  unmatched: 'block',
  context: {},
  tenancy: null,
  sets: {
    old: list(APP, NOW),
    web: list(APP),
    [INLINE]: list(INLINE),
    [EXCEPTED]: list(EXCEPTED),
  },
  tenants: {},
  resources: [
    {
      name: 'orders',
      sensitivity: 'internal',
      enforce: 'headers',
      authentication: 'optional',
      isolate: false,
      match: [{ host: null, path: '/orders/**', methods: null, encodedSlash: 'separator' }],
      resourcePolicy: null,
      grants: [
        grant([EXCEPTED], { exception: 'e1', until: NOW + 1_000 }),
        grant([INLINE]),
        grant(['old', 'web']),
      ],
    },
  ],
  staleAfter: { public: null, internal: null, confidential: null, restricted: null },
  vectors: [],
}

const engine = prepare(BUNDLE)

function decided(path: string, origin: string, method = 'GET'): DecidedRequest {
  const facts: RequestFacts = {
    method,
    url: `https://api.example.com${path}`,
    headers: [
      ['Origin', origin],
      ...(method === 'OPTIONS' ? [['Access-Control-Request-Method', 'GET'] as const] : []),
    ],
  }
  const moment = { now: NOW }
  const decision = decide(engine, facts, {}, moment)
  return { facts, context: {}, moment, engine, decision }
}

const linesAfter = (requests: readonly DecidedRequest[]): readonly string[] => {
  const counts = new DecisionCounts()
  for (const request of requests) counts.add(request)
  return metricsText(counts.families)
    .split('\n')
    .filter((line) => !line.startsWith('#') && line !== '')
}

test('F29: decisions are counted by reason, by resource, and by the grant and set that allowed them', () => {
  const lines = linesAfter([
    decided('/orders/1', APP),
    decided('/orders/2', APP),
    decided('/orders/2', APP, 'OPTIONS'),
    decided('/orders/1', 'https://evil.example'),
    decided('/other', 'https://evil.example'),
  ])
  expect(lines).toEqual([
    'marque_decisions_total{mode="enforce",kind="actual",reach="true",read="true",reason="granted"} 2',
    'marque_decisions_total{mode="enforce",kind="preflight",reach="false",read="true",reason="granted"} 1',
    'marque_decisions_total{mode="enforce",kind="actual",reach="true",read="false",reason="origin-not-granted"} 1',
    'marque_decisions_total{mode="enforce",kind="actual",reach="false",read="false",reason="resource-unmatched"} 1',
    'marque_resource_decisions_total{resource="orders",kind="actual",reach="true",read="false"} 1',
    'marque_resource_decisions_total{resource="orders",kind="actual",reach="true",read="true"} 2',
    'marque_resource_decisions_total{resource="orders",kind="preflight",reach="false",read="true"} 1',
    'marque_resource_decisions_total{resource="-",kind="actual",reach="false",read="false"} 1',
    'marque_grants_total{resource="orders",grant="1",set="web"} 3',
  ])
})

test('F29: no label holds an origin: not of a sender, of a set written inline, or of an exception', () => {
  const lines = linesAfter([
    decided('/orders/1', INLINE),
    decided('/orders/1', EXCEPTED),
    decided('/orders/1', 'https://evil.example'),
  ])
  expect(lines).toContain('marque_grants_total{resource="orders",grant="0",set="-"} 1')
  expect(lines).toContain('marque_grants_total{resource="orders",grant="-",set="-"} 1')
  for (const line of lines) expect(line).not.toContain('//')
})

test('F29: the number of series is bounded, also over many policies', () => {
  const counts = new DecisionCounts()
  for (let at = 0; at < 20_100; at++) {
    const request = decided('/orders/1', APP)
    const decision = { ...request.decision, resource: `r${at}` }
    counts.add({ ...request, decision })
  }
  const sizes = counts.families.map(({ visit }) => {
    let [series, total] = [0, 0]
    visit((_labels, count) => {
      series++
      total += count
    })
    return { series, total }
  })
  expect(sizes).toEqual([
    { series: 1, total: 20_100 },
    { series: 10_001, total: 20_100 },
    { series: 10_001, total: 20_100 },
  ])
})

test('names are escaped in the text', () => {
  const family = {
    name: 'x_total',
    type: 'counter' as const,
    help: 'X.',
    labelNames: ['a'],
    visit: (visitor: (labels: { readonly a: string }, count: number) => void) =>
      visitor({ a: '"\\\n' }, 1),
  }
  expect(metricsText([family])).toBe(
    '# HELP x_total X.\n# TYPE x_total counter\nx_total{a="\\"\\\\\\n"} 1\n',
  )
})
