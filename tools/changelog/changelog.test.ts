import { expect, test } from 'vitest'
import { EMPTY, type Fragment, readFragment, withRelease, withUnreleased } from './changelog.ts'

const source = (head: string, text: string = 'A text\nin two lines.\n'): string =>
  `---\n${head}\n---\n\n${text}`

test('parses a fragment', () => {
  expect(readFragment(source('package: core\nkind: added'), ['core'])).toEqual({
    package: 'core',
    kind: 'added',
    text: 'A text\nin two lines.',
  })
})

test.each([
  ['no head', 'A text.', /^expected `---`/],
  ['no text', source('package: core\nkind: added', ''), /^expected `---`/],
  [
    'an unknown package',
    source('package: cores\nkind: added'),
    /`cores` is not a published package/,
  ],
  [
    'an unknown kind',
    source('package: core\nkind: new'),
    /unknown kind `new`; expected one of security, added/,
  ],
])('rejects a fragment with %s', (_, text, problem) => {
  expect(readFragment(text, ['core'])).toEqual({ problem: expect.stringMatching(problem) })
})

const fragments: readonly Fragment[] = [
  { package: 'gateway', kind: 'fixed', text: 'One\ntext.' },
  { package: 'core', kind: 'fixed', text: 'Two.' },
  { package: 'cli', kind: 'added', text: 'Three.' },
]
const BODY =
  '### Added\n\n- **cli**: Three.\n\n### Fixed\n\n- **core**: Two.\n- **gateway**: One text.\n'

test('groups unreleased changes by kind and replaces the existing section', () => {
  const once = withUnreleased(EMPTY, fragments)
  expect(once).toContain(`## Unreleased\n\n${BODY}`)
  expect(withUnreleased(once, fragments)).toBe(once)
  expect(withUnreleased(once, [])).toBe(EMPTY)
})

test('puts a release above the previous one and leaves the unreleased section empty', () => {
  const first = withRelease(withUnreleased(EMPTY, fragments), fragments, '0.1.0', '2099-01-31')
  expect(first).toContain(`## 0.1.0 (2099-01-31)\n\n${BODY}`)
  expect(first).not.toContain('## Unreleased')
  const [fix] = fragments
  const second = withRelease(first, fix ? [fix] : [], '0.1.1', '2099-02-01')
  expect(second.indexOf('## 0.1.1')).toBeLessThan(second.indexOf('## 0.1.0'))
  expect(withUnreleased(second, []).match(/^## /gm)).toHaveLength(2)
})
