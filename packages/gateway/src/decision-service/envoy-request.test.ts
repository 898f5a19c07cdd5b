import { expect, test } from 'vitest'
import { trustProxies } from '../request/client.ts'
import { readEnvoyGrpc, readEnvoyHttp } from './envoy-request.ts'

const NO_PROXIES = trustProxies([])
/** As sent by Envoy: the last address is the peer of its connection. */
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
const HTTP_CHECK = [
  ['Host', 'api.example.com'],
  ['X-Original-Address', '192.0.2.9'],
  ['X-Original-Scheme', 'http'],
] as const

test.each([
  [
    'over gRPC',
    readEnvoyGrpc({ lines: [...CHECK, ...FORWARDED], clientAddress: '192.0.2.9' }, NO_PROXIES),
  ],
  ['over HTTP', readEnvoyHttp('GET', '/envoy/a?b', [...HTTP_CHECK, ...FORWARDED], NO_PROXIES)],
])('%s the client is the peer of Envoy’s connection', (_, request) => {
  expect(request?.client).toEqual({ address: '192.0.2.9', scheme: 'http', isViaProxy: false })
  expect(request?.facts).toEqual({
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
  ['over HTTP', readEnvoyHttp('GET', '/envoy/a?b', [...HTTP_CHECK, ...FORWARDED], trust)],
])('%s a trusted proxy forwards the client address', (_, request) => {
  expect(request?.client).toEqual({ address: '203.0.113.7', scheme: 'https', isViaProxy: true })
  expect(request?.facts.url).toBe('https://api.example.com/a?b')
})

test.each(['host', 'x-original-address', 'x-original-scheme'])(
  'over HTTP a check without %s, or with two, is unreadable',
  (name) => {
    const is = ([field]: readonly [string, string]): boolean => field.toLowerCase() === name
    const without = HTTP_CHECK.filter((line) => !is(line))
    const twice = [...HTTP_CHECK, ...HTTP_CHECK.filter(is)]
    for (const lines of [without, twice, [...without, [name, ''] as const]]) {
      expect(readEnvoyHttp('GET', '/envoy/a', lines, NO_PROXIES)).toBeNull()
    }
  },
)

test('over HTTP the lines of Envoy’s connection are not the client’s', () => {
  const lines = [
    ...HTTP_CHECK,
    ['Connection', 'keep-alive'],
    ['Content-Length', '0'],
    ['Marque-Service-Key', 'x'],
    ['X-Original-Connection', 'Upgrade'],
    ['X-Original-Upgrade', 'websocket'],
    ['Origin', 'https://app.example.com'],
  ] as const
  expect(readEnvoyHttp('GET', '/envoy/a', lines, NO_PROXIES)?.facts.headers).toEqual([
    ['Host', 'api.example.com'],
    ['Origin', 'https://app.example.com'],
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
  ])
})
