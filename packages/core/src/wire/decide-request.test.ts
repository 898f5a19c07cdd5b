import { expect, test } from 'vitest'
import { readExplainRequest } from './decide-request.ts'

const URL_ONLY = { url: 'https://api.example.com/v1/me' }

test('a request to be explained needs a url alone', () => {
  expect(readExplainRequest(JSON.stringify(URL_ONLY))).toEqual({
    request: { method: 'GET', url: URL_ONLY.url, headers: [] },
    context: {},
    now: undefined,
  })
})

test('the parts of a request to be explained are read, the instant as epoch milliseconds', () => {
  const headers = [['Origin', 'https://app.example.com']]
  const context = { roles: ['reader'], claims: { org: 1 } }
  const body = { ...URL_ONLY, method: 'PUT', headers, context, now: '2026-11-22T12:00:00+01:00' }
  expect(readExplainRequest(JSON.stringify(body))).toEqual({
    request: { method: 'PUT', url: URL_ONLY.url, headers },
    context,
    now: Date.UTC(2026, 10, 22, 11),
  })
})

const refused: readonly (readonly [body: string, code: string, path: string])[] = [
  ['', 'SYNTAX', ''],
  ['{', 'SYNTAX', ''],
  ['[]', 'SHAPE', ''],
  ['null', 'SHAPE', ''],
  ['{}', 'URL', '/url'],
  ['{"url":"/v1/me"}', 'URL', '/url'],
  ['{"url":"https://a","moment":{}}', 'UNKNOWN_KEY', ''],
  ['{"url":"https://a","__proto__":{}}', 'UNKNOWN_KEY', ''],
  ['{"url":"https://a","method":1}', 'METHOD', '/method'],
  ['{"url":"https://a","headers":{"Origin":"x"}}', 'HEADERS', '/headers'],
  ['{"url":"https://a","headers":[["Origin"]]}', 'HEADERS', '/headers/0'],
  ['{"url":"https://a","context":{"role":["reader"]}}', 'CONTEXT', '/context/role'],
  ['{"url":"https://a","context":{"roles":"reader"}}', 'CONTEXT', '/context/roles'],
  ['{"url":"https://a","now":"yesterday"}', 'NOW', '/now'],
  [JSON.stringify({ url: `https://a/${'b'.repeat(8_192)}` }), 'URL', '/url'],
  [JSON.stringify({ url: 'https://a', method: 'A'.repeat(8_193) }), 'METHOD', '/method'],
  [
    JSON.stringify({ url: 'https://a', headers: Array.from({ length: 257 }, () => ['a', 'b']) }),
    'HEADERS',
    '/headers',
  ],
  [
    JSON.stringify({ url: 'https://a', headers: [['a', 'b'.repeat(8_193)]] }),
    'HEADERS',
    '/headers/0',
  ],
]

for (const [body, code, path] of refused) {
  test(`${body.slice(0, 60)} is refused: ${code} at \`${path}\``, () => {
    expect(readExplainRequest(body)).toEqual({
      code: `ERR_REQUEST_${code}`,
      message: expect.any(String),
      path,
    })
  })
}
