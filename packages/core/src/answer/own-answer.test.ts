import { grant, granting } from '@marque/testkit/bundles'
import { expect, test } from 'vitest'
import { decide, withoutPolicy } from '../decide/decide.ts'
import { prepare } from '../prepared/prepared-policy.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import { ownAnswer } from './own-answer.ts'

const ORIGIN = 'https://app.example.com'

function requestTo(method: string, ...headers: HeaderLine[]): RequestFacts {
  return { method, url: 'https://api.example.com/x', headers }
}

const preflight = requestTo('OPTIONS', ['Origin', ORIGIN], ['Access-Control-Request-Method', 'GET'])

const withoutPolicyCases: readonly (readonly [
  name: string,
  request: RequestFacts,
  want: object,
])[] = [
  [
    'a GET without Origin goes on',
    requestTo('GET'),
    { kind: 'not-cors', reach: true, read: false },
  ],
  [
    'a GET of a foreign page goes on, unread',
    requestTo('GET', ['Origin', ORIGIN]),
    { reach: true, read: false },
  ],
  [
    'a POST of any page goes on: it may be the own one',
    requestTo('POST', ['Origin', ORIGIN]),
    { reach: true, read: false },
  ],
  [
    'a DELETE of a foreign page is refused',
    requestTo('DELETE', ['Origin', ORIGIN]),
    { reach: false, status: 403 },
  ],
  [
    'a DELETE of the own page goes on',
    requestTo('DELETE', ['Origin', ORIGIN], ['Sec-Fetch-Site', 'same-origin']),
    { kind: 'same-origin', reach: true, read: true },
  ],
  ['a preflight is refused', preflight, { kind: 'preflight', reach: false, status: 403 }],
  [
    'a WebSocket is refused',
    requestTo('GET', ['Origin', ORIGIN], ['Connection', 'Upgrade'], ['Upgrade', 'websocket']),
    { kind: 'websocket', reach: false, status: 403 },
  ],
]

for (const [name, from, want] of withoutPolicyCases) {
  test(`without a policy ${name}`, () => {
    const decision = withoutPolicy(from)
    expect(decision).toMatchObject({ reason: 'no-policy', ...want })
    expect(decision.headers.filter(([field]) => field.startsWith('access-control'))).toEqual([])
    expect(decision.vary).toContain('Origin')
  })
}

test('a refusal without a policy has a problem document without a contact', () => {
  const answer = ownAnswer(null, withoutPolicy(preflight), preflight, 'r-1')
  expect(answer?.status).toBe(403)
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({
    reason: 'no-policy',
    contact: null,
    requestId: 'r-1',
  })
})

const engine = prepare(granting(grant(), { enforce: 'block' }))

function answer(from: RequestFacts) {
  return ownAnswer(engine, decide(engine, from, {}, { now: 0 }), from, 'r-2')
}

test('what goes on is not answered', () => {
  expect(answer(requestTo('GET'))).toBeNull()
})

test('a refusal is a document with its length in bytes, and one cache-control', () => {
  const from = requestTo(
    'OPTIONS',
    ['Origin', 'https://ev\u00efl.example'],
    ['Access-Control-Request-Method', 'PUT'],
  )
  const own = answer(from)
  expect(own?.status).toBe(403)
  const headers = new Map(own?.headers)
  expect(headers.get('content-length')).toBe(String(Buffer.byteLength(own?.body ?? '')))
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(own?.headers.filter(([name]) => name === 'cache-control')).toEqual([
    ['cache-control', 'no-store'],
  ])
  expect(JSON.parse(own?.body ?? '')).toMatchObject({ requestId: 'r-2', status: 403 })
})
