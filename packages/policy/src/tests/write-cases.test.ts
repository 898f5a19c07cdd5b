import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { load } from '../load.ts'
import { coverageOf } from './coverage.ts'
import { groundOf, type TestGround } from './ground.ts'
import { judgeCases } from './judge-cases.ts'
import { NOW, POLICY } from './policies.cases.ts'
import { everyRequest, policyDocument } from './policies.generate.cases.ts'
import { readCases } from './read-cases.ts'
import { runCase } from './run-case.ts'
import { writeCases } from './write-cases.ts'

const examples = join(import.meta.dirname, '..', '..', '..', '..', 'examples')

function groundFor(policy: string, environment = 'production'): TestGround | null {
  return groundOf(load(policy, 'policy.yaml'), { environment, now: NOW }).ground
}

/** Reads what was written, as `marque test` does, and runs it. */
function runWritten(ground: TestGround, text: string) {
  const loaded = load(text, 'policy.marque-test.yaml')
  const { file, findings } = readCases(loaded)
  expect(findings).toEqual([])
  expect(judgeCases(file!, loaded, ground)).toEqual([])
  return file!.cases.map((one) => runCase(ground, one, file!.now!))
}

/** What must hold of every first file. */
function holds(ground: TestGround): string {
  const text = writeCases(ground, { policy: './policy.yaml', now: NOW + 123 })
  const runs = runWritten(ground, text)
  expect(runs.filter(({ differences }) => differences.length > 0)).toEqual([])
  const missed = coverageOf(ground, runs).grants.filter(({ cases }) => cases === 0)
  for (const { resource, grant, exception } of missed) {
    const title = exception === null ? `Grant ${grant}` : `Exception ${exception}`
    const at = text.indexOf(`# ${title} of ${resource}`)
    expect(at).toBeGreaterThan(0)
    expect(text.slice(at).split('\n')[1]).toMatch(
      /^ {2}# no request of \S+ was found that it lets through: ./,
    )
  }
  return text
}

const files: readonly (readonly [name: string, policy: string])[] = [
  ['the policy of these tests', POLICY],
  ['minimal', readFileSync(join(examples, 'minimal/policy.yaml'), 'utf8')],
  ['company', readFileSync(join(examples, 'company/policy.yaml'), 'utf8')],
]

describe('a first file passes as written and reaches every grant and set', () => {
  for (const [name, policy] of files) {
    for (const environment of ['production', 'staging']) {
      test(`${name}, ${environment}`, () => {
        const ground = groundFor(policy, environment)!
        const text = holds(ground)
        const { grants, sets } = coverageOf(ground, runWritten(ground, text))
        expect([...grants, ...sets].filter(({ cases }) => cases === 0)).toEqual([])
      })
    }
  }
})

test('each resource has who may and who may not, with and without credentials', () => {
  const ground = groundFor(POLICY)!
  const runs = runWritten(ground, writeCases(ground, { policy: './p.yaml', now: NOW }))
  for (const { name } of ground.bundle.resources) {
    const own = runs.filter(({ got }) => got.resource === name)
    expect(
      own.some(({ got }) => got.reason.startsWith('granted') || got.reason === 'reach-only'),
    ).toBe(true)
    expect(own.some(({ got }) => !got.read && got.reason !== 'reach-only')).toBe(true)
    expect(new Set(own.map(({ case: one }) => one.credentials)).size).toBe(2)
  }
})

test('two cases that would have one name are told apart, and a token is not named twice', () => {
  const ground = groundFor(
    POLICY.replace(
      'methods: [GET], when: { roles: [reader] } }',
      'methods: [GET], when: { roles: [reader] } }\n      - { origins: [partner], methods: [GET], when: { roles: [writer] } }',
    ),
  )!
  const text = holds(ground)
  expect(text).toContain('"partner asks for account by GET, without credentials (2)"')
  expect(text).toContain('context: { token: {')
  expect(text).not.toContain('marque-token')
})

test('the same policy gives the same bytes', () => {
  const ground = groundFor(POLICY)!
  const write = () => writeCases(ground, { policy: './p.yaml', now: NOW })
  expect(write()).toBe(write())
})

test('a resource that nobody is granted has its strangers', () => {
  const ground = groundFor(`version: 1
self: [https://api.example.com]
resources: [{ name: hooks, match: [{ path: "/hooks/{id}" }], sensitivity: confidential, grants: [] }]
`)!
  const runs = runWritten(ground, holds(ground))
  expect(runs.filter(({ got }) => got.resource === 'hooks')).toHaveLength(2)
})

test('a grant that a more specific resource hides is said to be hidden', () => {
  const ground = groundFor(`version: 1
self: [https://api.example.com]
origins:
  a: { allow: [https://a.example], owner: a@a.example, purpose: one }
resources:
  - { name: wide, match: [{ path: /x/** }], sensitivity: internal, grants: [{ origins: [a], methods: [PUT], read: false }] }
`)!
  const text = holds(ground)
  expect(text).toContain('# no request of a was found that it lets through: ')
})

test('names of files are written so that they are read back', () => {
  const ground = groundFor(POLICY)!
  for (const policy of [
    './p.yaml',
    './a: b #c.yaml',
    './"q".yaml',
    './ü\u2028\n.yaml',
    './true',
    './-x.yaml',
  ]) {
    const { file, findings } = readCases(load(writeCases(ground, { policy, now: NOW }), 'x.yaml'))
    expect(findings).toEqual([])
    expect(file?.policy).toBe(policy)
  }
})

test('generated policies: the file passes, and what it does not reach nobody can reach', () => {
  let tried = 0
  let missed = 0
  fc.assert(
    fc.property(policyDocument, (document) => {
      const ground = groundFor(JSON.stringify(document))
      if (ground === null) return
      tried++
      const { grants } = coverageOf(ground, runWritten(ground, holds(ground)))
      for (const { resource, grant, cases } of grants) {
        if (cases > 0) continue
        missed++
        for (const one of everyRequest(resource)) {
          const { allowedBy } = runCase(ground, one, NOW)
          const isBy = allowedBy?.resource === resource && allowedBy.grant === grant
          if (isBy) throw new Error(`${resource}/${grant} is reached by ${JSON.stringify(one)}`)
        }
      }
    }),
    { numRuns: 100 },
  )
  expect(tried).toBeGreaterThan(40)
  expect(missed).toBeGreaterThan(5)
})
