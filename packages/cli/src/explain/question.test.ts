import { expect, test } from 'vitest'
import { CommandError } from '../errors/command-error.ts'
import { flags, refused } from './question.cases.ts'
import { type QuestionFlags, readQuestion } from './question.ts'

const URL = 'https://api.example.com/v1/me'
const origin = 'https://app.example.com'
const read = (asked: Partial<QuestionFlags>, url = URL) => readQuestion(url, { ...flags, ...asked })

for (const [name, url, asked, says] of refused) {
  test(`${name} is refused`, () => {
    expect(() => read(asked, url)).toThrow(says)
    expect(() => read(asked, url)).toThrow(CommandError)
  })
}

test('without an origin no page asks, and the request is sent as it is written', () => {
  expect(read({ method: 'get' })).toEqual({
    request: { method: 'get', url: URL, headers: [] },
    context: {},
    page: null,
  })
})

test('a page asks as its script wrote it, and the browser sends what it makes of that', () => {
  const { request, page } = read({
    origin,
    method: 'delete',
    header: ['X-Trace:  1 ', 'Sec-Fetch-Site: cross-site'],
    credentials: true,
    preflight: true,
  })
  expect(request).toEqual({
    method: 'DELETE',
    url: URL,
    headers: [
      ['Origin', origin],
      ['X-Trace', '1'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Cookie', 'session=1'],
    ],
  })
  expect(page).toEqual({
    origin,
    method: 'delete',
    url: URL,
    headers: [['X-Trace', '1']],
    credentials: true,
    forcesPreflight: true,
  })
})

test('a cookie that is written stands for credentials, and is not doubled', () => {
  const { request, page } = read({ origin, header: ['Cookie: a=b'], credentials: true })
  expect(request.headers.filter(([name]) => name === 'Cookie')).toEqual([['Cookie', 'a=b']])
  expect(page?.credentials).toBe(true)
  expect(read({ origin, header: ['Cookie: a=b'] }).page?.credentials).toBe(true)
})

test('a socket shakes hands, and takes cookies along', () => {
  const { request, page } = read({ origin }, 'wss://api.example.com/live')
  const names = request.headers.map(([name]) => name)
  expect(names).toContain('Upgrade')
  expect(names).toContain('Cookie')
  expect(page).toMatchObject({ credentials: true, url: 'wss://api.example.com/live' })
})

test('a preflight that is written out is no request of script', () => {
  const asked = { origin, method: 'OPTIONS', header: ['Access-Control-Request-Method: PUT'] }
  expect(read(asked).page).toBeNull()
})
