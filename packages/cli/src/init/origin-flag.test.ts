import { expect, test } from 'vitest'
import { readOriginFlag } from './origin-flag.ts'

const meant: readonly (readonly [keyword: string, words: readonly string[]])[] = [
  ['credentials', ['credential', 'Credentials', 'CREDENTIALS', 'credentails', 'credentials-']],
  ['send-only', ['sendonly', 'send_only', 'SEND-ONLY', 'send-onyl']],
]

for (const [keyword, words] of meant) {
  for (const word of words) {
    test(`\`${word}\` is no header and no method: \`${keyword}\` is meant`, () => {
      expect(() => readOriginFlag(`https://app.example.com ${word}`)).toThrow(
        expect.objectContaining({ help: `did you mean \`${keyword}\`?` }),
      )
    })
  }
}

test('other header names are headers', () => {
  const { requestHeaders } = readOriginFlag('https://app.example.com x-credential authorization')
  expect(requestHeaders).toEqual(['x-credential', 'authorization'])
})
