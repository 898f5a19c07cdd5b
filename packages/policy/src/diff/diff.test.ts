import { type Bundle, decide, type Grant, prepare, type Resource } from '@marque/core'
import { describe, expect, test } from 'vitest'
import { compile } from '../check.ts'
import { load } from '../load.ts'
import type { Change } from './change.ts'
import { cases, policy } from './diff.cases.ts'
import { diff } from './diff.ts'
import { tenantCases } from './tenants.cases.ts'

function bundleOf(text: string): Bundle {
  const options = { environment: 'production', now: Date.UTC(2098, 10, 22) }
  const { bundle, findings } = compile(load(text, 'policy.yaml'), options)
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

const lineOf = ({ direction, aspect, what }: Change): string => `${direction} ${aspect}: ${what}`

describe('reported changes', () => {
  for (const { name, before, after, want } of [...cases, ...tenantCases]) {
    test(name, () => {
      const [old, now] = [bundleOf(before), bundleOf(after)]
      const { changes, undecided, verdict } = diff(old, now)
      expect(changes.map(lineOf)).toEqual(want)
      expect(undecided).toEqual([])
      const opens = want.some((line) => line.startsWith('wider'))
      const closes = want.some((line) => line.startsWith('tighter'))
      expect(verdict).toBe(
        opens && closes ? 'both' : opens ? 'wider' : closes ? 'tighter' : 'equal',
      )
      const [before1, after1] = [prepare(old), prepare(now)]
      for (const { witness } of changes) {
        const { request, context, moment } = witness.in
        expect(decide(before1, request, context, moment)).toEqual(witness.before)
        expect(decide(after1, request, context, moment)).toEqual(witness.after)
      }
    })
  }
})

const RESOURCES = `  - { name: a, match: [{ path: /a/** }], sensitivity: internal, grants: [{ origins: [web, acme], methods: [GET, PUT] }] }
  - { name: b, match: [{ path: /b/** }, { path: /c }], sensitivity: internal, grants: [{ origins: [previews] }] }
`

test('the order of origins, sets and resources in the document changes nothing', () => {
  const old = bundleOf(policy(RESOURCES.replace('[GET, PUT]', '[GET]')))
  const lines = RESOURCES.trimEnd().split('\n').toReversed().join('\n')
  const other = policy(`${lines}\n`)
    .replace('[web, acme]', '[acme, web]')
    .replace('[GET, PUT]', '[PUT, GET]')
    .replace('[{ path: /b/** }, { path: /c }]', '[{ path: /c }, { path: /b/** }]')
  const changes = diff(old, bundleOf(policy(RESOURCES))).changes
  expect(changes.map(lineOf)).toEqual([
    'wider read: https://app.example.com and https://portal.acme.example (sets acme and web) may read PUT /a/** without credentials',
  ])
  expect(diff(old, bundleOf(other)).changes.map(lineOf)).toEqual(changes.map(lineOf))
})

test('unchanged resources are listed', () => {
  const old = bundleOf(policy(RESOURCES))
  expect(diff(old, bundleOf(policy(RESOURCES.replace('[GET, PUT]', '[GET]')))).unchanged).toEqual([
    'b',
  ])
  expect(diff(old, old).unchanged).toEqual(['a', 'b'])
})

describe('who writes Timing-Allow-Origin, where no permission changes', () => {
  /** The grants of resource `a`, of which the first decides for both of its sets. */
  const withTiming = (...more: readonly boolean[]): Bundle => {
    const bundle = bundleOf(policy(RESOURCES))
    const resources = bundle.resources.map((resource): Resource => {
      const [grant] = resource.grants
      if (resource.name !== 'a' || grant === undefined) return resource
      return { ...resource, grants: [grant, ...more.map((timing) => ({ ...grant, timing }))] }
    })
    return { ...bundle, resources }
  }
  const notesOf = (before: Bundle, after: Bundle): readonly string[] => {
    const { verdict, notes } = diff(before, after)
    expect(verdict).toBe('equal')
    return notes.map(({ what }) => what.replace(/^.*?(?=; `Timing|$)/, ''))
  }
  const REMOVED =
    '; `Timing-Allow-Origin` headers of the application are removed from responses of `a`'
  const KEPT =
    '; `Timing-Allow-Origin` headers of the application are no longer removed from responses of `a`'

  test('a note for the grant that makes layers its author, and for the one that ceases to', () => {
    expect(notesOf(withTiming(), withTiming(true))).toEqual([REMOVED])
    expect(notesOf(withTiming(true), withTiming())).toEqual([KEPT])
    expect(notesOf(withTiming(false), withTiming(true))).toEqual([REMOVED])
    expect(notesOf(withTiming(true, true), withTiming()).every((one) => one === KEPT)).toBe(true)
  })

  test('no such note where the author stays', () => {
    expect(notesOf(withTiming(), withTiming(false))).toEqual([''])
    expect(notesOf(withTiming(true), withTiming(true, true))).toEqual([''])
    expect(notesOf(withTiming(true, true), withTiming(true))).toEqual([''])
  })
})

describe('parts that cost too much are undecided, and never equal', () => {
  const withGrants = (change: (grant: Grant) => readonly Grant[]): Bundle => {
    const bundle = bundleOf(policy(RESOURCES))
    const resources = bundle.resources.map(
      (resource): Resource => ({ ...resource, grants: resource.grants.flatMap(change) }),
    )
    return { ...bundle, resources, context: { roles: { claim: 'roles' } } }
  }

  test('too many requests', () => {
    const after = withGrants((grant) => [{ ...grant, methods: ['DELETE', 'GET'] }])
    const { verdict, undecided, unchanged } = diff(bundleOf(policy(RESOURCES)), after, {
      leaves: 5,
    })
    expect(verdict).toBe('undecided')
    expect(undecided.map(({ resource }) => resource)).toEqual(['a', 'b'])
    expect(undecided[0]?.why).toBe('it would take too many requests')
    expect(unchanged).toEqual([])
  })

  test('conditions with too many combinations', () => {
    const grants = (from: number): Bundle =>
      withGrants((grant) =>
        Array.from({ length: 12 }, (_, at) => ({
          ...grant,
          when: { roles: [`r${String(at + from).padStart(2, '0')}`] },
        })),
      )
    const { verdict, undecided } = diff(grants(0), grants(1))
    expect(verdict).toBe('undecided')
    expect(undecided.map(({ resource, why }) => `${resource}: ${why}`)).toEqual([
      'a: its conditions can hold in too many combinations',
      'b: its conditions can hold in too many combinations',
    ])
  })

  test('path patterns that overlap in too many ways', () => {
    const bundle = bundleOf(policy(RESOURCES))
    const [model] = bundle.resources
    const crossed = Array.from({ length: 300 }, (_, at) => [
      { path: `/{x}/b${at}`, name: `x${at}` },
      { path: `/a${at}/{y}`, name: `y${at}` },
    ]).flat()
    const resources = crossed
      .map(
        ({ path, name }): Resource => ({
          ...model!,
          name,
          match: [{ host: null, path, methods: null, encodedSlash: 'separator' }],
        }),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const before: Bundle = { ...bundle, resources }
    const after: Bundle = { ...before, unmatched: 'block' }
    // Where both match, the literal decides: there are as many samples as patterns.
    expect(diff(before, after)).toMatchObject({ verdict: 'tighter', undecided: [] })
    const { undecided, unchanged } = diff(before, after, { steps: 100 })
    expect(undecided).toEqual([
      { resource: null, why: 'the path patterns overlap in too many ways' },
    ])
    expect(unchanged).toEqual([])
  })
})

test('a set of many origins is one change', () => {
  const resource = (sets: string): string =>
    `  - { name: a, match: [{ path: /a }], sensitivity: internal, grants: [{ origins: ${sets}, credentials: true }] }\n`
  const origins = Array.from({ length: 500 }, (_, at) => `https://w${at}.example.com`)
  const many = `  many: { allow: [${origins.join(', ')}], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }\n`
  const { changes } = diff(
    bundleOf(policy(resource('[web]'), many)),
    bundleOf(policy(resource('[web, many]'), many)),
  )
  expect(changes.map(lineOf)).toEqual([
    'wider read: 500 origins of many may read GET /a with credentials',
  ])
  expect(changes[0]).toMatchObject({
    origin: '500 origins of many',
    origins: origins.toSorted(),
    paths: ['/a'],
    methods: ['GET', 'HEAD'],
    credentials: true,
    tenant: null,
    during: null,
    condition: null,
  })
})

test('a listed origin that is own at one of two hosts is none of any origin there', () => {
  const of = (enforce: string): Bundle =>
    bundleOf(`version: 1
self: [https://api.example.com, https://app.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours }
resources:
  - { name: a, match: [{ path: /a }], sensitivity: internal, enforce: ${enforce}, grants: [{ origins: [web], methods: [GET] }] }
`)
  const reads = diff(of('block'), of('headers')).changes.flatMap(({ classes }) =>
    classes.filter(
      ({ shape, own, methods }) =>
        shape === 'actual' && own.length === 0 && methods.includes('GET'),
    ),
  )
  expect(reads.length).toBeGreaterThan(0)
  // Where it is foreign, it reached the application before.
  for (const { origins } of reads) expect(origins).not.toBeNull()
})

test('an own origin that a pattern with any port holds is a sender at other hosts', () => {
  const of = (methods: string): Bundle =>
    bundleOf(`version: 1
self: [https://api.example.com, https://app.example.com]
origins:
  web: { allow: ["https://app.example.com:*"], owner: web@example.com, purpose: ours }
resources:
  - { name: a, match: [{ path: /a }], sensitivity: internal, grants: [{ origins: [web], methods: ${methods} }] }
`)
  const [old, now] = [of('[GET]'), of('[GET, PUT]')]
  const request = {
    method: 'PUT',
    url: 'https://api.example.com/a',
    headers: [['Origin', 'https://app.example.com']] as const,
  }
  expect(decide(prepare(old), request, {}, { now: 0 }).read).toBe(false)
  expect(decide(prepare(now), request, {}, { now: 0 }).read).toBe(true)
  const senders = diff(old, now).changes.flatMap(({ classes }) =>
    classes.flatMap(({ origins }) => origins ?? []),
  )
  expect(senders).toContain('https://app.example.com')
})

describe('F3: a proof has the scheme and port of the own host that it is sent to', () => {
  const of = (methods: string, self: string, match = '{ path: /v1/** }', env = 'production') => {
    const text = `version: 1
self: ${self}
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours }
resources:
  - { name: a, match: [${match}], sensitivity: internal, grants: [{ origins: [web], methods: ${methods} }] }
`
    const { bundle } = compile(load(text, 'policy.yaml'), { environment: env, now: 0 })
    if (bundle === null) throw new Error('invalid policy')
    return bundle
  }
  const proof = (before: Bundle, after: Bundle): string | undefined =>
    diff(before, after).changes.find(({ methods }) => methods.includes('PUT'))?.witness.in.request
      .url

  test.each([
    [
      '[http://intranet.example.com:8080]',
      '{ path: /v1/** }',
      'http://intranet.example.com:8080/v1',
    ],
    [
      '[https://api.example.com, http://intranet.example.com:8080]',
      '{ host: intranet.example.com, path: /v1/** }',
      'http://intranet.example.com:8080/v1',
    ],
    [
      '[https://api.example.org, http://intranet.example.com]',
      '{ host: "*.example.com", path: /v1/** }',
      'http://intranet.example.com/v1',
    ],
    // An https page cannot request the other one.
    [
      '[http://api.example.com, https://api.example.com]',
      '{ path: /v1/** }',
      'https://api.example.com/v1',
    ],
    [
      '[http://a.example.com:8080, https://z.example.com]',
      '{ path: /v1/** }',
      'https://z.example.com/v1',
    ],
  ])('%s, %s', (self, match, url) => {
    expect(proof(of('[GET]', self, match), of('[GET, PUT]', self, match))).toBe(url)
    expect(proof(of('[GET, PUT]', self, match), of('[GET]', self, match))).toBe(url)
  })

  test.each([
    ['http://intranet.example.com:8080', 'https://api.example.com'],
    ['http://api.example.com:8080', 'https://api.example.com:8080'],
    ['http://api.example.com', 'https://api.example.com'],
  ])('between environments, at %s', (dev, production) => {
    const self = `{ dev: [${dev}], production: [${production}] }`
    const [old, now] = [of('[GET]', self), of('[GET, PUT]', self, undefined, 'dev')]
    expect(proof(old, now)).toBe(`${dev}/v1`)
    const [back, forth] = [of('[GET]', self, undefined, 'dev'), of('[GET, PUT]', self)]
    expect(proof(back, forth)).toBe(`${production}/v1`)
  })
})
