import { expect, test } from 'vitest'
import { invalid, VALID_INPUT } from './explain-input.cases.ts'
import { isWebSocketUrl, readExplainInput } from './explain-input.ts'
import { EMPTY } from './form.ts'
import { readHeaderLines } from './read-header-lines.ts'

for (const { name, form, fields } of invalid) {
  test(`${name} is reported at its field`, () => {
    const read = readExplainInput({ ...EMPTY, ...VALID_INPUT, ...form }, 0)
    expect('problems' in read && read.problems.map(({ field }) => field)).toEqual(fields)
  })
}

test('valid input is not changed', () => {
  const origin = 'HTTPS://App.example.com/'
  const read = readExplainInput(
    { ...EMPTY, ...VALID_INPUT, origin, method: 'patch', headers: 'X-A: 1 \n\n x-b:2\r\nx-c:' },
    7,
  )
  expect(read).toEqual({
    input: {
      page: {
        origin,
        method: 'patch',
        url: VALID_INPUT.url,
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

test('the instant of the form overrides the clock', () => {
  const read = readExplainInput({ ...EMPTY, ...VALID_INPUT, now: ' 2026-11-21T12:00:00Z ' }, 7)
  expect(read).toMatchObject({ input: { now: 1_795_262_400_000 } })
})

test('an empty context and `null` are an empty context', () => {
  for (const context of ['', ' ', 'null', '{}']) {
    expect(readExplainInput({ ...EMPTY, ...VALID_INPUT, context }, 7)).toMatchObject({
      input: { context: {} },
    })
  }
})

test('an invalid header line is reported by number', () => {
  expect(readHeaderLines('a: 1\nb')).toEqual({ problem: expect.stringContaining('line 2') })
})

test('WebSockets are recognized by scheme', () => {
  expect(['ws://a', 'WSS://a', 'https://ws'].map(isWebSocketUrl)).toEqual([true, true, false])
})
