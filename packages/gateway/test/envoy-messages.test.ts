import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCheckRequest, writeCheckResponse } from '../src/decision-service/envoy-messages.ts'
import { answerIn, questionOf } from './envoy-client.ts'

const LINES = [
  [':method', 'GET'],
  [':path', '/v1/a?b=c'],
  [':authority', 'api.example.com'],
  [':scheme', 'https'],
  ['origin', 'https://app.example.com'],
  ['x-twice', '1'],
  ['x-twice', '2'],
  ['x-empty', ''],
  ['x-bytes', '\u00ff\u0080'],
] as const

const READ = { lines: LINES, clientAddress: '192.0.2.9', hasCertificate: false }

test('every line of a question is read, in its order and byte for byte, and where it comes from', () => {
  expect(readCheckRequest(questionOf(LINES))).toEqual(READ)
})

test('lines that Envoy has joined are none', () => {
  const joined = questionOf(LINES, { header_map: undefined, headers: { origin: 'a,b' } })
  expect(readCheckRequest(joined).lines).toBeNull()
})

test('a client without a socket has no address', () => {
  expect(readCheckRequest(Buffer.alloc(0))).toEqual({
    lines: null,
    clientAddress: null,
    hasCertificate: false,
  })
})

test('D13: a certificate of the client', () => {
  const question = questionOf(LINES, {}, { certificate: '-----BEGIN%20CERTIFICATE-----' })
  expect(readCheckRequest(question).hasCertificate).toBe(true)
})

test('fields that nobody knows yet are passed over', () => {
  // Field 200 as each kind of value: a number, eight bytes, bytes with a length, four bytes.
  const later = Buffer.from('c00c01c10c0102030405060708c20c0161c50c01020304', 'hex')
  const question = Buffer.concat([later, questionOf(LINES), later])
  expect(readCheckRequest(question)).toEqual(READ)
})

test('bytes that are no question throw, and end', () => {
  const whole = questionOf(LINES)
  const broken = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.nat(whole.length - 1).map((end) => whole.subarray(0, end)),
    fc.tuple(fc.nat(whole.length - 1), fc.nat(255)).map(([at, byte]) => {
      const changed = Buffer.from(whole)
      changed[at] = byte
      return changed
    }),
  )
  fc.assert(
    fc.property(broken, (bytes) => {
      try {
        const { lines } = readCheckRequest(bytes)
        expect(lines === null || lines.length <= bytes.length).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }),
    { numRuns: 2_000 },
  )
  expect(() => readCheckRequest(whole.subarray(0, whole.length - 1))).toThrow()
})

test('an answer to a request that goes on is what Envoy reads', () => {
  const bytes = writeCheckResponse({
    ok: {
      requestHeaders: [{ line: ['marque-owns', 'nothing'], action: 'overwrite' }],
      requestHeadersRemoved: ['marque-token', 'marque-decision'],
      responseHeaders: [
        { line: ['access-control-allow-origin', '*'], action: 'overwrite' },
        { line: ['vary', 'Origin'], action: 'append' },
      ],
    },
    metadata: [
      ['marque-reason', 'granted'],
      ['marque-resource', 'á'],
    ],
  })
  expect(answerIn(bytes)).toEqual({
    status: { code: 0 },
    ok_response: {
      headers: [{ header: { key: 'marque-owns', value: 'nothing' }, append_action: 2 }],
      headers_to_remove: ['marque-token', 'marque-decision'],
      response_headers_to_add: [
        { header: { key: 'access-control-allow-origin', value: '*' }, append_action: 2 },
        { header: { key: 'vary', value: 'Origin' }, append: { value: true } },
      ],
    },
    dynamic_metadata: {
      fields: {
        'marque-reason': { string_value: 'granted' },
        'marque-resource': { string_value: 'á' },
      },
    },
  })
})

test('an answer in the application’s place is what Envoy reads', () => {
  const denied = { status: 403, headers: [['vary', 'Origin']], body: '{"title":"á"}' } as const
  expect(answerIn(writeCheckResponse({ denied, metadata: [] }))).toEqual({
    status: { code: 7 },
    denied_response: {
      status: { code: 403 },
      headers: [{ header: { key: 'vary', value: 'Origin' }, append_action: 2 }],
      body: '{"title":"á"}',
    },
  })
})
