import { expect, test } from 'vitest'
import { withOrigins } from '../catalogue/examples.ts'
import { compile, readPolicy } from '../check.ts'
import { kindOf } from '../findings/codes.ts'
import { load } from '../load.ts'
import { type MistakeCase, mistakeCases } from './read-model.cases.ts'

function write({
  top = {},
  grant = '',
  match = '',
}: Pick<MistakeCase, 'top' | 'grant' | 'match'>): string {
  const grantKeys = grant.startsWith('origins:') ? grant : `origins: [web]\n        ${grant}`
  const matchKeys = match.startsWith('path:') ? match : `path: /a/**\n        ${match}`
  const sound = {
    version: '1',
    self: '[https://api.example.com]',
    origins: '{ web: { allow: [https://app.example.com] } }',
    resources: `
  - name: account
    sensitivity: internal
    match:
      - ${matchKeys}
    grants:
      - ${grantKeys}`,
  }
  return Object.entries({ ...sound, ...top })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')
}

for (const { name, want, ...parts } of mistakeCases) {
  test(`each mistake has its code and its path: ${name}`, () => {
    const { findings } = readPolicy(load(write(parts), 'policy.yaml'))
    expect(findings.map((one) => `${kindOf(one)} ${one.path}`)).toEqual(want)
  })
}

test('a name given twice is found at the second', () => {
  const resource = '{ name: a, match: [{ path: /a }], sensitivity: internal, grants: [] }'
  const { findings } = readPolicy(
    load(write({ top: { resources: `[${resource}, ${resource}]` } }), 'p.yaml'),
  )
  expect(findings.map((one) => `${kindOf(one)} ${one.path}`)).toEqual(['MQ-183 /resources/1/name'])
})

test('all mistakes are reported at once, in document order', () => {
  const text = write({
    top: {
      self: '[https://api.example.com/]',
      origins: '{ web: { allow: [HTTPS://A.example, b.example], owner: 5 } }',
    },
    grant:
      'methods: [TRACE]\n        maxAge: 2d\n        requestHeaders: [cookie]\n        credential: true',
  })
  const { findings } = readPolicy(load(text, 'p.yaml'))
  expect(findings.map(kindOf)).toEqual([
    'MQ-140 trailing-slash',
    'MQ-140 upper-case',
    'MQ-140 missing-scheme',
    'MQ-122',
    'MQ-166',
    'MQ-178',
    'MQ-170',
    'MQ-120',
  ])
  const lines = findings.map(({ line }) => line)
  expect(lines).toEqual([...lines].sort((a, b) => (a ?? 0) - (b ?? 0)))
})

test('the position of a finding is that of its value', () => {
  const text = write({ grant: 'methods: [TRACE]\n        maxAge: 2d' })
  const lines = text.split('\n')
  for (const { line, column, value } of readPolicy(load(text, 'p.yaml')).findings) {
    expect(lines[(line ?? 0) - 1]?.slice((column ?? 0) - 1).startsWith(String(value))).toBe(true)
  }
})

test('a set with a wrong origin is still a set with that name', () => {
  const { model, findings } = readPolicy(
    load(
      write({ top: { origins: '{ web: { allow: [a.example, https://b.example] } }' } }),
      'p.yaml',
    ),
  )
  expect(findings.map(kindOf)).toEqual(['MQ-140 missing-scheme'])
  expect(model?.sets[0]?.allow.map(({ text }) => text)).toEqual(['https://b.example'])
  expect(model?.resources[0]?.grants[0]?.sets.map(({ name }) => name)).toEqual(['web'])
})

test('what is left out has the default of the language', () => {
  const { model } = readPolicy(load(write({}), 'p.yaml'))
  expect(model?.resources[0]).toMatchObject({
    enforce: 'headers',
    authentication: 'optional',
    isolate: false,
    resourcePolicy: null,
    match: [{ host: null, methods: null, encodedSlash: 'separator' }],
    grants: [
      {
        methods: ['GET'],
        requestHeaders: [],
        exposeHeaders: [],
        credentials: false,
        read: true,
        maxAge: 600,
        from: null,
        until: null,
        when: null,
      },
    ],
  })
  expect(model).toMatchObject({
    unmatched: 'headers',
    contact: null,
    limits: { exceptionDuration: 2_592_000_000 },
  })
})

test('values are kept as the engine wants them', () => {
  const { model } = readPolicy(
    load(
      write({
        grant: `methods: [get, PATCH]
        requestHeaders: [X-Trace]
        maxAge: 2h
        token: true
        until: 2099-01-31T01:00:00.5+01:00
        when: { authenticatedWithin: 15m, roles: [reader] }`,
      }),
      'p.yaml',
    ),
  )
  expect(model?.resources[0]?.grants[0]).toMatchObject({
    methods: ['GET', 'PATCH'],
    requestHeaders: ['x-trace', 'marque-token'],
    maxAge: 7200,
    until: Date.UTC(2099, 0, 31) + 500,
    when: { authenticatedWithin: 900_000, roles: ['reader'] },
  })
})

for (const sensitivity of ['confidential', 'restricted']) {
  test(`${sensitivity} resources block by default`, () => {
    const text = write({}).replace('internal', sensitivity)
    const { model } = readPolicy(load(text, 'p.yaml'))
    expect(model?.resources[0]?.enforce).toBe('block')
    expect(model?.unmatched).toBe('block')
  })
}

test('compiling reads the document once', () => {
  const loaded = load(withOrigins('https://app.example.com'), 'p.yaml')
  let reads = 0
  const counted = {
    ...loaded,
    get document() {
      reads++
      return loaded.document
    },
  }
  const { bundle, model } = compile(counted, { environment: 'production', now: 0 })
  expect([reads, bundle?.resources.length, model?.resources.length]).toEqual([1, 1, 1])
})
