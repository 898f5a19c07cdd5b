import { expect, test } from 'vitest'
import { isBundle } from './bytes.ts'

const files: readonly (readonly [name: string, text: string, want: boolean])[] = [
  ['a bundle', '{"contact":null,"format":"marque-bundle/1"}', true],
  ['a bundle of a later format', '{"format":"marque-bundle/2"}', true],
  ['an indented bundle', '\ufeff\n{\n  "a": [{}],\n  "format" : "marque-bundle/1"\n}', true],
  ['a bundle that is cut off', '{"contact":null,"format":"marque-bundle/1","self":["htt', true],
  [
    'a minified JSON policy whose first key is `contact`',
    '{"contact":"format: \\"marque-bundle/1\\"","version":1,"self":["https://api.example.com"],"resources":[]}',
    false,
  ],
  ['a policy in YAML', 'version: 1\n', false],
  ['a nested format', '{"a":{"format":"marque-bundle/1"}}', false],
  ['a format inside a string', '{"a":"\\"format\\":\\"marque-bundle/1"}', false],
  ['another format', '{"format":"other"}', false],
  ['a list', '[{"format":"marque-bundle/1"}]', false],
  ['a string without end', '{"a":"b\\', false],
  ['nothing', '', false],
]

for (const [name, text, want] of files) {
  test(`${name} is ${want ? '' : 'not '}a bundle`, () => {
    expect(isBundle(new TextEncoder().encode(text))).toBe(want)
  })
}
