import fc from 'fast-check'
import { expect, test } from 'vitest'
import { width } from '../terminal/text.ts'
import { excerpt } from './excerpt.ts'
import { sourceLines, spanLength } from './source-text.ts'

/** The excerpt with the mark under it, as it is shown. */
function shown(line: string, start: number, length: number, room: number): readonly string[] {
  const { text, offset, length: marked } = excerpt(line, start, length, room)
  return [text, ' '.repeat(offset) + '^'.repeat(marked)]
}

test('a line that fits is shown whole', () => {
  expect(shown('  - a: b', 4, 1, 20)).toEqual(['  - a: b', '    ^'])
})

test('tabs become spaces and the mark stays under its value', () => {
  expect(shown('\t- a\tb', 3, 1, 20)).toEqual(['    - a b', '      ^'])
})

test('the mark is as wide as what it marks', () => {
  expect(shown('a: 例え', 3, 2, 20)).toEqual(['a: 例え', '   ^^^^'])
})

test('a long line is cut on both sides', () => {
  const line = `${'a'.repeat(50)}BBB${'c'.repeat(50)}`
  expect(shown(line, 50, 3, 21)).toEqual(['…aaaaaaaBBBccccccccc…', '        ^^^'])
})

test('a long line is cut at its end where the mark is at its start', () => {
  expect(shown(`B${'c'.repeat(50)}`, 0, 1, 10)).toEqual([`${'Bccccccccc'.slice(0, 9)}…`, '^'])
})

test('a long value is cut and marked as far as it is shown', () => {
  expect(shown('x'.repeat(50), 0, 50, 10)).toEqual(['xxxxxxxxx…', '^^^^^^^^^'])
})

test('a mark after the end of the line is shown there', () => {
  expect(shown('abc', 3, 1, 10)).toEqual(['abc', '   ^'])
})

test('an excerpt never takes more room than there is, and its mark stands in it', () => {
  const characters = fc.array(
    fc.constantFrom('a', 'b', ' ', '\t', '例', '🙂', '\u001b', '\u0301'),
    { maxLength: 120 },
  )
  fc.assert(
    fc.property(
      characters,
      fc.nat(200),
      fc.nat(30),
      fc.integer({ min: 20, max: 80 }),
      (parts, place, length, room) => {
        const line = parts.join('')
        const {
          text,
          offset,
          length: marked,
        } = excerpt(line, Math.min(place, line.length), length, room)
        expect(width(text)).toBeLessThanOrEqual(room)
        expect(offset).toBeLessThanOrEqual(room)
        expect(offset + marked).toBeLessThanOrEqual(room + 1)
        expect(text).not.toMatch(/\p{Cc}/u)
      },
    ),
  )
})

const spans: readonly (readonly [name: string, rest: string, value: unknown, marked: string])[] = [
  ['a plain text', 'https://a.example # old', 'https://a.example', 'https://a.example'],
  ['a text that is quoted', '"https://a, b", x', 'https://a, b', '"https://a, b"'],
  ['a quote in quotes', '"a\\"b" x', 'a"b', '"a\\"b"'],
  ['single quotes', "'a' x", 'a', "'a'"],
  ['a number', '12, x', 12, '12'],
  ['a key', 'origins: [a]', ['a'], 'origins'],
  ['a list', '[a, [b]] # x', ['a', ['b']], '[a, [b]]'],
  ['a list that goes on below', '[a,  ', ['a'], '[a,'],
  ['an object', '{ a: b } x', { a: 'b' }, '{ a: b }'],
  ['nothing', '', undefined, ' '],
  [
    'a list without end, as far as it is looked at',
    `[${'a,'.repeat(9000)}`,
    ['a'],
    '['.padEnd(4096),
  ],
  ['a text that is written otherwise', 'a-b-c d', 'other', 'a-b-c'],
]

for (const [name, rest, value, marked] of spans) {
  test(`marked is ${name}`, () => {
    expect(spanLength(`  ${rest}`, 2, value as never)).toBe(marked.length)
  })
}

test('lines are found by number, whatever ends them', () => {
  const lineOf = sourceLines('a\r\n\nb\n')
  expect([0, 1, 2, 3, 4, 5].map(lineOf)).toEqual([undefined, 'a', '', 'b', '', undefined])
})
