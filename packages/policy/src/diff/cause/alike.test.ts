import { bundle, grant, resource } from '@marque/testkit/bundles'
import { describe, expect, test } from 'vitest'
import type { Edit } from '../edits/index.ts'
import { alikeKey, ContentIds } from './alike.ts'
import { edit, grantEdit, joins } from './edits.cases.ts'

const ORIGIN = 'https://a.example.com'

const keys: readonly {
  readonly name: string
  readonly edits: readonly Edit[]
  readonly key: string | null
}[] = [
  { name: 'no candidate', edits: [], key: '' },
  { name: 'an edit of a grant', edits: [grantEdit(['web'])], key: 'own' },
  {
    name: 'edits of a grant and of a key of the resource',
    edits: [grantEdit(['web']), edit()],
    key: 'own,own',
  },
  {
    name: 'an origin joins a set: the edit itself counts',
    edits: [joins(ORIGIN), edit()],
    key: '0,own',
  },
  {
    name: 'an origin joins the directory of a tenant, which other places do not have',
    edits: [joins(ORIGIN, { list: { kind: 'tenant', name: 'acme' } })],
    key: null,
  },
  {
    name: 'an edit of a resource that does not decide',
    edits: [edit({ resources: new Set(['orders', 'other']) })],
    key: null,
  },
  {
    name: 'a match, which moves requests to another resource',
    edits: [edit({ kind: 'match-added' })],
    key: null,
  },
  { name: 'a key of the policy', edits: [edit({ kind: 'unmatched', resources: null })], key: null },
]

describe('candidates with the same effect at places with equal rules', () => {
  test.each(keys)('$name', ({ edits, key }) => {
    expect(alikeKey(edits, ['orders', 'orders'], (one) => edits.indexOf(one))).toBe(key)
  })

  test('a renamed resource has the names of both sides', () => {
    const edits = [edit({ resources: new Set(['old', 'new']) })]
    expect(alikeKey(edits, ['old', 'new'], () => 0)).toBe('own')
  })
})

test('resources have one number if they differ by name and matches only, on either side', () => {
  const texts = new Map<string, number>()
  const before = new ContentIds(
    bundle([
      resource('a', '/a/**'),
      resource('b', '/b/**'),
      resource('c', '/c/**', { enforce: 'block' }),
    ]),
    texts,
  )
  const after = new ContentIds(
    bundle([
      resource('a', '/x/**'),
      resource('b', '/b/**', { grants: [grant({ methods: ['PUT'] })] }),
    ]),
    texts,
  )
  expect(before.idOf('b')).toBe(before.idOf('a'))
  expect(before.idOf('c')).not.toBe(before.idOf('a'))
  expect(after.idOf('a')).toBe(before.idOf('a'))
  expect(after.idOf('b')).not.toBe(before.idOf('b'))
  expect([before.idOf(null), before.idOf('absent')]).toEqual([-1, -1])
})
