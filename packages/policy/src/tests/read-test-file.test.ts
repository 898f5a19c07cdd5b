import { describe, expect, test } from 'vitest'
import { kindOf } from '../findings/codes.ts'
import { load } from '../load.ts'
import { checkTestFile } from './check-test-file.ts'
import { fileWith, NOW, POLICY } from './policies.cases.ts'
import { preparePolicy } from './prepare-policy.ts'
import { refused } from './read-test-file.cases.ts'
import { readTestFile } from './read-test-file.ts'

const read = (text: string) => readTestFile(load(text, 'p.marque-test.yaml'))

describe('each mistake is reported with its place', () => {
  for (const { name, text, want } of refused) {
    test(name, () => {
      const { file, findings } = read(text)
      const got = findings.map((one) => `${kindOf(one)} ${one.path} ${one.line}:${one.column}`)
      expect(got).toEqual(want)
      const isError = findings.some(({ severity }) => severity === 'error')
      expect(file === null).toBe(isError)
      for (const { message, why } of findings) {
        expect(message).toMatch(/^[^A-Z].*[^.]$/)
        expect(why).not.toBe('')
      }
    })
  }
})

test('the nearest key is suggested', () => {
  const { findings } = read(fileWith('url: /a', 'expect: { reson: granted }'))
  expect(findings[0]?.help).toBe('did you mean `reason`?')
})

test('a case that says little gets what a page usually does', () => {
  const { file } = read(fileWith('url: /a', 'expect: { reach: true }'))
  expect(file?.cases).toEqual([
    {
      name: 'the case',
      path: '/cases/0',
      at: { line: 4, column: 5 },
      origin: null,
      method: 'GET',
      url: '/a',
      webSocket: false,
      headers: [],
      credentials: false,
      context: {},
      now: null,
      expect: { reach: true },
    },
  ])
  expect(file).toMatchObject({ policy: './policy.yaml', environment: null, now: NOW })
})

test('a case that says all of it is read so', () => {
  const { file, findings } = read(
    fileWith(
      'origin: null',
      'method: put',
      'url: https://api.example.com/a?b',
      'requestHeaders: { Content-Type: text/plain, x-a: "" }',
      'credentials: include',
      'now: 2099-01-01T00:00:00+01:00',
      'context:',
      '  tenant: acme',
      '  apiVersion: v1',
      '  authenticatedAt: 2098-11-22T11:00:00Z',
      '  roles: [a]',
      '  scopes: [b]',
      '  claims: { org: { id: 7 } }',
      '  token: { origin: https://a.example, resource: r, until: 2098-11-22T13:00:00Z }',
      '  certificate: true',
      'expect: { preflight: granted, reach: true, read: false, reason: reach-only, resource: null }',
    ),
  )
  expect(findings).toEqual([])
  expect(file?.cases[0]).toMatchObject({
    origin: 'null',
    method: 'PUT',
    url: 'https://api.example.com/a?b',
    headers: [
      ['content-type', 'text/plain'],
      ['x-a', ''],
      ['marque-token', 'test'],
    ],
    credentials: true,
    now: Date.UTC(2098, 11, 31, 23),
    context: {
      tenant: 'acme',
      apiVersion: 'v1',
      authenticatedAt: NOW - 3_600_000,
      roles: ['a'],
      scopes: ['b'],
      claims: { org: { id: 7 } },
      certificate: true,
      token: {
        id: 'test',
        origin: 'https://a.example',
        tenant: null,
        resource: 'r',
        until: NOW + 3_600_000,
      },
    },
    expect: {
      preflight: 'granted',
      reach: true,
      read: false,
      reason: 'reach-only',
      resource: null,
    },
  })
})

test('F4: an expectation lists header names in any order and spelling', () => {
  const { file, findings } = read(
    fileWith(
      'url: /a',
      'expect: { exposeHeaders: [Upload-Offset, "*", etag], requestHeaders: [], credentials: false }',
    ),
  )
  expect(findings).toEqual([])
  expect(file?.cases[0]?.expect).toEqual({
    exposeHeaders: ['*', 'etag', 'upload-offset'],
    requestHeaders: [],
    credentials: false,
  })
})

test('a case with `sameAs` is a comparison', () => {
  const { file, findings } = read(fileWith('sameAs: ./p.accepted.json'))
  expect(findings).toEqual([])
  expect(file?.cases).toEqual([])
  expect(file?.comparisons).toEqual([
    {
      name: 'the case',
      path: '/cases/0',
      at: { line: 4, column: 5 },
      sameAs: './p.accepted.json',
    },
  ])
})

test('headers given by name only get default values', () => {
  const { file } = read(
    fileWith(
      'url: /a',
      'requestHeaders: [content-type, authorization, accept, x-a]',
      'expect: { reach: true }',
    ),
  )
  expect(file?.cases[0]?.headers).toEqual([
    ['content-type', 'application/json'],
    ['authorization', 'Bearer test'],
    ['accept', '*/*'],
    ['x-a', 'test'],
  ])
})

test('a WebSocket handshake always carries cookies', () => {
  const { file } = read(fileWith('url: wss://api.example.com/live', 'expect: { reach: true }'))
  expect(file?.cases[0]).toMatchObject({ webSocket: true, credentials: true, method: 'GET' })
})

test('a malformed origin is accepted where the case expects `origin-malformed`', () => {
  const text = fileWith(
    'origin: https://A.example',
    'url: /a',
    'expect: { reason: origin-malformed }',
  )
  expect(read(text).findings).toEqual([])
})

test('a lower-case method that browsers do not normalise stays as written', () => {
  const { file, findings } = read(fileWith('url: /a', 'method: patch', 'expect: { reach: true }'))
  expect([file?.cases[0]?.method, findings]).toEqual(['patch', []])
})

describe('checks against the policy', () => {
  const judged = (policy: string, text: string) => {
    const loaded = load(text, 'p.marque-test.yaml')
    const { file } = readTestFile(loaded)
    const { prepared } = preparePolicy(load(policy, 'policy.yaml'), {
      environment: 'production',
      now: NOW,
    })
    return checkTestFile(file!, loaded, prepared!)
  }

  test('an unknown resource', () => {
    const [finding, ...others] = judged(POLICY, fileWith('url: /a', 'expect: { resource: acount }'))
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'MQ-182', line: 6, help: 'did you mean `account`?' })
  })

  test('no resource, and one that exists', () => {
    expect(judged(POLICY, fileWith('url: /a', 'expect: { resource: null }'))).toEqual([])
    expect(judged(POLICY, fileWith('url: /a', 'expect: { resource: account }'))).toEqual([])
  })

  test('a path whose host depends on the tenant', () => {
    const policy = `version: 1
self: ["https://{tenant}.example.com"]
tenants:
  identify: { host: "{tenant}.example.com" }
  members: { acme: { allow: [https://acme.example], owner: a@acme.example, purpose: its portal } }
resources:
  - { name: r, match: [{ path: /r }], sensitivity: internal, grants: [{ origins: ["@tenant"] }] }
`
    const [finding] = judged(policy, fileWith('url: /r', 'expect: { reach: true }'))
    expect(finding).toMatchObject({ code: 'MQ-194', path: '/cases/0/url' })
    const named = fileWith('url: /r', 'context: { tenant: acme }', 'expect: { reach: true }')
    expect(judged(policy, named)).toEqual([])
  })
})
