import { expect, test } from 'vitest'
import { visible } from './visible-text.ts'

test('what cannot be seen is written out', () => {
  expect(visible('a\u202eb\u0000c\u200bd\u2028e\ud800')).toBe(
    'a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩d⟨U+2028⟩e⟨U+D800⟩',
  )
})

test('what can be seen stays', () => {
  const text = 'tab\tline\nGrüße 会社 👍 <b>&amp;</b>'
  expect(visible(text)).toBe(text)
})
