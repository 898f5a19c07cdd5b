/** From generated access to policies, judged by the language and by the engine. */
import { coversMethod, decide, prepare, readPathPattern } from '@marque/core'
import { check, compile, load } from '@marque/policy'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Access,
  type AccessInput,
  coversPath,
  draftFromAccess,
  isDevelopmentOrigin,
  writeDraft,
} from '../src/index.ts'

const SELF = 'https://api.example.com'
const now = Date.UTC(2098, 10, 22)

const pattern = fc.constantFrom('/**', '/a', '/a/**', '/a/{x}', '/{y}/b', '/b/**', '/b/{z}/c')
const origin = fc.constantFrom(
  'https://app.example.com',
  'https://partner.example',
  'http://localhost:3000',
)
const access: fc.Arbitrary<Access> = fc.record({
  origin,
  paths: fc.uniqueArray(pattern, { minLength: 1, maxLength: 3 }),
  methods: fc.uniqueArray(fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE'), { minLength: 1 }),
  requestHeaders: fc.subarray(['authorization', 'x-a']),
  exposeHeaders: fc.subarray(['etag', 'x-b']),
  credentials: fc.boolean(),
  websocket: fc.constant(false),
  read: fc.boolean(),
  maxAge: fc.constantFrom(null, 5, 600),
  owner: fc.constantFrom('web@example.com', 'sales@example.com'),
  note: fc.constantFrom(null, '3 requests'),
})

const input: fc.Arbitrary<AccessInput> = fc.record({
  comments: fc.constant([]),
  schema: fc.constant('./policy-1.json'),
  self: fc.constant([SELF]),
  contact: fc.constant(null),
  access: fc.array(access, { maxLength: 5 }),
  paths: fc.uniqueArray(
    fc.record({
      path: pattern,
      sensitivity: fc.constantFrom('public' as const, 'confidential' as const),
    }),
    { maxLength: 3, selector: ({ path }) => path.replaceAll(/\{.\}/g, '{}') },
  ),
  pathNotes: fc.constant(new Map([['/a', '2 requests']])),
})

const PATHS = ['/', '/a', '/a/b', '/a/q', '/q/b', '/b/q/c', '/b/c', '/q/q/q']

test('a draft has no errors', () => {
  fc.assert(
    fc.property(input, (value) => {
      const text = writeDraft(draftFromAccess(value))
      for (const environment of ['production', 'development']) {
        const findings = check(load(text, 'policy.yaml'), { environment, now })
        expect(
          findings.filter(({ severity }) => severity === 'error'),
          text,
        ).toEqual([])
      }
    }),
    { numRuns: 200 },
  )
})

test('a draft grants no request that no access has, and a loopback origin nothing in production', () => {
  fc.assert(
    fc.property(input, (value) => {
      const text = writeDraft(draftFromAccess(value))
      for (const environment of ['production', 'development']) {
        const { bundle } = compile(load(text, 'policy.yaml'), { environment, now })
        if (bundle === null) throw new Error(text)
        const engine = prepare(bundle)
        for (const one of value.access) {
          for (const path of PATHS) {
            for (const method of ['GET', 'POST', 'DELETE']) {
              const { read, reason, headers } = decide(
                engine,
                { method, url: SELF + path, headers: [['Origin', one.origin]] },
                { tenant: null },
                { now },
              )
              if (!read || reason === 'granted-any') continue
              expect(environment === 'production' && isDevelopmentOrigin(one.origin)).toBe(false)
              const allowed = value.access.filter(
                (other) =>
                  other.origin === one.origin &&
                  other.read &&
                  coversMethod(other.methods, method) &&
                  other.paths.some((own) => coversPath(own, path)),
              )
              expect(allowed, `${text}\n${method} ${path} ${one.origin}`).not.toEqual([])
              const credentialed = headers.some(([name]) => /allow-credentials/i.test(name))
              if (credentialed) {
                const withCookies = value.access.filter(
                  (other) => other.origin === one.origin && other.credentials,
                )
                expect(withCookies).not.toEqual([])
              }
              // A confidential path is granted by name only.
              const guards = value.paths.filter(
                ({ path: guard, sensitivity }) =>
                  sensitivity === 'confidential' && coversPath(guard, path),
              )
              if (guards.length > 0) {
                expect(
                  allowed.some(({ paths }) => paths.some((own) => own !== '/**')) ||
                    guards.some((guard) => guard.path === '/**'),
                ).toBe(true)
              }
            }
          }
        }
      }
    }),
    { numRuns: 150 },
  )
})

test('patterns cover what they match', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['/**', '/a/{x}', true],
    ['/a/**', '/a', true],
    ['/a/{x}', '/a/b', true],
    ['/a/b', '/a/{x}', false],
    ['/a/{x}', '/a/**', false],
    ['/a', '/a/', true],
    ['/a/**', '/ab', false],
    ['/{x}/**', '/**', false],
    ['a', '/a', false],
  ]
  for (const [outer, inner, want] of cases) expect(coversPath(outer, inner)).toBe(want)
  expect(readPathPattern('/a/**')?.rest).toBe(true)
})
