import { expect, test } from 'vitest'
import { trustProxies } from '../request/client.ts'
import { readEnvoyGrpc, readEnvoyHttp } from './envoy-request.ts'

const NOBODY = trustProxies([])
/** As Envoy has it: the last address is the one that it sees itself. */
const FORWARDED = [
  ['x-forwarded-for', '203.0.113.7,192.0.2.9'],
  ['x-forwarded-proto', 'https'],
] as const
const CHECK = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':authority', 'api.example.com'],
  [':path', '/a?b'],
] as const
const QUESTION = [
  ['Host', 'api.example.com'],
  ['X-Original-Address', '192.0.2.9'],
  ['X-Original-Scheme', 'http'],
] as const

test.each([
  [
    'over gRPC',
    readEnvoyGrpc({ lines: [...CHECK, ...FORWARDED], clientAddress: '192.0.2.9' }, NOBODY),
  ],
  ['over HTTP', readEnvoyHttp('GET', '/envoy/a?b', [...QUESTION, ...FORWARDED], NOBODY)],
])('%s the client is the other end of Envoy’s connection', (_, asked) => {
  expect(asked?.client).toEqual({ address: '192.0.2.9', scheme: 'http', isViaProxy: false })
  expect(asked?.facts).toEqual({
    method: 'GET',
    url: 'http://api.example.com/a?b',
    headers: [['Host', 'api.example.com'], ...FORWARDED],
  })
})

const trust = trustProxies(['192.0.2.0/24'])

test.each([
  [
    'over gRPC',
    readEnvoyGrpc({ lines: [...CHECK, ...FORWARDED], clientAddress: '192.0.2.9' }, trust),
  ],
  ['over HTTP', readEnvoyHttp('GET', '/envoy/a?b', [...QUESTION, ...FORWARDED], trust)],
])('%s a trusted proxy says who the client is', (_, asked) => {
  expect(asked?.client).toEqual({ address: '203.0.113.7', scheme: 'https', isViaProxy: true })
  expect(asked?.facts.url).toBe('https://api.example.com/a?b')
})

test.each(['host', 'x-original-address', 'x-original-scheme'])(
  'over HTTP nothing is asked without %s, nor with two',
  (name) => {
    const is = ([field]: readonly [string, string]): boolean => field.toLowerCase() === name
    const without = QUESTION.filter((line) => !is(line))
    const twice = [...QUESTION, ...QUESTION.filter(is)]
    for (const lines of [without, twice, [...without, [name, ''] as const]]) {
      expect(readEnvoyHttp('GET', '/envoy/a', lines, NOBODY)).toBeNull()
    }
  },
)

test('over HTTP the lines of Envoy’s connection are not the client’s', () => {
  const lines = [
    ...QUESTION,
    ['Connection', 'keep-alive'],
    ['Content-Length', '0'],
    ['Marque-Service-Key', 'x'],
    ['X-Original-Connection', 'Upgrade'],
    ['X-Original-Upgrade', 'websocket'],
    ['Origin', 'https://app.example.com'],
  ] as const
  expect(readEnvoyHttp('GET', '/envoy/a', lines, NOBODY)?.facts.headers).toEqual([
    ['Host', 'api.example.com'],
    ['Origin', 'https://app.example.com'],
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
  ])
})
