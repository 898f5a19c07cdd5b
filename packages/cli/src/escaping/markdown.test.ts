import fc from 'fast-check'
import { expect, test } from 'vitest'
import { code, codeBlock, sentence } from './markdown.ts'

const spans: readonly (readonly [text: string, want: string])[] = [
  ['https://a.example', '`https://a.example`'],
  ['a`b', '``a`b``'],
  ['`a`', '`` `a` ``'],
  ['a``b`c', '```a``b`c```'],
  ['', '``(empty)``'],
  [' ', '``(empty)``'],
  [' a ', '`  a  `'],
  ['a\nb', '`a␊b`'],
]

for (const [text, want] of spans) {
  test(`the span of ${JSON.stringify(text)}`, () => expect(code(text)).toBe(want))
}

const sentences: readonly (readonly [text: string, want: string])[] = [
  ['only plain words, and a stop.', 'only plain words, and a stop.'],
  [
    'https://a.example (set web) may read GET /v1/**, as before',
    '`https://a.example` (set web) may read GET `/v1/**`, as before',
  ],
  ['the role is `reader`', 'the role is `reader`'],
  ['@everyone, look: <img src=x>', '`@everyone`, look: `<img src=x>`'],
  ['see GH-26 or #27 or deadbeef', 'see `GH-26` or `#27` or `deadbeef`'],
  ['# a heading', '`#` a heading'],
  ['(https://a.example)', '(`https://a.example`)'],
  ['`a|b` `c d`', '`a|b` `c d`'],
  ['`a``b`', '`a` `b`'],
  ['a`b @c', '``a`b @c``'],
]

for (const [text, want] of sentences) {
  test(`the sentence ${text}`, () => expect(sentence(text)).toBe(want))
}

test('in a table no text ends its cell', () => {
  expect(code('a|b', { inTable: true })).toBe('`a\\|b`')
  expect(sentence('x a|b', { inTable: true })).toBe('x `a\\|b`')
})

test('outside of code spans nothing is left that Markdown or a forge reads', () => {
  const unit = fc.constantFrom(...'ab1 @#`*_[]()<>|!~&:/.\\-+={}\n\u001b')
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
      const rest = withoutSpans(sentence(`x ${text}`))
      expect(rest).not.toMatch(/[@#`*_[\]<>|!~&\\/+={}\p{Cc}]/u)
      expect(rest).not.toMatch(/\]\(/)
    }),
  )
})

test('a block ends where it is to end', () => {
  const lines = codeBlock(['a', '```', '````', 'b']).split('\n')
  expect([lines[0], lines.at(-1)]).toEqual(['`````text', '`````'])
})

/** Takes the code spans away as CommonMark finds them: a run of backticks up to the next run of the same length. */
function withoutSpans(text: string): string {
  let rest = ''
  for (let at = 0; at < text.length; ) {
    const [run = ''] = /^`+/.exec(text.slice(at)) ?? []
    if (run === '') {
      rest += text[at++]
      continue
    }
    const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(text.slice(at + run.length))
    if (close === null) return rest + text.slice(at)
    at += run.length + close.index + run.length
  }
  return rest
}
