import fc from 'fast-check'
import { expect, test } from 'vitest'
import { check } from './check.ts'
import { kindOf } from './findings/codes.ts'
import { load } from './load.ts'

const options = { environment: 'production', now: Date.UTC(2098, 10, 22) }
const codes = (text: string): readonly string[] => check(load(text, 'p.yaml'), options).map(kindOf)

const SOUND = `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: app }
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: internal
    grants: [{ origins: [web] }]
`

test('a sound policy has no findings', () => {
  expect(codes(SOUND)).toEqual([])
})

test('what is wrong with the text hides nothing of what is wrong with the meaning', () => {
  const text = SOUND.replace(
    'https://app.example.com',
    'https://app.example.com/, "https://*.co.uk"',
  ).replace('version: 1', 'version: 1\nversion: 1')
  expect(codes(text)).toEqual(['MQ-107', 'MQ-140 trailing-slash', 'MQ-201'])
})

test('a misspelt reference is reported once', () => {
  expect(codes(SOUND.replace('origins: [web]', 'origins: [wbe]'))).toEqual(['MQ-181'])
})

test('`self` that is missing or of the wrong type is reported once', () => {
  expect(codes(SOUND.replace('self: [https://api.example.com]\n', ''))).toEqual(['MQ-121'])
  expect(codes(SOUND.replace('[https://api.example.com]', 'x'))).toEqual(['MQ-122'])
  expect(codes(SOUND.replace('[https://api.example.com]', '{}'))).toEqual(['MQ-188'])
  expect(
    codes(SOUND.replace('[https://api.example.com]', '{ staging: [https://api.example.com] }')),
  ).toEqual(['MQ-188'])
})

const KEYS = [
  'origins',
  'allow',
  'resources',
  'match',
  'path',
  'host',
  'grants',
  'methods',
  'when',
  'claims',
  'tenants',
  'identify',
  'members',
  'exceptions',
  'limits',
  'self',
  'version',
  'web',
  'maxAge',
  'until',
  'sensitivity',
  'name',
  'context',
  'roles',
] as const
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<unknown>(
      null,
      true,
      1,
      -1,
      '',
      '*',
      '@tenant',
      'web',
      'https://a.example',
      'https://*.b.example',
      '/a/**',
      '{tenant}',
      'restricted',
      '2099-01-01T00:00:00Z',
      '10m',
      'GET',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 6 }),
  ),
}))

test('any document has findings or none, in the order of the text, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...KEYS), value), (document) => {
      const findings = check(load(JSON.stringify(document, null, 1), 'p.json'), options)
      const places = findings.map(({ line, column }) => (line ?? 0) * 10_000 + (column ?? 0))
      expect(places).toEqual([...places].sort((a, b) => a - b))
      for (const { message, why } of findings) {
        expect(message).toMatch(/^[^A-Z\s]/)
        expect(message).not.toMatch(/\n|\.$/)
        expect(why).not.toBe('')
      }
    }),
    { numRuns: 1000 },
  )
})
