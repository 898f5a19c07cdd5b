/** F33: the quick fix that acknowledges a warning, and what it leaves for the user to fill in. */
import { expect, test } from 'vitest'
import { grantsExample, withOrigins } from '../../catalogue/examples.ts'
import { applyChanges, findingsOf, openDocument } from '../document.ts'
import { acknowledgeFix } from './acknowledge.ts'

const options = { environment: 'production', now: Date.parse('2098-11-22T12:00:00Z') }
const EMPTY = 'why: "", by: "", until: ""'
const FILLED = 'why: "kiosks", by: "security@example.com", until: "2099-01-31T00:00:00Z"'
const slow = (more: readonly string[] = []): string =>
  grantsExample(['{ origins: [web], methods: [PUT], maxAge: 2h }'], { more })

function acknowledged(text: string, code: string, file = 'policy.yaml'): string | null {
  const document = openDocument(text, file)
  const finding = findingsOf(document, options).find((one) => one.code === code)
  if (finding === undefined) throw new Error(`no ${code}`)
  const fix = acknowledgeFix(document, finding)
  return fix && applyChanges(text, fix.changes)
}

const codesOf = (text: string, file = 'policy.yaml'): readonly string[] =>
  findingsOf(openDocument(text, file), options)
    .filter(({ severity }) => severity !== 'note')
    .map(({ code }) => code)

test.each([
  [
    'as a new key',
    slow(),
    'MQ-309',
    `acknowledged:\n  - { code: MQ-309, at: account, ${EMPTY} }\n`,
  ],
  [
    'without a line break at the end',
    slow().trimEnd(),
    'MQ-309',
    `\nacknowledged:\n  - { code: MQ-309, at: account, ${EMPTY} }\n`,
  ],
  [
    'at a set',
    withOrigins('http://a.example.com'),
    'MQ-317',
    `acknowledged:\n  - { code: MQ-317, at: web, ${EMPTY} }\n`,
  ],
])('F33: %s', (_, text, code, added) => {
  const fixed = acknowledged(text, code)
  expect(fixed).toBe(text + added)
  // The placeholders are errors until they are filled in; then the warning is gone.
  expect(codesOf(fixed ?? '')).toEqual(expect.arrayContaining(['MQ-173']))
  expect(codesOf((fixed ?? '').replace(EMPTY, FILLED))).toEqual([])
})

test('F33: behind the entries that there are', () => {
  const other = `- { code: MQ-404, at: web, ${FILLED} }`
  const text = slow(['acknowledged:', `  ${other}`])
  expect(acknowledged(text, 'MQ-309')).toBe(
    text.replace(`  ${other}\n`, `  ${other}\n  - { code: MQ-309, at: account, ${EMPTY} }\n`),
  )
  const flow = slow([`acknowledged: [{ code: MQ-404, at: web, ${FILLED} }]`])
  expect(acknowledged(flow, 'MQ-309')).toContain(
    `${FILLED} }, { code: MQ-309, at: account, ${EMPTY} }]`,
  )
})

test('F33: in JSON', () => {
  const text = JSON.stringify({
    version: 1,
    self: ['https://api.example.com'],
    resources: [
      {
        name: 'a',
        match: [{ path: '/a', methods: ['PSOT'] }],
        sensitivity: 'internal',
        grants: [],
      },
    ],
  })
  const fixed = acknowledged(text, 'MQ-357', 'policy.json') ?? ''
  expect(JSON.parse(fixed).acknowledged).toEqual([
    { code: 'MQ-357', at: 'a', why: '', by: '', until: '' },
  ])
})

test('errors, notes and warnings about no part with a name have none', () => {
  expect(acknowledged(withOrigins('"https://*.github.io"'), 'MQ-201')).toBeNull()
  expect(acknowledged(withOrigins('"https://*.example.com"'), 'MQ-319')).toBeNull()
  expect(acknowledged(`contact: nobody\n${slow()}`, 'MQ-414')).toBeNull()
})
