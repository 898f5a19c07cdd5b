import { load } from '@marque/policy'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameFrom, nameFromPath } from '../names/index.ts'
import type { Draft } from './draft.ts'
import { resourceKeys, writeDraft } from './write-draft.ts'

const empty: Draft = {
  comments: [],
  questions: [],
  schema: 'https://schema.example',
  self: ['https://api.example.com'],
  contact: null,
  sets: [],
  resources: [],
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((one) => one.isWellFormed() && !/\p{Cc}/u.test(one)),
  fc.constantFrom(
    'true',
    'null',
    '~',
    '1',
    '0x1f',
    '1e3',
    '2026-01-01',
    '10m',
    'a: b',
    'a #b',
    '- a',
    '@a',
    '`a`',
    '*',
    '[a]',
    '{a}',
    ' a',
    'a ',
    "it's",
    '"',
    'a,b',
    '?',
    '%a',
    '&a',
    '!a',
    '|',
    '>',
    'https://a.example:8080',
    'a:',
    '---',
    '...',
    '.5',
    '+1',
    '.inf',
    'NaN',
    '<<',
  ),
)

test('a written draft reads back as itself, whatever its texts', () => {
  fc.assert(
    fc.property(
      text,
      text,
      fc.array(text, { minLength: 1 }),
      fc.boolean(),
      (one, two, list, credentials) => {
        const draft: Draft = {
          ...empty,
          comments: [one],
          contact: two,
          sets: [{ name: 'web', comments: [two], keys: { allow: list, purpose: one } }],
          resources: [
            {
              name: one,
              comments: [two],
              match: list.map((path) => ({ host: one, path, methods: [two] })),
              sensitivity: 'internal',
              authentication: 'required',
              owner: two,
              data: list,
              grants: [
                {
                  origins: list,
                  methods: [one],
                  requestHeaders: [two],
                  exposeHeaders: [],
                  credentials,
                  more: { when: { claims: { [`k${one}`]: two } } },
                },
              ],
              proposal: null,
            },
          ],
        }
        const { document, findings } = load(writeDraft(draft), 'policy.yaml')
        expect(findings).toEqual([])
        expect(document).toEqual({
          version: 1,
          self: draft.self,
          contact: two,
          origins: { web: { allow: list, purpose: one } },
          resources: draft.resources.map(resourceKeys),
        })
      },
    ),
    { numRuns: 500 },
  )
})

test('texts cannot break out of comments', () => {
  const hostile = 'a\nself: [https://evil.example]\r\u0085\u2028b'
  const { document } = load(
    writeDraft({ ...empty, comments: [hostile], schema: hostile }),
    'policy.yaml',
  )
  expect(document).toEqual({ version: 1, self: empty.self, origins: {}, resources: [] })
})

test('names are derived from any text', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['User Accounts', 'user-accounts'],
    ['userAccounts', 'user-accounts'],
    ['Zürich & Genève', 'zurich-geneve'],
    ['1st', 'st'],
    ['例', undefined],
    ['', undefined],
    ['x'.repeat(80), 'x'.repeat(50)],
  ]
  for (const [from, want] of cases) expect(nameFrom(from)).toBe(want)
  expect(nameFromPath('/api/v1/{id}/users/{x}')).toBe('users')
  expect(nameFromPath('/v1')).toBe('api')
  expect(nameFromPath('/users/{x}', '/prod/users/{x}')).toBe('users')
  expect(nameFromPath('/{x}', '/prod/{x}')).toBe('prod')
})
