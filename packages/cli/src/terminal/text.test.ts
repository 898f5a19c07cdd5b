import { expect, test } from 'vitest'
import { count, hanging, showable, width, wrap } from './text.ts'

const hidden: readonly (readonly [name: string, text: string, shown: string])[] = [
  ['plain text stays', 'https://a.example', 'https://a.example'],
  ['other scripts stay', 'bücher 例え', 'bücher 例え'],
  ['an escape sequence does not reach the terminal', 'a\u001b[31mb', 'a␛[31mb'],
  ['line breaks become visible', 'a\r\nb', 'a␍␊b'],
  ['a tab becomes visible', 'a\tb', 'a␉b'],
  ['delete becomes visible', '\u007f', '␡'],
  ['C1 controls, that are escapes to some terminals', 'a\u009b31m', 'a\ufffd31m'],
  ['a change of direction does not reorder the line', 'a\u202eb', 'a\ufffdb'],
  ['zero-width characters cannot hide', 'a\u200bb', 'a\ufffdb'],
  ['half of a surrogate pair', 'a\ud800', 'a\ufffd'],
]

for (const [name, text, shown] of hidden) {
  test(`showable: ${name}`, () => expect(showable(text)).toBe(shown))
}

const widths: readonly (readonly [text: string, columns: number])[] = [
  ['', 0],
  ['abc', 3],
  ['例え', 4],
  ['e\u0301', 1],
  ['🙂', 2],
]

for (const [text, columns] of widths) {
  test(`\`${text}\` takes ${columns} columns`, () => expect(width(text)).toBe(columns))
}

test('text breaks at spaces and a long word is left whole', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('a https://very-long.example/path b', 10)).toEqual([
    'a',
    'https://very-long.example/path',
    'b',
  ])
  expect(wrap('', 10)).toEqual([''])
})

test('lines after the first stand below the start of the text', () => {
  expect(hanging('why: ', 'aaaaaaaaaa bbbbbbbbbb cccc', 25)).toEqual([
    'why: aaaaaaaaaa',
    '     bbbbbbbbbb cccc',
  ])
})

test('nouns are counted', () => {
  expect([count(0, 'error'), count(1, 'error'), count(2, 'error')]).toEqual([
    '0 errors',
    '1 error',
    '2 errors',
  ])
})
