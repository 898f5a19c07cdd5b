import { expect, test } from 'vitest'
import { COLOURED, inkFor, PLAIN, printed } from './page.ts'

const paragraphs = 'one\none\n\ntwo\ntwo\n\nthree\n\nsum\n'

test('a short text is shown whole, set in', () => {
  expect(printed(PLAIN, paragraphs, 100, 'more')).toBe(
    '   one\n   one\n\n   two\n   two\n\n   three\n\n   sum\n',
  )
})

test('a long one is cut between paragraphs, and keeps its sum', () => {
  expect(printed(PLAIN, paragraphs, 4, 'more')).toBe('   one\n   one\n\n   … 2 more\n\n   sum\n')
})

test.each([
  ['on a terminal', { isTTY: true }, {}, COLOURED],
  ['where NO_COLOR is set', { isTTY: true }, { NO_COLOR: '1' }, PLAIN],
  ['on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, PLAIN],
  ['in a pipe', {}, {}, PLAIN],
])('colour %s', (_, stream, env, want) => {
  expect(inkFor(stream, env)).toBe(want)
})
