import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kindOf } from '../findings/codes.ts'
import { completionsAt } from './complete.ts'
import { diagnose } from './diagnose.ts'
import { applyChanges, openDocument } from './document.ts'
import { fixOf } from './fixes/fixes.ts'
import { hoverAt } from './hover.ts'
import { definitionsAt, referencesAt, rename } from './names.ts'
import { outlineOf } from './outline.ts'

const options = { environment: 'production', now: Date.parse('2098-11-22T12:00:00Z') }
const examples = join(import.meta.dirname, '../../../../examples')
const company = readFileSync(join(examples, 'company/policy.yaml'), 'utf8')
const broken = readFileSync(join(examples, 'broken/policy.yaml'), 'utf8')

const POLICY = `version: 1
self: [https://api.example.com]
origins:
  web:
    allow: [https://app.example.com, "https://*.preview.example.com"]
    owner: web-platform@example.com
    purpose: first-party applications
resources:
  - name: account
    match: [{ host: api.example.com, path: /v1/account/**, methods: [GET, PUT] }]
    sensitivity: internal
    grants:
      - origins: ["web"]
        methods: [GET]
      - { origins: [web], methods: [get, PUT] }
exceptions:
  - id: EX-1
    origin: https://debug.partner.example
    resource: account
    from: 2098-11-20T00:00:00Z
    until: 2098-11-28T00:00:00Z
    purpose: incident
    requestedBy: dev@example.com
    approvedBy: [lead@example.com]
`

/** The hover over the first (or a later) occurrence of a word. */
function hoverOn(text: string, word: string, from = 0): string | null {
  const at = text.indexOf(word, from)
  return hoverAt(openDocument(text, 'policy.yaml'), at + 1, options)?.markdown ?? null
}

test('a key shows its purpose, allowed values, an example and its rules', () => {
  const shown = hoverOn(POLICY, 'sensitivity')
  expect(shown).toContain('**`sensitivity`**: one of `public`, `internal`')
  expect(shown).toContain('The cost of a leak')
  expect(shown).toContain('- `restricted`: no `*`')
  expect(shown).toContain('Decision rules: D8, D17')
  expect(hoverOn(POLICY, 'methods', POLICY.indexOf('grants'))).toContain('Example: `[GET, POST]`')
})

test('an enumerated value shows its meaning, other values the purpose of their key', () => {
  expect(hoverOn(POLICY, 'internal')).toBe('**`internal`**: known origins only: no `*`')
  expect(hoverOn(POLICY, 'GET', POLICY.indexOf('grants'))).toContain(
    '**`methods`**: a list of strings',
  )
})

test('a set shows its owner, its origins and where it is granted, at its definition and its references', () => {
  const shown = hoverOn(POLICY, 'web:')
  for (const text of [
    'an origin set of 2 entries',
    'Purpose: `first-party applications`',
    'Owner: `web-platform@example.com`',
    '- `https://*.preview.example.com`',
    'Granted on `account`',
  ]) {
    expect(shown).toContain(text)
  }
  expect(hoverOn(POLICY, 'web]', POLICY.indexOf('{ origins'))).toBe(shown)
})

test('a resource shows its requests and its sensitivity', () => {
  const shown = hoverOn(POLICY, 'account\n    from')
  expect(shown).toContain('**`account`**: a resource with 2 grants')
  expect(shown).toContain('- `GET PUT api.example.com/v1/account/**`')
})

test('a finding is shown first, with its reason and its fix', () => {
  const shown = hoverOn(POLICY, 'get')
  expect(shown).toMatch(/^\*\*warning MQ-167\*\*/)
  expect(shown).toContain('Fix: Write `GET`.')
})

test('text of the document cannot become a link or leave its code span', () => {
  const text = POLICY.replace('first-party applications', '"`](https://evil.example) \\u202e <b>"')
  expect(hoverOn(text, 'web:')).toContain('`ˋ](https://evil.example) \ufffd <b>`')
})

test('go to definition works for sets and resources', () => {
  const document = openDocument(POLICY, 'policy.yaml')
  const at = (word: string, from: string): number => POLICY.indexOf(word, POLICY.indexOf(from)) + 1
  expect(definitionsAt(document, at('web', 'grants:')).map(({ scalar }) => scalar.start)).toEqual([
    POLICY.indexOf('web:'),
  ])
  expect(
    definitionsAt(document, at('account', 'exceptions')).map(({ scalar }) => scalar.start),
  ).toEqual([POLICY.indexOf('account')])
  expect(definitionsAt(document, at('lead@', 'exceptions'))).toEqual([])
  expect(referencesAt(document, at('web', 'origins'))).toHaveLength(3)
})

test('renaming changes every reference and nothing else, and keeps quotes', () => {
  const document = openDocument(POLICY, 'policy.yaml')
  const renamed = rename(document, POLICY.indexOf('web:') + 3, 'first-party')
  expect('changes' in renamed && applyChanges(POLICY, renamed.changes)).toBe(
    POLICY.replace('  web:', '  first-party:')
      .replace('"web"', '"first-party"')
      .replace('[web]', '[first-party]'),
  )
  const resource = rename(document, POLICY.indexOf('account'), 'me')
  expect('changes' in resource && applyChanges(POLICY, resource.changes)).toBe(
    POLICY.replace('name: account', 'name: me').replace('resource: account', 'resource: me'),
  )
})

test('a name that YAML would not read as a string gets quotes', () => {
  const renamed = rename(openDocument(POLICY, 'policy.yaml'), POLICY.indexOf('web:'), 'true')
  expect('changes' in renamed && renamed.changes.map(({ newText }) => newText)).toEqual([
    '"true"',
    '"true"',
    '"true"',
  ])
})

test('renaming refuses invalid and duplicate names, and offsets without a name', () => {
  const two = POLICY.replace(
    'resources:',
    '  other: { allow: [https://x.example], owner: a, purpose: b }\nresources:',
  )
  const document = openDocument(two, 'policy.yaml')
  const at = two.indexOf('web:')
  expect(rename(document, at, 'Web')).toMatchObject({
    refused: expect.stringContaining('lower-case'),
  })
  expect(rename(document, at, 'other')).toEqual({
    refused: 'duplicate name: another set is named `other`',
  })
  expect(rename(document, 0, 'x')).toMatchObject({
    refused: expect.stringContaining('only names of origin sets'),
  })
})

test('`*`, `@tenant` and origins are not names', () => {
  const text = POLICY.replace('["web"]', '["*", "@tenant", https://a.example]')
  const document = openDocument(text, 'policy.yaml')
  for (const word of ['"*"', '"@tenant"', 'https://a.example']) {
    expect(referencesAt(document, text.indexOf(word) + 1)).toEqual([])
    expect(rename(document, text.indexOf(word) + 1, 'x')).toHaveProperty('refused')
  }
})

test('the outline has the sets, resources, grants, tenants and exceptions in the order of the text', () => {
  const outline = outlineOf(openDocument(POLICY, 'policy.yaml'))
  expect(
    outline.map(({ name, children }) => [
      name,
      children.map((child) => [child.name, child.detail]),
    ]),
  ).toEqual([
    ['origins', [['web', 'first-party applications']]],
    ['resources', [['account', 'internal']]],
    ['exceptions', [['EX-1', 'account until 2098-11-28T00:00:00Z']]],
  ])
  const parts = outlineOf(openDocument(company, 'policy.yaml'))
  expect(parts.map(({ name, children }) => [name, children.length])).toEqual([
    ['origins', 18],
    ['resources', 50],
    ['tenants', 20],
    ['exceptions', 3],
  ])
  const every = (entries: typeof parts): typeof parts =>
    entries.flatMap((entry) => [entry, ...every(entry.children)])
  for (const { start, end, selection, name } of every(parts)) {
    expect(selection.start).toBeGreaterThanOrEqual(start)
    expect(selection.end).toBeLessThanOrEqual(end)
    expect(name).not.toBe('')
  }
})

test('each finding of the broken example has the range that it is about', () => {
  const document = openDocument(broken, 'policy.yaml')
  const shown = diagnose(document, options).map(
    ({ finding, start, end }) => `${kindOf(finding)} ${broken.slice(start, end)}`,
  )
  expect(shown).toMatchInlineSnapshot(`
    [
      "MQ-221 web",
      "MQ-140 trailing-slash https://app.example.com/",
      "MQ-140 upper-case HTTPS://Admin.example.com",
      "MQ-140 default-port https://shop.example.com:443",
      "MQ-140 missing-scheme partner.example",
      "MQ-159 "null"",
      "MQ-201 https://*.github.io",
      "MQ-217 https://*.github.io",
      "MQ-210 http://intranet.example.com",
      "MQ-401 partners",
      "MQ-173 2099-01-31",
      "MQ-406 name: account",
      "MQ-329 origins: ["*"]",
      "MQ-216 "*"",
      "MQ-202 true",
      "MQ-181 parnters",
      "MQ-225 [content-type, cookie]",
      "MQ-170 cookie",
      "MQ-178 2d",
      "MQ-121 name: account-again",
      "MQ-224 { path: "/v1/account/**" }",
      "MQ-120 sensitivty",
      "MQ-209 "*"",
      "MQ-226 id: EX-1",
      "MQ-407 id: EX-1",
      "MQ-227 2099-06-01T00:00:00Z",
      "MQ-410 dev@example.com",
      "MQ-411 [dev@example.com]",
    ]
  `)
})

test('duplicates are related to the first occurrence', () => {
  const text = POLICY.replace('methods: [GET]\n', 'methods: [GET, POST, GET]\n').replace(
    '[https://app.example.com,',
    '[https://app.example.com, https://app.example.com,',
  )
  const document = openDocument(`${text}unmatched: block\nunmatched: block\n`, 'policy.yaml')
  const related = diagnose(document, options).flatMap(({ finding, related: places }) =>
    places.map(({ start }) => [finding.code, document.text.slice(0, start).split('\n').length]),
  )
  expect(related).toEqual([
    ['MQ-305', 5],
    ['MQ-179', 14],
    ['MQ-107', 25],
  ])
})

test('the finding of an invalid text has a range in it', () => {
  const at = (text: string, file = 'policy.yaml'): string[] =>
    diagnose(openDocument(text, file), options).map(({ start, end }) => text.slice(start, end))
  expect(at('version: 1\nself: [a')).toEqual(['[a'])
  expect(at('{ "version": 1,', 'policy.json')).toEqual([','])
  expect(at('')).toEqual([''])
  expect(at('version: 1\n\tself: []')).toEqual(['\t'])
})

test('a byte order mark does not shift ranges', () => {
  const text = `\ufeff${POLICY.replace('version: 1', 'versoin: 1')}`
  const [first] = diagnose(openDocument(text, 'policy.yaml'), options)
  expect(text.slice(first?.start, first?.end)).toBe('versoin')
})

test('a policy test file has findings and fixes of its own schema', () => {
  const text =
    'policy: ./policy.yaml\ncases:\n  - name: a\n    url: /v1\n    expcet: { reach: true }\n'
  const document = openDocument(text, 'a.marque-test.yaml')
  const shown = diagnose(document, options).map(({ finding, start, end }) => [
    finding.code,
    text.slice(start, end),
  ])
  expect(shown).toContainEqual(['MQ-120', 'expcet'])
  const finding = diagnose(document, options).find((one) => one.finding.code === 'MQ-120')?.finding
  const fix = finding && fixOf(document, finding, options)
  expect(fix && applyChanges(text, fix.changes)).toBe(text.replace('expcet', 'expect'))
})

test('for any text and offset every feature answers with ranges inside the text', () => {
  const texts = [
    POLICY,
    broken,
    JSON.stringify({ version: 1, self: [], resources: [{ name: 'a' }] }, null, 1),
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(30),
      fc.oneof(
        fc.string({ maxLength: 5 }),
        fc.constantFrom('\r\n', '💥', '"', '[', '{', ': ', '- ', '\t', '\ufeff'),
      ),
      (text, seed, length, word) => {
        const at = seed % (text.length + 1)
        const edited = text.slice(0, at) + word + text.slice(at + length)
        const document = openDocument(edited, text.startsWith('{') ? 'policy.json' : 'policy.yaml')
        for (const { start, end, finding } of diagnose(document, options)) {
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(edited.length)
          fixOf(document, finding, options)
        }
        for (const offset of [0, at, at + word.length, edited.length]) {
          completionsAt(document, offset)
          hoverAt(document, offset, options)
          referencesAt(document, offset)
        }
        outlineOf(document)
      },
    ),
    { numRuns: 300 },
  )
})

test('renaming a resource or a set renames it in acknowledgements too', () => {
  const accepted = (at: string): string => `acknowledged:\n  - { code: MQ-309, at: ${at} }\n`
  for (const [name, at] of [
    ['account', POLICY.indexOf('account')],
    ['web', POLICY.indexOf('web:')],
  ] as const) {
    const text = `${POLICY}${accepted(name)}`
    const renamed = rename(openDocument(text, 'policy.yaml'), at, 'other')
    expect('changes' in renamed && applyChanges(text, renamed.changes)).toContain(accepted('other'))
  }
})
