import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { load } from '../load.ts'
import { checkTestFile } from './check-test-file.ts'
import { coverageOf } from './coverage.ts'
import { NOW, POLICY } from './policies.cases.ts'
import { everyRequest, policyDocument } from './policies.generate.cases.ts'
import { type PreparedPolicy, preparePolicy } from './prepare-policy.ts'
import { readTestFile } from './read-test-file.ts'
import { runCase } from './run-case.ts'
import { writeTestFile } from './write-test-file.ts'

const ACCEPTED = './policy.accepted.json'

const examples = join(import.meta.dirname, '..', '..', '..', '..', 'examples')

function preparedFor(policy: string, environment = 'production'): PreparedPolicy | null {
  return preparePolicy(load(policy, 'policy.yaml'), { environment, now: NOW }).prepared
}

/** Reads the written file as `marque test` does, and runs it. */
function runWritten(prepared: PreparedPolicy, text: string) {
  const loaded = load(text, 'policy.marque-test.yaml')
  const { file, findings } = readTestFile(loaded)
  expect(findings).toEqual([])
  expect(checkTestFile(file!, loaded, prepared)).toEqual([])
  return file!.cases.map((one) => runCase(prepared, one, file!.now!))
}

/** Writes a file and checks what must hold of every written file. */
function writeChecked(prepared: PreparedPolicy): string {
  const text = writeTestFile(prepared, {
    policy: './policy.yaml',
    accepted: ACCEPTED,
    now: NOW + 123,
  })
  const runs = runWritten(prepared, text)
  expect(runs.filter(({ differences }) => differences.length > 0)).toEqual([])
  const missed = coverageOf(prepared, runs).grants.filter(({ cases }) => cases === 0)
  for (const { resource, grant, exception } of missed) {
    const title = exception === null ? `Grant ${grant}` : `Exception ${exception}`
    const at = text.indexOf(`# ${title} of ${resource}`)
    expect(at).toBeGreaterThan(0)
    expect(text.slice(at).split('\n')[1]).toMatch(
      /^ {2}# no request of \S+ found that it grants: ./,
    )
  }
  return text
}

const files: readonly (readonly [name: string, policy: string])[] = [
  ['the policy of these tests', POLICY],
  ['minimal', readFileSync(join(examples, 'minimal/policy.yaml'), 'utf8')],
  ['company', readFileSync(join(examples, 'company/policy.yaml'), 'utf8')],
]

describe('the written file passes and covers every grant and set', () => {
  for (const [name, policy] of files) {
    for (const environment of ['production', 'staging']) {
      test(`${name}, ${environment}`, () => {
        const prepared = preparedFor(policy, environment)!
        const text = writeChecked(prepared)
        const { grants, sets } = coverageOf(prepared, runWritten(prepared, text))
        expect([...grants, ...sets].filter(({ cases }) => cases === 0)).toEqual([])
      })
    }
  }
})

test('each resource has granted and denied cases, with and without credentials', () => {
  const prepared = preparedFor(POLICY)!
  const runs = runWritten(
    prepared,
    writeTestFile(prepared, { policy: './p.yaml', accepted: ACCEPTED, now: NOW }),
  )
  for (const { name } of prepared.bundle.resources) {
    const own = runs.filter(({ got }) => got.resource === name)
    expect(
      own.some(({ got }) => got.reason.startsWith('granted') || got.reason === 'reach-only'),
    ).toBe(true)
    expect(own.some(({ got }) => !got.read && got.reason !== 'reach-only')).toBe(true)
    expect(new Set(own.map(({ case: one }) => one.credentials)).size).toBe(2)
  }
})

test('equal case names get the grant, and the token header is not written', () => {
  const prepared = preparedFor(
    POLICY.replace(
      'methods: [GET], when: { roles: [reader] } }',
      'methods: [GET], when: { roles: [reader] } }\n      - { origins: [partner], methods: [GET], when: { roles: [writer] } }',
    ),
  )!
  const text = writeChecked(prepared)
  expect(text).toContain('"partner: GET account, without credentials (grant 3)"')
  expect(text).toContain('context: { token: {')
  expect(text).not.toMatch(/^ {4}requestHeaders: .*marque-token/m)
})

test('the same policy gives the same bytes', () => {
  const prepared = preparedFor(POLICY)!
  const write = () => writeTestFile(prepared, { policy: './p.yaml', accepted: ACCEPTED, now: NOW })
  expect(write()).toBe(write())
})

test('a resource without grants has denied cases', () => {
  const prepared = preparedFor(`version: 1
self: [https://api.example.com]
resources: [{ name: hooks, match: [{ path: "/hooks/{id}" }], sensitivity: confidential, grants: [] }]
`)!
  const runs = runWritten(prepared, writeChecked(prepared))
  expect(runs.filter(({ got }) => got.resource === 'hooks')).toHaveLength(2)
})

test('a grant that cannot be reached gets a comment', () => {
  const prepared = preparedFor(`version: 1
self: [https://api.example.com]
origins:
  a: { allow: [https://a.example], owner: a@a.example, purpose: one }
resources:
  - { name: wide, match: [{ path: /x/** }], sensitivity: internal, grants: [{ origins: [a], methods: [PUT], read: false }] }
`)!
  const text = writeChecked(prepared)
  expect(text).toContain('# no request of a found that it grants: ')
})

test('a later grant behind one with a token and a condition is covered', () => {
  const prepared = preparedFor(`version: 1
self: [https://api.example.com]
context: { apiVersion: { claim: version } }
origins:
  a: { allow: [https://a.example], owner: a@a.example, purpose: one }
resources:
  - name: r
    match: [{ path: /r }]
    sensitivity: internal
    grants:
      - { origins: [a], methods: [GET], token: true, when: { apiVersion: [v2] } }
      - { origins: [a], methods: [GET], from: 2098-12-01T00:00:00Z }
`)!
  const { grants } = coverageOf(prepared, runWritten(prepared, writeChecked(prepared)))
  expect(grants.filter(({ cases }) => cases === 0)).toEqual([])
})

test('file names survive a round trip', () => {
  const prepared = preparedFor(POLICY)!
  for (const policy of [
    './p.yaml',
    './a: b #c.yaml',
    './"q".yaml',
    './ü\u2028\n.yaml',
    './true',
    './-x.yaml',
  ]) {
    const { file, findings } = readTestFile(
      load(writeTestFile(prepared, { policy, accepted: ACCEPTED, now: NOW }), 'x.yaml'),
    )
    expect(findings).toEqual([])
    expect(file?.policy).toBe(policy)
  }
})

test('F3: the cases are sent to the scheme and port of each own host', () => {
  const prepared = preparedFor(`version: 1
self: [https://api.example.com, http://intranet.example.com:8080]
origins:
  # An https page would send nothing to http (F1).
  web: { allow: [http://localhost:3000], owner: w@example.com, purpose: ours }
resources:
  - { name: a, match: [{ host: api.example.com, path: /a }], sensitivity: internal, grants: [{ origins: [web], methods: [GET] }] }
  - { name: b, match: [{ host: intranet.example.com, path: /b }], sensitivity: internal, grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }] }
`)!
  const runs = runWritten(prepared, writeChecked(prepared))
  const urls = runs.filter(({ got }) => got.resource === 'b').map(({ case: one }) => one.url)
  expect(new Set(urls)).toEqual(
    new Set(['http://intranet.example.com:8080/b', 'ws://intranet.example.com:8080/b']),
  )
  expect(prepared.bundle.vectors.map(({ in: { request } }) => request.url)).toContain(
    'http://intranet.example.com:8080/b',
  )
})

describe('names of cases', () => {
  const casesOf = (policy: string) => {
    const prepared = preparedFor(policy)!
    return runWritten(prepared, writeChecked(prepared)).map(({ case: one, got }) => ({
      ...one,
      got,
    }))
  }
  const catchAll = `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: w@example.com, purpose: ours }
resources:
  - { name: all, match: [{ path: /** }], sensitivity: internal, grants: [{ origins: [web], methods: [DELETE, GET, PUT] }] }
`

  test('where a resource matches every path, no case says that none does', () => {
    const cases = casesOf(catchAll)
    expect(cases.map(({ name }) => name)).toEqual([
      'a same-origin page: GET all',
      'a server, without Origin: GET all',
      'an unlisted origin: GET all, without credentials',
      'an unlisted origin: GET all, with credentials',
      'web: GET all, without credentials',
      'web: PUT all, without credentials',
      'web: GET all, with credentials',
      'web: PATCH all, without credentials',
    ])
    for (const { got } of cases) expect(got.resource).toBe('all')
    expect(new Set(cases.map(({ url }) => url))).toEqual(new Set(['/', '/no-such-resource']))
  })

  test('where resources match the shorter paths, a longer one is unmatched', () => {
    const cases = casesOf(catchAll.replace('/**', '"/{x}"'))
    const unmatched = cases.find(({ name }) => name.endsWith('no resource matches'))
    expect(unmatched).toMatchObject({ url: '/no-such-resource/no-such-resource' })
    expect(unmatched?.got.resource).toBeNull()
  })

  test('an unlisted origin tries what the first grant allows', () => {
    const cases = casesOf(catchAll.replace('[DELETE, GET, PUT]', '[POST]'))
    expect(cases.map(({ name }) => name).filter((name) => name.startsWith('an unlisted'))).toEqual([
      'an unlisted origin: POST all, without credentials',
      'an unlisted origin: POST all, with credentials',
    ])
  })

  test('no request is a case twice, and no name', () => {
    const company = readFileSync(join(examples, 'company/policy.yaml'), 'utf8')
    for (const policy of [POLICY, company, catchAll]) {
      const cases = casesOf(policy)
      const requests = cases.map(({ name, path, at, got, expect: wanted, ...request }) =>
        JSON.stringify(request),
      )
      expect(new Set(requests).size).toBe(cases.length)
      expect(cases.filter(({ name }) => /\(\d+\)$/.test(name)).length).toBeLessThan(5)
    }
  })
})

test('what a grant exposes and accepts is expected exactly', () => {
  const prepared = preparedFor(`version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: w@example.com, purpose: ours }
resources:
  - { name: a, match: [{ path: /a }], sensitivity: internal, grants: [{ origins: [web], methods: [PUT], requestHeaders: [x-b, x-a], exposeHeaders: [etag], credentials: true }] }
`)!
  const [run] = runWritten(prepared, writeChecked(prepared)).filter(
    ({ got }) => got.read && got.reason === 'granted',
  )
  expect(run?.case.expect).toMatchObject({
    exposeHeaders: ['etag'],
    requestHeaders: ['x-a', 'x-b'],
    credentials: true,
  })
})

/** Others by `MARQUE_SEED`. */
const SEED = Number(process.env.MARQUE_SEED ?? 20_261_130)

test('generated policies: the file passes, and grants that it does not cover cannot be reached', () => {
  let tried = 0
  let missed = 0
  fc.assert(
    fc.property(policyDocument, (document) => {
      const prepared = preparedFor(JSON.stringify(document))
      if (prepared === null) return
      tried++
      const { grants } = coverageOf(prepared, runWritten(prepared, writeChecked(prepared)))
      for (const { resource, grant, cases } of grants) {
        if (cases > 0) continue
        missed++
        for (const one of everyRequest(resource)) {
          const { allowedBy } = runCase(prepared, one, NOW)
          const isBy = allowedBy?.resource === resource && allowedBy.grant === grant
          if (isBy) throw new Error(`${resource}/${grant} is reached by ${JSON.stringify(one)}`)
        }
      }
    }),
    { numRuns: 100, seed: SEED },
  )
  expect(tried).toBeGreaterThan(40)
  expect(missed).toBeGreaterThan(5)
})
