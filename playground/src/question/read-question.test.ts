import { expect, test } from 'vitest'
import { EMPTY } from './form.ts'
import { readContext } from './read-context.ts'
import { readHeaderLines } from './read-header-lines.ts'
import { readInstant } from './read-instant.ts'
import { ASKED, instants, refused } from './read-question.cases.ts'
import { opensSocket, readQuestion } from './read-question.ts'

for (const { name, form, fields } of refused) {
  test(`${name} is refused at its field`, () => {
    const read = readQuestion({ ...EMPTY, ...ASKED, ...form }, 0)
    expect('problems' in read && read.problems.map(({ field }) => field)).toEqual(fields)
  })
}

for (const { text, want } of instants) {
  test(`${text} is ${want ?? 'no instant'}`, () => expect(readInstant(text)).toBe(want))
}

test('what can be asked is asked as it stands', () => {
  const origin = 'HTTPS://App.example.com/'
  const read = readQuestion(
    { ...EMPTY, ...ASKED, origin, method: 'patch', headers: 'X-A: 1 \n\n x-b:2\r\nx-c:' },
    7,
  )
  expect(read).toEqual({
    question: {
      page: {
        origin,
        method: 'patch',
        url: ASKED.url,
        headers: [
          ['X-A', '1'],
          ['x-b', '2'],
          ['x-c', ''],
        ],
        credentials: false,
      },
      context: {},
      now: 7,
    },
  })
})

test('the instant of the form goes before the clock', () => {
  const read = readQuestion({ ...EMPTY, ...ASKED, now: ' 2026-11-21T12:00:00Z ' }, 7)
  expect(read).toMatchObject({ question: { now: 1_795_262_400_000 } })
})

test('a context has each of its facts, and null is unknown', () => {
  const token = { id: '1', origin: 'https://a.example', resource: 'r', until: 5 }
  const text = JSON.stringify({
    tenant: null,
    apiVersion: 'v1',
    authenticatedAt: '1970-01-01T00:00:01Z',
    roles: ['a'],
    scopes: [],
    claims: { sub: 1 },
    token,
  })
  expect(readContext(text)).toEqual({
    context: {
      apiVersion: 'v1',
      authenticatedAt: 1000,
      roles: ['a'],
      scopes: [],
      claims: { sub: 1 },
      token: { ...token, tenant: null },
    },
  })
  expect(readContext('{"token":"invalid"}')).toEqual({ context: { token: 'invalid' } })
  expect(readContext('{"__proto__":{"roles":["admin"]}}')).toHaveProperty('wrong')
})

test('lines of headers are told apart, and the wrong one is named', () => {
  expect(readHeaderLines('a: 1\nb')).toEqual({ wrong: expect.stringContaining('line 2') })
})

test('a WebSocket is opened by its scheme', () => {
  expect(['ws://a', 'WSS://a', 'https://ws'].map(opensSocket)).toEqual([true, true, false])
})
