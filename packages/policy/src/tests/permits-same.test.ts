import type { Bundle } from '@marque/core'
import { expect, test } from 'vitest'
import { type Difference, diff } from '../diff/index.ts'
import { load } from '../load.ts'
import { permitsSame } from './permits-same.ts'
import { NOW, POLICY } from './policies.cases.ts'
import { preparePolicy } from './prepare-policy.ts'

function bundleOf(text: string): Bundle {
  const { prepared } = preparePolicy(load(text, 'p.yaml'), { environment: 'production', now: NOW })
  if (prepared === null) throw new Error('invalid policy')
  return prepared.bundle
}

const accepted = bundleOf(POLICY)

function permits(after: Bundle, difference: Difference = diff(accepted, after)): boolean {
  return permitsSame(difference, accepted, after)
}

test('the policy itself permits the same', () => {
  expect(permits(structuredClone(accepted))).toBe(true)
})

const edits: readonly (readonly [name: string, text: string, by: string, same: boolean])[] = [
  ['a contact', 'contact: help@example.com', 'contact: cors@example.com', true],
  [
    'a set of another environment',
    'allow: [https://later.example]',
    'allow: [https://b.example]',
    true,
  ],
  [
    'an exposed header',
    'requestHeaders: [x-test]',
    'requestHeaders: [x-test], exposeHeaders: [etag]',
    false,
  ],
  ['less', 'methods: [GET, PATCH]', 'methods: [GET]', false],
  ['a name of a resource, which lockdowns and tokens use', 'name: callback', 'name: back', false],
]

test.each(edits)('%s', (_, text, by, same) => {
  expect(POLICY).toContain(text)
  expect(permits(bundleOf(POLICY.replaceAll(text, by)))).toBe(same)
})

test('what could not be compared does not permit the same', () => {
  const after = bundleOf(POLICY.replace('methods: [GET, PATCH]', 'methods: [GET, PUT]'))
  const difference = diff(accepted, after, { leaves: 5 })
  expect(difference.undecided).not.toEqual([])
  expect(permits(after, { ...difference, verdict: 'equal', changes: [], notes: [] })).toBe(false)
})
