/**
 * D9 by brute force: every origin, tenant, method, version and instant of a small world is tried on every pair of grants.
 *
 * The slow model is written from docs/rules.md and shares nothing with the rules but the types.
 */
import { readOrigin, readPattern } from '@marque/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Model, ModelGrant, ModelOrigin, ModelSet } from '../read/model.ts'
import { judge } from './index.ts'

const ORIGINS = [
  'https://a.test',
  'https://x.a.test',
  'https://y.x.a.test',
  'https://x.a.test:8443',
  'https://b.test',
  'http://x.a.test',
  'https://a.test:8443',
  'https://x-ab.a.test',
  'https://y.x-ab.a.test',
] as const
const PATTERNS = [
  'https://*-ab.a.test',
  'https://*-x-ab.a.test',
  'https://*.x-ab.a.test',
  'https://*-ab.a.test:*',
  'https://*.a.test',
  'https://*.x.a.test',
  'https://*.a.test:*',
  'https://a.test:*',
  'https://*.x.a.test:8443',
  'https://*.a.test:8443',
  'http://*.a.test',
] as const
/** Each combination of scheme, depth and port that some pattern tells apart. */
const WORLD = [
  ...ORIGINS,
  'https://y.x.a.test:8443',
  'https://x.a.test:9',
  'https://y.x.a.test:9',
  'https://a.test:9',
  'http://y.x.a.test',
  'https://z.a.test',
  'https://z.a.test:8443',
  'https://y-x-ab.a.test',
  'https://x-ab.a.test:8443',
  'https://x-ab.a.test:9',
  'https://y-x-ab.a.test:8443',
]
const METHODS = ['GET', 'HEAD', 'POST'] as const
const VERSIONS = ['v1', 'v2', null] as const
const INSTANTS = [0, 1, 2, 3] as const

function originOf(text: string): ModelOrigin {
  return {
    text,
    path: '/o',
    exact: readOrigin(text) ?? null,
    pattern: readPattern(text) ?? null,
  }
}

const instant = fc.option(fc.constantFrom(1, 2, 3), { nil: null, freq: 3 })
const origin = fc.constantFrom<string>(...ORIGINS, ...PATTERNS).map(originOf)

function setOf(name: string): fc.Arbitrary<ModelSet> {
  return fc.record({
    name: fc.constant(name),
    path: fc.constant(`/origins/${name}`),
    allow: fc.array(origin, { maxLength: 2 }),
    owner: fc.constant('o'),
    purpose: fc.constant('p'),
    reviewBy: fc.constant(null),
    until: instant,
    environments: fc.constantFrom(null, null, ['production'], ['staging']),
  })
}

const headers = fc.subarray(['x-a', 'authorization', '*'], { maxLength: 2 })

const grant: fc.Arbitrary<ModelGrant> = fc
  .record({
    any: fc.boolean(),
    tenant: fc.boolean(),
    names: fc.subarray(['p', 'q', 'r']),
    inline: fc.array(origin, { maxLength: 1 }),
    methods: fc.subarray([...METHODS], { minLength: 1, maxLength: 2 }),
    requestHeaders: headers,
    exposeHeaders: headers,
    credentials: fc.boolean(),
    read: fc.constantFrom(true, true, false),
    websocket: fc.boolean(),
    timing: fc.boolean(),
    maxAge: fc.constantFrom(0, 600),
    from: instant,
    until: instant,
    versions: fc.constantFrom(null, ['v1'], ['v2'], ['v1', 'v2']),
    roles: fc.boolean(),
  })
  .map(({ any, tenant, names, inline, versions, roles, ...rest }) => ({
    ...rest,
    path: '',
    any: any && names.length === 0,
    tenant: tenant && !(any && names.length === 0),
    sets: any && names.length === 0 ? [] : names.map((name) => ({ name, path: '' })),
    inline: any && names.length === 0 ? [] : inline,
    nullReach: false,
    token: false,
    when:
      versions === null && !roles
        ? null
        : { ...(versions !== null && { apiVersion: versions }), ...(roles && { roles: ['a'] }) },
    written: new Set<string>(),
  }))

const model: fc.Arbitrary<Model> = fc
  .record({
    sets: fc.tuple(setOf('p'), setOf('q'), setOf('r')),
    members: fc
      .tuple(setOf('t'), setOf('u'))
      .map((list) => list.map((set) => ({ ...set, environments: null }))),
    grants: fc.array(grant, { minLength: 2, maxLength: 3 }),
    versionsInPath: fc.boolean(),
  })
  .map(({ sets, members, grants, versionsInPath }) => ({
    self: { everywhere: [{ text: 'https://api.test', path: '/self/0' }], byEnvironment: new Map() },
    contact: null,
    context: {
      roles: { claim: 'roles' },
      apiVersion: versionsInPath ? { path: '/{apiVersion}/**' } : { header: 'v' },
    },
    sets,
    resources: [
      {
        name: 'r',
        path: '/resources/0',
        sensitivity: 'public',
        enforce: 'headers',
        owner: null,
        data: [],
        authentication: 'optional',
        isolate: false,
        resourcePolicy: null,
        match: [],
        grants: grants.map((one, at) => ({ ...one, path: `/resources/0/grants/${at}` })),
      },
    ],
    tenancy: { host: '{tenant}.api.test' },
    tenantLimits: { origins: 20, patterns: true },
    members,
    exceptions: [],
    requests: [],
    acknowledgements: [],
    unmatched: 'headers',
    limits: { exceptionDuration: 1, credentialLifetime: {} },
  }))

interface Question {
  readonly origin: string
  readonly tenant: string | null
  readonly method: string
  readonly version: string | null
  readonly now: number
}

function* questions(): Iterable<Question> {
  for (const origin of WORLD)
    for (const tenant of [null, 't', 'u'])
      for (const method of METHODS)
        for (const version of VERSIONS)
          for (const now of INSTANTS) yield { origin, tenant, method, version, now }
}

function inList(list: ModelSet, question: Question): boolean {
  if (list.until !== null && question.now >= list.until) return false
  return list.allow.some((entry) => isOne(entry, question.origin))
}

/** `*.` is one or more labels, `:*` any port: as a regular expression, unlike the code under test. */
function isOne(entry: ModelOrigin, origin: string): boolean {
  const expression = entry.text
    .replaceAll('.', '\\.')
    .replace('*\\.', '(?:[a-z-]+\\.)+')
    .replace('*-', '[a-z-]+-')
    .replace(':*', '(?::[0-9]+)?')
  return new RegExp(`^${expression}$`).test(origin)
}

function fits(model: Model, one: ModelGrant, question: Question): boolean {
  const { method, version, now } = question
  if (!one.methods.includes(method) && !(method === 'HEAD' && one.methods.includes('GET')))
    return false
  if (one.from !== null && now < one.from) return false
  if (one.until !== null && now >= one.until) return false
  const inPath = model.context.apiVersion !== undefined && 'path' in model.context.apiVersion
  const versions = one.when?.apiVersion
  if (inPath && versions !== undefined && (version === null || !versions.includes(version)))
    return false
  if (one.any) return true
  if (one.inline.some((entry) => isOne(entry, question.origin))) return true
  const here = (list: ModelSet): boolean =>
    list.environments === null || list.environments.includes('production')
  if (
    one.sets.some(({ name }) =>
      model.sets.some((list) => list.name === name && here(list) && inList(list, question)),
    )
  )
    return true
  return (
    one.tenant &&
    model.members.some((list) => list.name === question.tenant && inList(list, question))
  )
}

function gives(one: ModelGrant): ReadonlySet<string> {
  const rights = new Set<string>()
  if (one.credentials) rights.add('credentials')
  if (one.websocket) rights.add('websocket')
  if (one.timing) rights.add('timing')
  if (!one.read) return rights
  rights.add('read')
  if (one.maxAge > 0) rights.add('kept')
  for (const name of ['x-a', 'x-other', 'authorization']) {
    const names = one.requestHeaders
    if (names.includes(name) || (names.includes('*') && name !== 'authorization'))
      rights.add(`set ${name}`)
    if (one.exposeHeaders.includes(name) || one.exposeHeaders.includes('*'))
      rights.add(`get ${name}`)
  }
  return rights
}

test('a later grant is refused exactly where some request fits both and it gives more', () => {
  let refused = 0
  fc.assert(
    fc.property(model, (policy) => {
      const grants = policy.resources[0]!.grants
      const wanted = new Set<number>()
      const all = [...questions()]
      for (const [later, one] of grants.entries()) {
        for (const before of grants.slice(0, later)) {
          const held = gives(before)
          const more = [...gives(one)].some((right) => !held.has(right))
          if (
            more &&
            all.some((question) => fits(policy, before, question) && fits(policy, one, question))
          ) {
            wanted.add(later)
          }
        }
      }
      const found = judge(policy, { environment: 'production', now: 0 })
        .filter(({ code }) => code === 'MQ-225')
        .map(({ path }) => Number(path.split('/')[4]))
      refused += wanted.size
      expect(new Set(found)).toEqual(wanted)
    }),
    { numRuns: 400 },
  )
  // Guards the generator: both answers must be frequent.
  expect(refused).toBeGreaterThan(40)
})
