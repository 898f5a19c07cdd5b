import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Decision } from '../decision.ts'
import type { HeaderLine } from '../request.ts'
import { type AnswerCase, answerCases } from './answer-headers.cases.ts'
import { answerHeaders, isEventStream } from './answer-headers.ts'

function decisionOf({ sets = [], removes = [], vary = [] }: Partial<AnswerCase>): Decision {
  return {
    kind: 'actual',
    reach: true,
    read: true,
    reason: 'granted',
    status: null,
    resource: 'api',
    grant: 0,
    exception: null,
    tenant: null,
    headers: sets,
    vary,
    removes,
    detail: '',
  }
}

describe('D22: one author of the headers', () => {
  for (const row of answerCases) {
    test(row.name, () => {
      expect(answerHeaders(decisionOf(row), row.below)).toEqual(row.answer)
    })
  }
})

test('what a caller does to one answer is not seen in the next', () => {
  const vary = Object.freeze(['Origin'])
  const decision = decisionOf({ vary })
  const first = answerHeaders(decision, [])
  first.length = 0
  const second = answerHeaders(decision, [])
  expect(second).toEqual([['vary', 'Origin']])
  expect(() => {
    ;(second[0] as [string, string])[1] = 'Cookie'
  }).toThrow(TypeError)
  expect(answerHeaders(decision, [])).toEqual([['vary', 'Origin']])
})

test('a list that may still change is read each time', () => {
  const vary = ['Origin']
  expect(answerHeaders(decisionOf({ vary }), [])).toEqual([['vary', 'Origin']])
  vary.push('Cookie')
  expect(answerHeaders(decisionOf({ vary }), [])).toEqual([['vary', 'Origin, Cookie']])
})

test('setting the headers of an answer twice changes nothing more', () => {
  const name = fc.constantFrom('Vary', 'vary', 'Access-Control-Allow-Origin', 'X-A', 'Set-Cookie')
  const value = fc.constantFrom('a, B', 'Origin', 'b,,c', '', 'x')
  const below = fc.array(fc.tuple(name, value))
  fc.assert(
    fc.property(below, fc.subarray(['Origin', 'B', 'Sec-Fetch-Site']), (lines, vary) => {
      const sets: readonly HeaderLine[] = [['access-control-allow-origin', '*']]
      const decision = decisionOf({ sets, vary })
      const once = answerHeaders(decision, lines)
      expect(answerHeaders(decision, once)).toEqual(once)
      expect(once.filter(([one]) => one.toLowerCase() === 'vary').length).toBeLessThanOrEqual(1)
    }),
  )
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
