import type { Bundle, Grant } from '@marque/core'
import { describe, expect, test } from 'vitest'
import type { Model } from '../read/model.ts'
import { type Judgement, prepareJudgement } from '../rules/judgement.ts'
import { judgeEnvironment } from '../rules/sets.ts'
import {
  exceptionOf,
  grantOf,
  matchOf,
  modelOf,
  originOf,
  resourceOf,
  setOf,
} from './build-model.cases.ts'
import { writeBundle } from './write-bundle.ts'

const web = setOf('web', ['https://app.example.com'])
const previews = setOf('previews', ['https://*.preview.example.com'], { environments: ['staging'] })

const bundleOf = (more: Partial<Model>, environment = 'production'): Bundle =>
  writeBundle(modelOf(more), environment)
const grantsOf = (more: Partial<Model>, environment?: string): readonly Grant[] =>
  bundleOf(more, environment).resources[0]!.grants

test('an empty policy is a whole bundle', () => {
  expect(bundleOf({})).toEqual({
    format: 'marque-bundle/1',
    environment: 'production',
    contact: null,
    self: ['https://api.example.com'],
    unmatched: 'headers',
    context: {},
    tenancy: null,
    sets: {},
    tenants: {},
    resources: [],
    staleAfter: {
      public: null,
      internal: 86_400_000,
      confidential: 86_400_000,
      restricted: 14_400_000,
    },
    vectors: [],
  })
})

describe('sets', () => {
  test('only those that a grant uses are in the bundle', () => {
    const { sets } = bundleOf({
      sets: [web, setOf('unused', ['https://unused.example'])],
      resources: [resourceOf('a', [grantOf(['web'])])],
    })
    expect(sets).toEqual({ web: { exact: ['https://app.example.com'], patterns: [], until: null } })
  })

  test('a set of another environment is in neither the bundle nor the grant, and the grant keeps its place', () => {
    const more = {
      sets: [web, previews],
      resources: [resourceOf('a', [grantOf(['previews']), grantOf(['web'])])],
    }
    expect(bundleOf(more).sets).not.toHaveProperty('previews')
    expect(grantsOf(more).map(({ sets }) => sets)).toEqual([[], ['web']])
    expect(grantsOf(more, 'staging').map(({ sets }) => sets)).toEqual([['previews'], ['web']])
  })

  test('an origin or pattern in a grant is a set of its own, named by it', () => {
    const more = {
      sets: [web],
      resources: [resourceOf('a', [grantOf(['web', 'https://*.b.example', 'https://a.example'])])],
    }
    expect(grantsOf(more)[0]!.sets).toEqual(['https://*.b.example', 'https://a.example', 'web'])
    expect(bundleOf(more).sets['https://*.b.example']).toEqual({
      exact: [],
      patterns: ['https://*.b.example'],
      until: null,
    })
  })

  test('a set named like a member of every object is a set like others', () => {
    const more = {
      sets: [setOf('constructor', ['https://a.example'])],
      resources: [resourceOf('a', [grantOf(['constructor'])])],
    }
    expect(Object.entries(bundleOf(more).sets)).toMatchObject([
      ['constructor', { exact: ['https://a.example'] }],
    ])
    expect(grantsOf({ resources: [resourceOf('a', [grantOf(['constructor'])])] })[0]!.sets).toEqual(
      [],
    )
  })

  test('the end of a set travels with it', () => {
    const ending = setOf('acme', ['https://acme.example'], { until: 1_800_000_000_000 })
    const { sets } = bundleOf({ sets: [ending], resources: [resourceOf('a', [grantOf(['acme'])])] })
    expect(sets.acme!.until).toBe(1_800_000_000_000)
  })
})

describe('grants', () => {
  test('exceptions of the resource stand first, by start and id, with their origin as a set', () => {
    const day = 86_400_000
    const grants = grantsOf({
      sets: [web],
      resources: [resourceOf('a', [grantOf(['web'])])],
      exceptions: [
        exceptionOf('EX-3', 'https://three.example', 'a', { from: 2 * day }),
        exceptionOf('EX-2', 'https://two.example', 'a', { from: day }),
        exceptionOf('EX-1', 'https://one.example', 'a', { from: 2 * day }),
        exceptionOf('EX-4', 'https://four.example', 'a'),
        exceptionOf('EX-5', 'https://five.example', 'other'),
      ],
    })
    expect(grants.map(({ exception, sets }) => [exception, ...sets])).toEqual([
      ['EX-4', 'https://four.example'],
      ['EX-2', 'https://two.example'],
      ['EX-1', 'https://one.example'],
      ['EX-3', 'https://three.example'],
      [null, 'web'],
    ])
  })

  test('lists are sorted and unique', () => {
    const [grant] = grantsOf({
      resources: [
        resourceOf('a', [
          grantOf(['*'], {
            methods: ['POST', 'GET', 'POST'],
            requestHeaders: ['x-b', 'x-a'],
            exposeHeaders: ['etag', 'etag'],
          }),
        ]),
      ],
    })
    expect(grant).toMatchObject({
      any: true,
      sets: [],
      methods: ['GET', 'POST'],
      requestHeaders: ['x-a', 'x-b'],
      exposeHeaders: ['etag'],
    })
  })

  test('the smaller of the condition and the limit says how old a login may be, with credentials only', () => {
    const grants = grantsOf({
      sets: [web],
      limits: { exceptionDuration: 0, credentialLifetime: { internal: 900_000 } },
      resources: [
        resourceOf('a', [
          grantOf(['web'], { credentials: true }),
          grantOf(['web'], {
            credentials: true,
            when: { authenticatedWithin: 60_000, roles: ['b', 'a'] },
          }),
          grantOf(['web'], { credentials: true, when: { authenticatedWithin: 3_600_000 } }),
          grantOf(['web']),
        ]),
      ],
      exceptions: [exceptionOf('EX-1', 'https://one.example', 'a', { credentials: true })],
    })
    expect(grants.map(({ when }) => when)).toEqual([
      { authenticatedWithin: 900_000 },
      { authenticatedWithin: 900_000 },
      { roles: ['a', 'b'], authenticatedWithin: 60_000 },
      { authenticatedWithin: 900_000 },
      null,
    ])
  })

  test('the limit of another sensitivity says nothing', () => {
    const [grant] = grantsOf({
      sets: [web],
      limits: { exceptionDuration: 0, credentialLifetime: { restricted: 900_000 } },
      resources: [resourceOf('a', [grantOf(['web'], { credentials: true })])],
    })
    expect(grant!.when).toBeNull()
  })

  test('a condition that asks nothing is none, and choices of a claim have one order', () => {
    const when = {
      claims: { '/plan': ['pro', { b: 1, a: 2 }, 'basic', { a: 2, b: 1 }], '/org': '{tenant}' },
    }
    const grants = grantsOf({
      resources: [resourceOf('a', [grantOf([], { when: {} }), grantOf([], { when })])],
    })
    expect(grants[0]!.when).toBeNull()
    expect(grants[1]!.when).toEqual({
      claims: { '/plan': ['basic', 'pro', { a: 2, b: 1 }], '/org': '{tenant}' },
    })
  })
})

describe('resources', () => {
  test('are sorted by name, and `isolate` blocks', () => {
    const { resources } = bundleOf({
      resources: [resourceOf('b', [], { isolate: true }), resourceOf('a', [])],
    })
    expect(resources.map(({ name, enforce }) => [name, enforce])).toEqual([
      ['a', 'headers'],
      ['b', 'block'],
    ])
  })

  test('matches have one order and one spelling', () => {
    const match = [
      matchOf('/b/'),
      matchOf('/a', { methods: ['POST', 'GET'] }),
      matchOf('/b'),
      matchOf('/'),
    ]
    const [resource] = bundleOf({ resources: [resourceOf('a', [], { match })] }).resources
    const encodedSlash = 'separator'
    expect(resource!.match).toEqual([
      { host: null, path: '/', methods: null, encodedSlash },
      { host: null, path: '/a', methods: ['GET', 'POST'], encodedSlash },
      { host: null, path: '/b', methods: null, encodedSlash },
    ])
  })
})

describe('tenants', () => {
  const members = [
    setOf('globex', ['https://b.globex.example', 'https://a.globex.example']),
    setOf('acme', []),
  ]

  test('are in the bundle by name, with their origins as a list like others', () => {
    const { tenants } = bundleOf({ members, tenancy: { host: '{tenant}.api.example.com' } })
    expect(Object.keys(tenants)).toEqual(['acme', 'globex'])
    expect(tenants.globex!.exact).toEqual(['https://a.globex.example', 'https://b.globex.example'])
  })

  test('are left out where nothing tells a tenant', () => {
    expect(bundleOf({ members }).tenants).toEqual({})
  })
})

describe('self', () => {
  const self: Model['self'] = {
    everywhere: null,
    byEnvironment: new Map([
      ['staging', [originOf('https://b.example.com'), originOf('https://a.example.com')]],
    ]),
  }

  const judgementOf = (environment: string): Judgement =>
    prepareJudgement(modelOf({ self }), { environment, now: 0 })

  test('is the one of the environment', () => {
    expect(bundleOf({ self }, 'staging').self).toEqual([
      'https://a.example.com',
      'https://b.example.com',
    ])
    expect(judgeEnvironment(judgementOf('staging'))).toEqual([])
  })

  test('that does not name the environment is a finding, and never a bundle', () => {
    expect(judgeEnvironment(judgementOf('production'))).toMatchObject([
      { code: 'MQ-188', path: '/self', value: 'production' },
    ])
    expect(() => bundleOf({ self })).toThrow(TypeError)
  })
})
