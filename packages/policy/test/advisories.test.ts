/**
 * One test for each public defect of the field that the check of a policy prevents, named after it. Those that a decision shows are
 * in `core`.
 */
import { expect, test } from 'vitest'
import { codesOf, document } from './documents.ts'

const allowing = (text: string): readonly string[] =>
  codesOf(document({ allow: JSON.stringify([text]) }), 'error')

test('rs/cors CVE-2018-20744, Tomcat CVE-2018-8014, Hono CVE-2026-54290: a wildcard with credentials is refused', () => {
  const open = '[{ origins: ["*"], credentials: true }]'
  expect(codesOf(document({ grants: open }).replace('internal', 'public'), 'error')).toEqual([
    'MQ-202',
  ])
})

test('gin-contrib/cors CVE-2019-25211: a star is the first label or nothing', () => {
  expect(allowing('https://example.com*')).toEqual(['MQ-157'])
})

test('go-restful CVE-2022-1996, Kong #3832, starlette #801, sanic-cors CVE-2026-37737, martini #6, Quarkus #34718: an expression is no origin', () => {
  for (const text of [
    'https://.*\\.example.com',
    '^https://app\\.example\\.com$',
    '/example\\.com$/',
  ]) {
    expect(allowing(text).length, text).toBe(1)
  }
})

test('ingress-nginx #10206: an empty entry is refused', () => {
  expect(allowing('')).toEqual(['MQ-140 not-an-origin'])
  expect(codesOf(document({ allow: '["https://app.example.com", ]' }), 'error')).toEqual([])
  expect(codesOf(document({ allow: '["https://app.example.com", null]' }), 'error').length).toBe(1)
  expect(codesOf(document({ allow: '[]' }), 'error').length).toBe(1)
})

test('ingress-nginx #7112: `capacitor://localhost` is an origin', () => {
  expect(allowing('capacitor://localhost')).toEqual([])
})

test('ingress-nginx #7904: a hyphen in a name is fine', () => {
  expect(allowing('https://*.my-app.example.com')).toEqual([])
})

test('flask-cors CVE-2024-6844, -6866: a path is not written with what layers read differently', () => {
  const matched = (path: string): readonly string[] =>
    codesOf(document({}).replace('/v1/account/**', path), 'error')
  expect(matched('/a+b')).toEqual([])
  for (const path of ['/a%20b', '/a;b', '/a/../b', '/a//b'])
    expect(matched(path).length, path).toBe(1)
})

test('Kong #4261, Helidon #12190, #12512: a default port is refused', () => {
  expect(allowing('https://a.com:443')).toEqual(['MQ-140 default-port'])
  expect(allowing('http://a.com:80')).toEqual(['MQ-140 default-port'])
})

test('StackStorm #6390, IBM context-forge #6941: an empty list is refused', () => {
  expect(codesOf(document({ grants: '[{ origins: [] }]' }), 'error')).toEqual(['MQ-125'])
})

test('koa/cors GHSA-qxrj-hx23-xp82, openfga CVE-2026-55689: a missing setting is an error, never "all"', () => {
  expect(codesOf(document({ grants: '[{ methods: [GET] }]' }), 'error')).toEqual(['MQ-121'])
  const noSelf = document({}).replace(/self: .*\n/, '')
  expect(codesOf(noSelf, 'error')).toEqual(['MQ-121'])
})

test('Traps of the platform, 5 and 6: names of every object, and numbers that are none', () => {
  expect(codesOf(document({ grants: '[{ origins: [constructor] }]' }), 'error').length).toBe(1)
  expect(codesOf(document({ grants: '[{ origins: [__proto__] }]' }), 'error').length).toBe(1)
  expect(codesOf(document({ grants: '[{ origins: [web], maxAge: 1e21 }]' }), 'error').length).toBe(
    1,
  )
})
