import { expect, test } from 'vitest'
import { isBlank, isEventStream, trimSpace } from './field-value.ts'

test.each([
  ['', ''],
  [' \t', ''],
  ['a', 'a'],
  [' a', 'a'],
  ['a\t', 'a'],
  ['\t a b \t', 'a b'],
  ['\u00a0a\ufeff', '\u00a0a\ufeff'],
  ['\na\r', '\na\r'],
])('%j without the space around it is %j', (text, want) => {
  expect(trimSpace(text)).toBe(want)
  expect(isBlank(text)).toBe(want === '')
})

test.each([
  ['text/event-stream', true],
  ['Text/Event-Stream; charset=utf-8', true],
  ['text/event-stream ', true],
  ['text/event-stream-like', false],
  ['text/plain', false],
  [null, false],
  [undefined, false],
])('the content type %s is an event stream: %s', (contentType, want) => {
  expect(isEventStream(contentType)).toBe(want)
})
