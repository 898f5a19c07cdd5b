import { expect, test } from 'vitest'
import { readPageRequest } from './page-request.ts'

const read = (body: object): unknown => readPageRequest(JSON.stringify(body))
const url = 'https://api.example.com/v1/me'

test('a url alone is a GET without headers and without credentials', () => {
  expect(read({ url })).toEqual({ url, method: 'GET', headers: [], credentials: false })
})

test('the url is the one that a browser would send', () => {
  expect(read({ url: 'HTTPS://API.example.com:443/v1/./x/../me#top' })).toMatchObject({ url })
  expect(read({ url: 'wss://api.example.com' })).toMatchObject({ url: 'wss://api.example.com/' })
})

test('headers are names, pairs or an object; a name alone needs a preflight', () => {
  const needsPreflight = [
    ['Content-Type', 'application/json'],
    ['accept', '"unknown"'],
  ]
  expect(read({ url, headers: ['Content-Type', 'accept'] })).toMatchObject({
    headers: needsPreflight,
  })
  expect(read({ url, headers: [['x-a', '1'], 'accept'] })).toMatchObject({
    headers: [['x-a', '1'], needsPreflight[1]],
  })
  expect(read({ url, headers: { 'x-a': '1' } })).toMatchObject({ headers: [['x-a', '1']] })
})

test.each([
  [true, true],
  ['include', true],
  [false, false],
  ['same-origin', false],
  ['omit', false],
])('credentials %j: %s', (credentials, want) => {
  expect(read({ url, credentials })).toMatchObject({ credentials: want })
})

const refused: readonly (readonly [body: unknown, code: string, path: string])[] = [
  [[], 'SHAPE', ''],
  [{ url, origin: 'https://a.example' }, 'UNKNOWN_KEY', ''],
  [{}, 'URL', '/url'],
  [{ url: '/v1/me' }, 'URL', '/url'],
  [{ url: 'file:///etc/passwd' }, 'URL', '/url'],
  [{ url: 'https://user:secret@api.example.com/' }, 'URL', '/url'],
  [{ url: 'https://' }, 'URL', '/url'],
  [{ url, method: 'G ET' }, 'METHOD', '/method'],
  [{ url, method: '' }, 'METHOD', '/method'],
  [{ url, method: 'A'.repeat(65) }, 'METHOD', '/method'],
  [{ url, headers: 'accept' }, 'HEADERS', '/headers'],
  [{ url, headers: ['a b'] }, 'HEADERS', '/headers'],
  [{ url, headers: [['a', 1]] }, 'HEADERS', '/headers'],
  [{ url, headers: [['a', 'b', 'c']] }, 'HEADERS', '/headers'],
  [{ url, headers: ['a'.repeat(129)] }, 'HEADERS', '/headers'],
  [{ url, headers: Array.from({ length: 65 }, () => 'a') }, 'HEADERS', '/headers'],
  [{ url, credentials: 'yes' }, 'CREDENTIALS', '/credentials'],
]

for (const [body, code, path] of refused) {
  test(`${JSON.stringify(body).slice(0, 60)} is refused: ${code}`, () => {
    expect(readPageRequest(JSON.stringify(body))).toEqual({
      code: `ERR_REQUEST_${code}`,
      message: expect.any(String),
      path,
    })
  })
}

test('invalid JSON is refused', () => {
  expect(readPageRequest('{')).toMatchObject({ code: 'ERR_REQUEST_SYNTAX', path: '' })
})
