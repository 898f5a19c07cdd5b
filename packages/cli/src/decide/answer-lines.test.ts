import type { Decision, Engine } from '@marque/core'
import { expect, test } from 'vitest'
import { answerLines, type Decide } from './answer-lines.ts'

const decision: Decision = {
  kind: 'actual',
  reach: true,
  read: false,
  reason: 'resource-unmatched',
  status: null,
  resource: null,
  grant: null,
  exception: null,
  tenant: null,
  headers: [],
  vary: ['Origin'],
  removes: ['timing-allow-origin'],
  detail: 'no resource matches',
}

// What the engine answers is not the matter here: it stands for one that fails, and for the moment that it is asked at.
const engine = {} as Engine
const line = (method: string, rest = ''): string =>
  `{"id":"${method}","method":"${method}","url":"https://a","headers":[]${rest}}`

test('a question that the engine fails on does not take the others with it', () => {
  const decide: Decide = (_, { method }) => {
    if (method === 'BAD') throw new RangeError('boom')
    return decision
  }
  const { text, failed } = answerLines([line('GET'), line('BAD'), '', line('PUT')], {
    engine,
    clock: () => 0,
    decide,
  })
  expect(failed).toBe(1)
  const lines = text
    .trimEnd()
    .split('\n')
    .map((answer) => JSON.parse(answer))
  expect(lines.map(({ id }) => id)).toEqual(['GET', 'BAD', 'PUT'])
  expect(lines[1].error.code).toBe('ERR_REQUEST_UNANSWERED')
  expect(lines[0]).not.toHaveProperty('removes')
})

test('the clock is asked for each line that names no instant', () => {
  const seen: number[] = []
  let time = 5
  const decide: Decide = (_engine, _request, _context, moment) => {
    seen.push(moment.now)
    return decision
  }
  answerLines([line('A'), line('B', ',"now":1'), line('C')], {
    engine,
    clock: () => time++,
    decide,
  })
  expect(seen).toEqual([5, 1, 6])
})

test('F35: requests for hosts that the policy does not name are reported, and decided as before', () => {
  const reported: string[] = []
  const urls = [
    'https://a.example/',
    'https://evil.example/',
    'http://localhost/',
    'http://10.0.0.7/',
  ]
  const { text } = answerLines(
    urls.map((url) => JSON.stringify({ method: 'GET', url, headers: [] })),
    {
      engine: {
        bundle: { self: ['https://a.example'], resources: [], tenancy: null },
      } as unknown as Engine,
      clock: () => 0,
      decide: () => decision,
      onMisdirected: (url) => void reported.push(url),
    },
  )
  expect(reported).toEqual(['https://evil.example/'])
  expect(text.trim().split('\n')).toHaveLength(4)
})
