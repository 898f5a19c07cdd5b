import { expect, test } from 'vitest'
import { EMPTY, type Fragment, readFragment, withRelease, withUnreleased } from './changelog.ts'

const source = (head: string, text: string = 'A text\nin two lines.\n'): string =>
  `---\n${head}\n---\n\n${text}`

test('a fragment is read', () => {
  expect(readFragment(source('package: core\nkind: added'), ['core'])).toEqual({
    package: 'core',
    kind: 'added',
    text: 'A text\nin two lines.',
  })
})

test.each([
  ['no head', 'A text.', /^is not/],
  ['no text', source('package: core\nkind: added', ''), /^is not/],
  ['an unknown package', source('package: cores\nkind: added'), /`cores` is no published package/],
  ['an unknown kind', source('package: core\nkind: new'), /`new` is none of security, added/],
])('%s is a problem', (_, text, problem) => {
  expect(readFragment(text, ['core'])).toEqual({ problem: expect.stringMatching(problem) })
})

const fragments: readonly Fragment[] = [
  { package: 'gateway', kind: 'fixed', text: 'One\ntext.' },
  { package: 'core', kind: 'fixed', text: 'Two.' },
  { package: 'cli', kind: 'added', text: 'Three.' },
]
const BODY =
  '### Added\n\n- **cli**: Three.\n\n### Fixed\n\n- **core**: Two.\n- **gateway**: One text.\n'

test('what is unreleased is grouped by kind, and written again in its place', () => {
  const once = withUnreleased(EMPTY, fragments)
  expect(once).toContain(`## Unreleased\n\n${BODY}`)
  expect(withUnreleased(once, fragments)).toBe(once)
  expect(withUnreleased(once, [])).toBe(EMPTY)
})

test('a release stands above the one before it, and nothing is unreleased', () => {
  const first = withRelease(withUnreleased(EMPTY, fragments), fragments, '0.1.0', '2099-01-31')
  expect(first).toContain(`## 0.1.0 (2099-01-31)\n\n${BODY}`)
  expect(first).not.toContain('## Unreleased')
  const [fix] = fragments
  const second = withRelease(first, fix ? [fix] : [], '0.1.1', '2099-02-01')
  expect(second.indexOf('## 0.1.1')).toBeLessThan(second.indexOf('## 0.1.0'))
  expect(withUnreleased(second, []).match(/^## /gm)).toHaveLength(2)
})
