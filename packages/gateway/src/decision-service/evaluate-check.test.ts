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

const facts = (method: string, path: string, lines: readonly HeaderLine[] = []) => ({
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

async function judged(authenticate: Authenticator, question: ReturnType<typeof facts>) {
  const told: DecidedRequest[] = []
  const observe = { decided: (decided: DecidedRequest) => told.push(decided) }
  let asked = 0
  const counting: Authenticator = (sender) => {
    asked++
    return authenticate(sender)
  }
  const result: CheckResult = await checkEvaluator(policy, {
    authenticate: counting,
    observer: observe,
  })(question)
  return { result, asked, told }
}

test('nobody is asked who sends a preflight, whatever it lacks', async () => {
  const lines: readonly HeaderLine[] = [['Access-Control-Request-Method', 'GET']]
  for (const path of ['/v1/account', '/v1/orders', '/v2/orders', '/public/x', '/none']) {
    const { asked, told } = await judged(reader, facts('OPTIONS', path, lines))
    expect([path, asked, told.length]).toEqual([path, 0, 1])
  }
  const { result } = await judged(reader, facts('OPTIONS', '/v2/orders', lines))
  expect(result.decision.reason).toBe('condition-unmet')
})

test('nobody is asked about what is refused whoever sends it', async () => {
  expect((await judged(reader, facts('PUT', '/v1/account'))).asked).toBe(0)
})

test('what is known of the sender is in the decision, and told once', async () => {
  const { result, asked, told } = await judged(reader, facts('GET', '/v1/account'))
  expect([result.decision.reason, result.failure, asked]).toEqual(['granted', null, 1])
  expect(told.map(({ decision }) => decision.reason)).toEqual(['granted'])
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
  test(`an identification that ${title} lets nothing through`, async () => {
    const { result } = await judged(authenticate, facts('GET', '/v1/account'))
    expect(result.failure?.fault).toBe(FAULTS.internal)
    expect([checkResponse(result).status, wholeResponse(result).status]).toEqual([403, 500])
  })
}

test('without a policy preflights and what needs one are refused, and the rest goes on without CORS headers', async () => {
  const none = { engine: null, moment: () => ({ now: 0 }) } as unknown as PolicySource
  const ask = checkEvaluator(none)
  expect(checkResponse(await ask(facts('PUT', '/v1/account'))).status).toBe(403)
  const goesOn = checkResponse(await ask(facts('GET', '/v1/account')))
  expect(goesOn.status).toBe(200)
  expect(goesOn.headers.filter(([name]) => name.startsWith('access-control-'))).toEqual([])
})
