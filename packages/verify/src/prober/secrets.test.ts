import type { HeaderLine } from '@marque/core'
import { expect, test } from 'vitest'
import { createRedactor, placeholder } from './secrets.ts'

const CREDENTIALS: readonly HeaderLine[] = [
  ['Authorization', 'Bearer aB3+xY/z9=k?&7'],
  ['Cookie', 'sid=q1w2e3r4t5; lang=en'],
  ['X-Api-Key', 'short'],
]
const none = (): boolean => false
const redactor = createRedactor(CREDENTIALS, none)

test('the variables are numbered in the order of the file', () => {
  expect([0, 1, 2].map(placeholder)).toEqual(['$TOKEN', '$TOKEN_2', '$TOKEN_3'])
})

const texts: readonly { readonly name: string; readonly text: string; readonly want: string }[] = [
  { name: 'a whole value', text: '<Bearer aB3+xY/z9=k?&7>', want: '<$TOKEN>' },
  { name: 'what is behind the scheme', text: 'token aB3+xY/z9=k?&7!', want: 'token $TOKEN!' },
  { name: 'another case', text: 'AB3+XY/Z9=K?&7', want: '$TOKEN' },
  { name: 'percent-encoded', text: encodeURIComponent('aB3+xY/z9=k?&7'), want: '$TOKEN' },
  {
    name: 'percent-encoded in lower case',
    text: encodeURIComponent('aB3+xY/z9=k?&7').toLowerCase(),
    want: '$TOKEN',
  },
  {
    name: 'base64',
    text: Buffer.from('Bearer aB3+xY/z9=k?&7').toString('base64'),
    want: '$TOKEN',
  },
  {
    name: 'base64url of the token',
    text: `x.${Buffer.from('aB3+xY/z9=k?&7').toString('base64url')}.y`,
    want: 'x.$TOKEN.y',
  },
  { name: 'all cookies', text: 'sid=q1w2e3r4t5; lang=en', want: '$TOKEN_2' },
  { name: 'one cookie', text: 'Set-Cookie: sid=q1w2e3r4t5', want: 'Set-Cookie: $TOKEN_2' },
  { name: 'the value of a cookie', text: 'q1w2e3r4t5', want: '$TOKEN_2' },
  { name: 'a short cookie is a word', text: 'lang=en, en', want: 'lang=en, en' },
  { name: 'a short value as a word', text: 'key: short.', want: 'key: $TOKEN_3.' },
  { name: 'a short value in a word', text: 'shortly', want: 'shortly' },
  { name: 'nothing', text: 'hello', want: 'hello' },
]
for (const { name, text, want } of texts) {
  test(`an echo is replaced: ${name}`, () => expect(redactor.text(text)).toBe(want))
}

test('the password of Basic is replaced, encoded and plain', () => {
  const value = `Basic ${Buffer.from('anna:p4ssw0rd-1').toString('base64')}`
  const { text } = createRedactor([['Authorization', value]], none)
  expect(text(`${value} anna:p4ssw0rd-1 p4ssw0rd-1`)).toBe('$TOKEN $TOKEN $TOKEN')
})

test('a JSON string is replaced with its escapes', () => {
  const { text } = createRedactor([['X-Key', 'a"quoted"value']], none)
  expect(text(JSON.stringify({ key: 'a"quoted"value' }))).toBe('{"key":"$TOKEN"}')
})

test('headers are replaced in names and values', () => {
  expect(
    redactor.headers([
      ['X-Echo', 'Bearer aB3+xY/z9=k?&7'],
      ['X-q1w2e3r4t5', 'short'],
      ['Access-Control-Allow-Headers', 'q1w2e3r4t5'],
    ]),
  ).toEqual([
    ['X-Echo', '$TOKEN'],
    ['X-$TOKEN_2', '$TOKEN_3'],
    ['Access-Control-Allow-Headers', '$TOKEN_2'],
  ])
})

test('headers of the policy keep what the probes themselves say, and what is too short to be told from chance', () => {
  const { headers } = createRedactor(
    [
      ['X-Tenant', 'acme-corp'],
      ['X-Beta', 'true'],
    ],
    (value) => value === 'acme-corp',
  )
  const lines: readonly HeaderLine[] = [
    ['Access-Control-Allow-Origin', 'https://acme-corp.example.com'],
    ['access-control-allow-credentials', 'true'],
  ]
  expect(headers([...lines, ['X-Tenant', 'acme-corp']])).toEqual([...lines, ['X-Tenant', '$TOKEN']])
})

test('without credentials, nothing is replaced', () => {
  const { headers, text, longest } = createRedactor([], none)
  expect([headers([['A', 'b']]), text('$TOKEN'), longest]).toEqual([[['A', 'b']], '$TOKEN', 0])
})
