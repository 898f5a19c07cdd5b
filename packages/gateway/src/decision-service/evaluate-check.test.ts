import { type HeaderLine, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import type { PolicySource } from '@marque/sync'
import { expect, test } from 'vitest'
import { ANONYMOUS, type Authenticator } from '../auth/identity.ts'
import type { DecidedRequest } from '../observability/observer.ts'
import { FAULTS } from '../reply/faults.ts'
import { checkResponse, wholeResponse } from './check-responses.ts'
import { type CheckResult, checkEvaluator } from './evaluate-check.ts'

const APP = 'https://app.example.com'
const POLICY = `
version: 1
self: [https://api.example.com]
context: { apiVersion: { path: "/{apiVersion}/**" }, roles: { claim: roles } }
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: own applications }
resources:
  - name: public
    match: [{ path: /public/** }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET] }]
  - name: versions
    match: [{ path: "/{version}/orders" }]
    sensitivity: confidential
    grants: [{ origins: [web], methods: [GET], when: { apiVersion: [v1] } }]
  - name: account
    match: [{ path: /v1/account }]
    sensitivity: confidential
    authentication: required
    grants: [{ origins: [web], methods: [GET], when: { roles: [reader] } }]
`
const { bundle, findings } = compile(load(new TextEncoder().encode(POLICY), 'policy.yaml'), {
  environment: 'production',
  now: Date.now(),
})
if (bundle === null) throw new Error(JSON.stringify(findings))
const engine = prepare(bundle)
const policy = { engine, moment: () => ({ now: Date.now() }) } as unknown as PolicySource

const check = (method: string, path: string, lines: readonly HeaderLine[] = []) => ({
  facts: {
    method,
    url: `https://api.example.com${path}`,
    headers: [['Origin', APP], ...lines] as readonly HeaderLine[],
  },
  requestId: 'r',
})

const reader: Authenticator = async () => ({
  ...ANONYMOUS,
  subject: 'alice',
  context: { claims: { roles: ['reader'] } },
})

async function evaluate(authenticate: Authenticator, input: ReturnType<typeof check>) {
  const reported: DecidedRequest[] = []
  const observer = { decided: (request: DecidedRequest) => reported.push(request) }
  let calls = 0
  const counting: Authenticator = (sender) => {
    calls++
    return authenticate(sender)
  }
  const result: CheckResult = await checkEvaluator(policy, {
    authenticate: counting,
    isHostServed: null,
    observer,
  })(input)
  return { result, calls, reported }
}

test('preflights are not authenticated, whatever their decision', async () => {
  const lines: readonly HeaderLine[] = [['Access-Control-Request-Method', 'GET']]
  for (const path of ['/v1/account', '/v1/orders', '/v2/orders', '/public/x', '/none']) {
    const { calls, reported } = await evaluate(reader, check('OPTIONS', path, lines))
    expect([path, calls, reported.length]).toEqual([path, 0, 1])
  }
  const { result } = await evaluate(reader, check('OPTIONS', '/v2/orders', lines))
  expect(result.decision.reason).toBe('condition-unmet')
})

test('D13: a certificate that the proxy reports is credentials, with and without a login', async () => {
  const withCertificate = { ...check('GET', '/public/x'), hasCertificate: true }
  const { result } = await evaluate(reader, withCertificate)
  expect(result.decision.reason).toBe('credentials-not-granted')
  expect((await evaluate(reader, check('GET', '/public/x'))).result.decision.reason).toBe('granted')
  const account = { ...check('GET', '/v1/account'), hasCertificate: true }
  expect((await evaluate(reader, account)).result.decision.reason).toBe('credentials-not-granted')
})

test('a request that is refused for every identity is not authenticated', async () => {
  expect((await evaluate(reader, check('PUT', '/v1/account'))).calls).toBe(0)
})

test('the decision includes the identity and is reported once', async () => {
  const { result, calls, reported } = await evaluate(reader, check('GET', '/v1/account'))
  expect([result.decision.reason, result.failure, calls]).toEqual(['granted', null, 1])
  expect(reported.map(({ decision }) => decision.reason)).toEqual(['granted'])
})

const failing: readonly (readonly [string, Authenticator])[] = [
  [
    'throws',
    () => {
      throw new Error('broken')
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
]

for (const [title, authenticate] of failing) {
  test(`an authenticator that ${title} causes a refusal`, async () => {
    const { result } = await evaluate(authenticate, check('GET', '/v1/account'))
    expect(result.failure?.fault).toBe(FAULTS.internal)
    expect([checkResponse(result).status, wholeResponse(result).status]).toEqual([403, 500])
  })
}

test('without a policy, preflights and preflighted requests are refused, and other requests are forwarded without CORS headers', async () => {
  const none = { engine: null, moment: () => ({ now: 0 }) } as unknown as PolicySource
  const evaluateWithout = checkEvaluator(none)
  expect(checkResponse(await evaluateWithout(check('PUT', '/v1/account'))).status).toBe(403)
  const forwarded = checkResponse(await evaluateWithout(check('GET', '/v1/account')))
  expect(forwarded.status).toBe(200)
  expect(forwarded.headers.filter(([name]) => name.startsWith('access-control-'))).toEqual([])
})
