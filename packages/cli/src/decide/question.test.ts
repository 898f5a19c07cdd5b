import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ids, refused } from './question.cases.ts'
import { readQuestion } from './question.ts'

for (const { name, line, id = 'null', code, says } of refused) {
  test(`refused: ${name}`, () => {
    const read = readQuestion(line)
    expect(read).toEqual({
      id,
      error: { code: `ERR_REQUEST_${code}`, message: expect.stringContaining(says) },
    })
  })
}

for (const [written, given] of ids) {
  test(`the id ${written} comes back as ${given}`, () => {
    const line = `{"headers":[],"id":${written},"method":"GET","url":"https://a","context":{"claims":{"id":99999999999999999999}}}`
    expect(readQuestion(line).id).toBe(given)
  })
}

test('a line without id has the id null', () => {
  expect(readQuestion('{"method":"GET","url":"https://a","headers":[]}').id).toBe('null')
})

test('an id that is nested without end is refused and not a crash', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  expect(readQuestion(`{"id":${deep}}`)).toMatchObject({
    id: 'null',
    error: { code: 'ERR_REQUEST_ID' },
  })
})

test('every part is handed on, instants as epoch milliseconds', () => {
  const line = JSON.stringify({
    id: 1,
    method: 'GET',
    url: 'https://api.example.com/a%2Fb',
    headers: [
      ['Origin', ' x '],
      ['Origin', 'y'],
    ],
    context: {
      tenant: null,
      apiVersion: 'v1',
      authenticatedAt: '1970-01-01T00:00:01Z',
      roles: ['a'],
      scopes: ['b'],
      claims: { org: 1 },
      token: { id: 't', origin: 'https://a', resource: 'r', until: 5 },
      shoe: 44,
    },
    moment: {
      leaseUntil: 7,
      lockdowns: [{ mode: 'deny-all', scope: { tenant: 't' } }],
      revokedTokens: ['t'],
    },
    now: '1970-01-01T00:00:02Z',
    remark: 'ignored',
  })
  expect(readQuestion(line)).toEqual({
    id: '1',
    question: {
      request: {
        method: 'GET',
        url: 'https://api.example.com/a%2Fb',
        headers: [
          ['Origin', ' x '],
          ['Origin', 'y'],
        ],
      },
      context: {
        tenant: null,
        apiVersion: 'v1',
        authenticatedAt: 1000,
        roles: ['a'],
        scopes: ['b'],
        claims: { org: 1 },
        token: { id: 't', origin: 'https://a', tenant: null, resource: 'r', until: 5 },
      },
      moment: {
        leaseUntil: 7,
        lockdowns: [{ mode: 'deny-all', scope: { tenant: 't' } }],
        revokedTokens: ['t'],
      },
      now: 2000,
    },
  })
})

test('null says the same as nothing; the now of the line is stronger than that of the moment', () => {
  const rest = '"method":"GET","url":"https://a","headers":[]'
  expect(readQuestion(`{${rest},"context":null,"now":null,"moment":null}`)).toMatchObject({
    question: { context: {}, moment: {}, now: undefined },
  })
  expect(readQuestion(`{${rest},"now":1,"moment":{"now":2}}`)).toMatchObject({
    question: { now: 1 },
  })
  expect(readQuestion(`{${rest},"moment":{"now":2}}`)).toMatchObject({ question: { now: 2 } })
})

test('any JSON is a question or a refusal with a code, never a throw', () => {
  const part = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('GET', 'https://a', [], [['a', 'b']], {}, 1),
  )
  const line = fc.record(
    { id: part, method: part, url: part, headers: part, context: part, now: part, moment: part },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(line, (fields) => {
      const read = readQuestion(JSON.stringify(fields))
      expect(JSON.parse(read.id)).toEqual(JSON.parse(JSON.stringify(fields.id ?? null)))
      if ('error' in read) expect(read.error.code).toMatch(/^ERR_REQUEST_[A-Z]+$/)
    }),
  )
})
