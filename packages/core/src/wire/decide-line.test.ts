import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ids, refused } from './decide-line.cases.ts'
import { readDecideLine } from './decide-line.ts'

for (const { name, line, id = 'null', code, path, says } of refused) {
  test(`refused: ${name}`, () => {
    const read = readDecideLine(line)
    expect(read).toEqual({
      id,
      problem: { code: `ERR_REQUEST_${code}`, message: expect.stringContaining(says), path },
    })
  })
}

for (const [written, given] of ids) {
  test(`the id ${written} comes back as ${given}`, () => {
    const line = `{"headers":[],"id":${written},"method":"GET","url":"https://a","context":{"claims":{"id":99999999999999999999}}}`
    expect(readDecideLine(line).id).toBe(given)
  })
}

test('a line without id has the id null', () => {
  expect(readDecideLine('{"method":"GET","url":"https://a","headers":[]}').id).toBe('null')
})

test('an id that is nested too deeply is refused', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  expect(readDecideLine(`{"id":${deep}}`)).toMatchObject({
    id: 'null',
    problem: { code: 'ERR_REQUEST_ID' },
  })
})

test('every part is read, instants as epoch milliseconds', () => {
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
  expect(readDecideLine(line)).toEqual({
    id: '1',
    request: {
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

test('null counts as missing, and the now of the line wins over that of the moment', () => {
  const rest = '"method":"GET","url":"https://a","headers":[]'
  expect(readDecideLine(`{${rest},"context":null,"now":null,"moment":null}`)).toMatchObject({
    request: { context: {}, moment: {}, now: undefined },
  })
  expect(readDecideLine(`{${rest},"now":1,"moment":{"now":2}}`)).toMatchObject({
    request: { now: 1 },
  })
  expect(readDecideLine(`{${rest},"moment":{"now":2}}`)).toMatchObject({ request: { now: 2 } })
})

test('any JSON is read as a request or a problem with a code, never a throw', () => {
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
      const read = readDecideLine(JSON.stringify(fields))
      expect(JSON.parse(read.id)).toEqual(JSON.parse(JSON.stringify(fields.id ?? null)))
      if ('problem' in read) expect(read.problem.code).toMatch(/^ERR_REQUEST_[A-Z]+$/)
    }),
  )
})
