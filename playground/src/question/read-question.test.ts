import { expect, test } from 'vitest'
import { EMPTY } from './form.ts'
import { readHeaderLines } from './read-header-lines.ts'
import { ASKED, refused } from './read-question.cases.ts'
import { opensSocket, readQuestion } from './read-question.ts'

for (const { name, form, fields } of refused) {
  test(`${name} is refused at its field`, () => {
    const read = readQuestion({ ...EMPTY, ...ASKED, ...form }, 0)
    expect('problems' in read && read.problems.map(({ field }) => field)).toEqual(fields)
  })
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

test('an empty context holds no facts, and `null` is none', () => {
  for (const context of ['', ' ', 'null', '{}']) {
    expect(readQuestion({ ...EMPTY, ...ASKED, context }, 7)).toMatchObject({
      question: { context: {} },
    })
  }
})

test('lines of headers are told apart, and the wrong one is named', () => {
  expect(readHeaderLines('a: 1\nb')).toEqual({ wrong: expect.stringContaining('line 2') })
})

test('a WebSocket is opened by its scheme', () => {
  expect(['ws://a', 'WSS://a', 'https://ws'].map(opensSocket)).toEqual([true, true, false])
})
