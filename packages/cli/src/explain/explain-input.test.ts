import { expect, test } from 'vitest'
import { CommandError } from '../errors.ts'
import { flags, refused } from './explain-input.cases.ts'
import { type ExplainInputOptions, readExplainInput } from './explain-input.ts'

const URL = 'https://api.example.com/v1/me'
const origin = 'https://app.example.com'
const read = (input: Partial<ExplainInputOptions>, url = URL) =>
  readExplainInput(url, { ...flags, ...input })

for (const [name, url, input, says] of refused) {
  test(`${name} is rejected`, () => {
    expect(() => read(input, url)).toThrow(says)
    expect(() => read(input, url)).toThrow(CommandError)
  })
}

test('without an origin there is no page, and the request is taken as given', () => {
  expect(read({ method: 'get' })).toEqual({
    request: { method: 'get', url: URL, headers: [] },
    context: {},
    page: null,
  })
})

test('the page request is as script wrote it, the request as the browser sends it', () => {
  const { request, page } = read({
    origin,
    method: 'delete',
    header: ['X-Trace:  1 '],
    credentials: true,
    preflight: true,
  })
  expect(request).toEqual({
    method: 'DELETE',
    url: URL,
    headers: [
      ['Origin', origin],
      ['X-Trace', '1'],
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

test('what browsers set themselves is refused with what to use instead, from a page only', () => {
  const helpFor = (header: string): string | null => {
    try {
      read({ origin, header: [header] })
    } catch (error) {
      if (error instanceof CommandError) return error.help
    }
    return null
  }
  expect(helpFor('cookie: a=b')).toBe('use `--credentials`')
  expect(helpFor('host: other.example.com')).toContain('`marque decide`')
  expect(helpFor('x-trace: 1')).toBeNull()
  expect(helpFor('access-control-request-private-network: true')).toBeNull()
  const received = ['Host: api.example.com', 'Sec-Fetch-Site: cross-site', 'Cookie: a=b']
  expect(read({ header: received }).request.headers).toHaveLength(3)
  expect(() =>
    read({ origin, header: ['Sec-WebSocket-Protocol: v1'] }, 'wss://a.example/'),
  ).not.toThrow()
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
