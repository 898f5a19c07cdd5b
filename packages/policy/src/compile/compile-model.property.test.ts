import { bundleBytes, decide, digestOf, prepare, readBundle } from '@marque/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Model, ModelGrant, ModelSet } from '../read/model.ts'
import { exceptionOf, grantOf, matchOf, modelOf, resourceOf, setOf } from './build-model.cases.ts'
import { compileModel } from './write-bundle.ts'

const label = fc.constantFrom('a', 'b', 'c', 'shop', 'portal')
const origin = fc
  .tuple(
    fc.constantFrom('', '*.'),
    fc.array(label, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', ':8443', ':*'),
  )
  .map(([below, labels, port]) => `https://${below}${labels.join('.')}.example${port}`)
const exact = fc
  .array(label, { minLength: 1, maxLength: 3 })
  .map((labels) => `https://${labels.join('.')}.example`)
const allow = fc.array(origin, { maxLength: 6 })
const day = fc.constantFrom(null, Date.UTC(2098, 10, 1), Date.UTC(2099, 0, 1))
const names = ['web', 'partners', 'previews'] as const

const set = (name: string): fc.Arbitrary<ModelSet> =>
  fc
    .tuple(allow, day, fc.constantFrom(null, ['production'], ['staging', 'production']))
    .map(([origins, until, environments]) => setOf(name, origins, { until, environments }))

const grant: fc.Arbitrary<ModelGrant> = fc
  .record({
    origins: fc.oneof(
      fc.constant(['*']),
      fc.uniqueArray(fc.oneof(fc.constantFrom(...names, '@tenant'), origin), { maxLength: 4 }),
    ),
    methods: fc.uniqueArray(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'), {
      minLength: 1,
    }),
    requestHeaders: fc.uniqueArray(fc.constantFrom('x-a', 'x-b', 'authorization')),
    exposeHeaders: fc.uniqueArray(fc.constantFrom('etag', 'link')),
    credentials: fc.boolean(),
    read: fc.boolean(),
    token: fc.boolean(),
    from: fc.constantFrom(null, Date.UTC(2098, 5, 1)),
    until: day,
    roles: fc.constantFrom(undefined, ['reader', 'admin']),
  })
  .map(({ origins, credentials, token, requestHeaders, roles, ...more }) => {
    const any = origins.includes('*')
    return grantOf(origins, {
      ...more,
      credentials: credentials && !any,
      token,
      requestHeaders: token ? [...requestHeaders, 'marque-token'] : requestHeaders,
      when: roles === undefined || any ? null : { roles, claims: { '/org': '{tenant}' } },
    })
  })

const model: fc.Arbitrary<Model> = fc
  .record({
    sets: fc.tuple(set('web'), set('partners'), set('previews')),
    grants: fc.array(fc.array(grant, { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
    members: fc.tuple(set('acme'), set('globex')),
    tenancy: fc.constantFrom(
      null,
      { path: '/t/{tenant}/**' },
      { path: ['/o/{tenant}', '/t/{tenant}/**'] },
      { host: '{tenant}.api.example.com' },
    ),
    isolate: fc.boolean(),
    exceptions: fc.uniqueArray(exact, { maxLength: 3 }),
    lifetime: fc.constantFrom(undefined, 900_000),
  })
  .map(({ sets, grants, members, tenancy, isolate, exceptions, lifetime }) =>
    modelOf({
      sets,
      members,
      tenancy,
      context: { roles: { claim: 'roles' } },
      self: {
        everywhere: [
          { text: 'https://api.example.com', path: '' },
          { text: 'https://id.example.com', path: '' },
        ],
        byEnvironment: new Map(),
      },
      limits: {
        exceptionDuration: 0,
        credentialLifetime: lifetime === undefined ? {} : { public: lifetime },
      },
      resources: grants.map((list, at) =>
        resourceOf(`resource-${at}`, list, {
          sensitivity: 'public',
          isolate: isolate && at === 0,
          match: [
            matchOf(`/resource-${at}/**`),
            // Without `identify`, `{tenant}` in a match is refused (D15).
            matchOf(`/t/${tenancy === null ? '{id}' : '{tenant}'}/${at}`, {
              methods: ['PUT', 'GET'],
            }),
          ],
        }),
      ),
      exceptions: exceptions.map((text, at) => exceptionOf(`EX-${at}`, text, 'resource-0')),
    }),
  )

/** The same model with its maps and lists in other orders; grants keep theirs. */
function shuffled(value: Model, seed: number): Model {
  let state = seed
  const shuffle = <T>(list: readonly T[]): T[] => {
    const left = [...list]
    return list.map(() => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return left.splice(state % left.length, 1)[0]!
    })
  }
  const set = (one: ModelSet): ModelSet => ({ ...one, allow: shuffle(one.allow) })
  return {
    ...value,
    self: { ...value.self, everywhere: shuffle(value.self.everywhere!) },
    sets: shuffle(value.sets).map(set),
    members: shuffle(value.members).map(set),
    exceptions: shuffle(value.exceptions),
    resources: shuffle(value.resources).map((resource) => ({
      ...resource,
      match: shuffle(resource.match).map((match) => ({
        ...match,
        methods: match.methods === null ? null : shuffle(match.methods),
      })),
      grants: resource.grants.map((grant) => ({
        ...grant,
        sets: shuffle(grant.sets),
        inline: shuffle(grant.inline),
        methods: shuffle(grant.methods),
        requestHeaders: shuffle(grant.requestHeaders),
        exposeHeaders: shuffle(grant.exposeHeaders),
        when:
          grant.when?.roles === undefined
            ? grant.when
            : { ...grant.when, roles: shuffle(grant.when.roles) },
      })),
    })),
  }
}

const environment = 'production'

test('the order of maps and lists changes no byte', () => {
  fc.assert(
    fc.property(model, fc.nat(), (value, seed) => {
      expect(digestOf(compileModel(shuffled(value, seed), { environment }))).toBe(
        digestOf(compileModel(value, { environment })),
      )
    }),
  )
})

test('every bundle is read back, and written again it is the same bytes (libraries, case 67)', () => {
  fc.assert(
    fc.property(model, (value) => {
      const bytes = bundleBytes(compileModel(value, { environment }))
      const read = readBundle(bytes)
      if ('code' in read) throw new Error(`${read.code} ${read.path} ${read.message}`)
      expect(bundleBytes(read)).toEqual(bytes)
    }),
  )
})

test('the whole bundle answers its self-test as the focused one did', () => {
  fc.assert(
    fc.property(model, (value) => {
      const bundle = compileModel(value, { environment })
      const engine = prepare(bundle)
      for (const { in: input, out } of bundle.vectors) {
        const answer = decide(engine, input.request, input.context, input.moment)
        expect({ ...answer, detail: '' }).toEqual(out)
      }
    }),
  )
})
