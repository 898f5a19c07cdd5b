import { decide } from '@marque/core'
import { describe, expect, test } from 'vitest'
import { load } from '../load.ts'
import { coverageOf } from './coverage.ts'
import { NOW, POLICY } from './policies.cases.ts'
import { type PreparedPolicy, preparePolicy } from './prepare-policy.ts'
import { outcomes } from './run-case.cases.ts'
import { decidingStep, runCase } from './run-case.ts'
import type { TestCase } from './test-file.ts'

const preparedFor = (environment: string, policy = POLICY): PreparedPolicy => {
  const { prepared, findings } = preparePolicy(load(policy, 'policy.yaml'), {
    environment,
    now: NOW,
  })
  if (prepared === null)
    throw new Error(findings.map(({ code, message }) => `${code} ${message}`).join())
  return prepared
}

const prepared = preparedFor('production')

function caseOf(page: Partial<TestCase>): TestCase {
  return {
    name: 'the case',
    path: '/cases/0',
    at: { line: 1, column: 1 },
    origin: null,
    method: 'GET',
    url: '/',
    webSocket: false,
    headers: [],
    credentials: false,
    context: {},
    now: null,
    expect: {},
    ...page,
  }
}

describe('outcome of a case: ', () => {
  for (const { name, page, want } of outcomes) {
    test(name, () => {
      const { got } = runCase(prepared, caseOf(page), NOW)
      expect([got.preflight, got.reach, got.read, got.reason, got.resource]).toEqual(want)
    })
  }
})

test('the explanation is the detail of the decision', () => {
  for (const { page } of outcomes) {
    const one = caseOf(page)
    const run = runCase(prepared, one, NOW)
    const decision = decide(prepared.engine, run.decidedBy, one.context, { now: run.now })
    const isByBrowser = run.got.reason === 'credentials-not-granted' && decision.read
    const isBlocked = run.because.startsWith('the browser sends nothing: blocked as mixed content')
    expect(isBlocked).toBe(page.origin?.startsWith('https:') === true && /^http:/.test(one.url))
    if (!isByBrowser && !isBlocked) expect(run.because).toBe(decision.detail)
    expect(run.got.resource).toBe(decision.resource)
  }
})

test('a request without a page is sent as written, with its cookie', () => {
  const one = caseOf({
    method: 'POST',
    url: '/account',
    headers: [['x-test', 'a']],
    credentials: true,
  })
  expect(runCase(prepared, one, NOW).decidedBy).toEqual({
    method: 'POST',
    url: 'https://api.example.com/account',
    headers: [
      ['x-test', 'a'],
      ['Cookie', 'any=1'],
    ],
  })
})

describe('the deciding step names', () => {
  const stepOf = (page: Partial<TestCase>) => {
    const run = runCase(prepared, caseOf(page), NOW)
    return decidingStep(prepared, run)
  }
  const line = (part: string) => POLICY.slice(0, POLICY.indexOf(part)).split('\n').length

  test('the grant, with its position', () => {
    expect(stepOf({ origin: 'https://a.shop.example', url: '/account' })).toBe(
      `grant 1 of \`account\` decides, policy.yaml:${line('origins: [wide], methods: [GET, POST]')}:9`,
    )
  })

  test('the condition that failed', () => {
    const step = stepOf({ origin: 'https://app.example.com', method: 'DELETE', url: '/account' })
    expect(step).toMatch(/^grant 0 allows the methods .*`DELETE`.* \(D9\)$/)
  })

  test('nothing where the browser refused the answer', () => {
    expect(stepOf({ origin: 'https://a.shop.example', url: '/open', credentials: true })).toBeNull()
  })
})

test('every difference is listed, the preflight first', () => {
  const expected = {
    preflight: 'granted',
    reach: true,
    read: false,
    reason: 'granted',
    resource: 'open',
  } as const
  const one = caseOf({
    origin: 'https://app.example.com',
    method: 'DELETE',
    url: '/account',
    expect: expected,
  })
  expect(runCase(prepared, one, NOW).differences).toEqual([
    { key: 'preflight', expected: 'granted', got: 'method-not-granted' },
    { key: 'reach', expected: true, got: false },
    { key: 'reason', expected: 'granted', got: 'method-not-granted' },
    { key: 'resource', expected: 'open', got: 'account' },
  ])
})

test('`preflight: granted` includes `granted-any`; `reason` is exact', () => {
  const page = {
    origin: 'https://a.shop.example',
    url: '/open',
    headers: [['x-test', 'a']],
  } as const
  const passing = caseOf({ ...page, expect: { preflight: 'granted' } })
  const failing = caseOf({ ...page, expect: { reason: 'granted' } })
  expect(runCase(prepared, passing, NOW).differences).toEqual([])
  expect(runCase(prepared, failing, NOW).differences).toHaveLength(1)
})

describe('F4: what the answers permit', () => {
  const permitting = preparedFor(
    'production',
    `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: w@example.com, purpose: ours, reviewBy: 2099-05-01 }
  shop: { allow: [https://shop.example], owner: w@example.com, purpose: shops, reviewBy: 2099-05-01 }
resources:
  - name: open
    match: [{ path: /open }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], requestHeaders: [x-test], exposeHeaders: ["*"] }]
  - name: files
    match: [{ path: /files/** }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET, PATCH], requestHeaders: [upload-offset, tus-resumable], exposeHeaders: [upload-offset, etag], credentials: true, websocket: true }
      - { origins: [shop], methods: [GET], exposeHeaders: [etag] }
`,
  )
  const APP = { origin: 'https://app.example.com', url: '/files/1' }
  const rows: readonly (readonly [
    name: string,
    page: Partial<TestCase>,
    exposed: readonly string[],
    accepted: readonly string[],
    credentials: boolean,
  ])[] = [
    [
      'a request with a preflight',
      { ...APP, method: 'PATCH', headers: [['upload-offset', '0']], credentials: true },
      ['etag', 'upload-offset'],
      ['tus-resumable', 'upload-offset'],
      true,
    ],
    [
      'a request that needs none: as a preflight for its method would permit',
      APP,
      ['etag', 'upload-offset'],
      ['tus-resumable', 'upload-offset'],
      true,
    ],
    ['a grant with less', { ...APP, origin: 'https://shop.example' }, ['etag'], [], false],
    [
      'an answer that the browser hides, because it does not allow credentials',
      { ...APP, origin: 'https://shop.example', credentials: true },
      [],
      [],
      false,
    ],
    ['a failed preflight', { ...APP, method: 'DELETE' }, [], [], false],
    ['an unlisted origin', { ...APP, origin: 'https://stranger.invalid' }, [], [], false],
    [
      'any origin: `*` is itself',
      { origin: 'https://any.example', url: '/open' },
      ['*'],
      ['x-test'],
      false,
    ],
    [
      'a same-origin page, for which CORS does not apply',
      { ...APP, origin: 'https://api.example.com' },
      [],
      [],
      false,
    ],
    ['a server', { ...APP, origin: null }, [], [], false],
    [
      'a WebSocket that is granted carries credentials',
      { ...APP, url: 'wss://api.example.com/files/1', webSocket: true, credentials: true },
      [],
      [],
      true,
    ],
  ]
  for (const [name, page, exposeHeaders, requestHeaders, credentials] of rows) {
    test(name, () => {
      const wanted = { exposeHeaders, requestHeaders, credentials }
      const run = runCase(permitting, caseOf({ ...page, expect: wanted }), NOW)
      expect(run.got).toMatchObject(wanted)
      expect(run.differences).toEqual([])
    })
  }

  test('a list with one name less or more differs', () => {
    const lists = [['etag'], ['etag', 'upload-offset', 'x-more'], []]
    for (const exposeHeaders of lists) {
      const run = runCase(permitting, caseOf({ ...APP, expect: { exposeHeaders } }), NOW)
      expect(run.differences).toEqual([
        { key: 'exposeHeaders', expected: exposeHeaders, got: ['etag', 'upload-offset'] },
      ])
    }
  })
})

describe('coverage', () => {
  const run = (page: Partial<TestCase>) => runCase(prepared, caseOf(page), NOW)
  const names = (parts: readonly { readonly cases: number }[]) => parts.map(({ cases }) => cases)

  test('lists each grant and set of the environment, in the order of the policy', () => {
    const { grants, sets } = coverageOf(prepared, [])
    expect(grants.map(({ resource, grant }) => `${resource}/${grant}`)).toEqual([
      'open/0',
      'account/0',
      'account/1',
      'account/2',
      'callback/0',
      'live/0',
      'vault/0',
    ])
    expect(sets.map(({ name }) => name)).toEqual(['web', 'wide', 'partner'])
    const staging = coverageOf(preparedFor('staging'), [])
    expect(staging.grants.map(({ grant }) => grant)).toContain(3)
    expect(staging.sets.map(({ name }) => name)).toContain('later')
  })

  test('gives the position in the policy', () => {
    const { grants, sets } = coverageOf(prepared, [])
    const lines = POLICY.split('\n')
    expect(lines[grants[2]!.at.line - 1]).toContain('origins: [wide], methods: [GET, POST]')
    expect(lines[sets[2]!.at!.line - 1]).toContain('partner:')
  })

  test('counts grants that let a request through, and only those', () => {
    const { grants, sets } = coverageOf(prepared, [
      run({ origin: 'https://a.shop.example', url: '/account' }),
      run({ origin: 'https://a.shop.example', url: '/account', credentials: true }),
      run({ origin: 'https://a.shop.example', url: '/open' }),
      run({ origin: 'https://partner.example', url: '/account' }),
      run({
        origin: 'https://app.example.com',
        url: 'wss://api.example.com/live',
        webSocket: true,
      }),
    ])
    expect(names(grants)).toEqual([1, 0, 1, 0, 0, 1, 0])
    expect(names(sets)).toEqual([1, 1, 0])
  })

  test('counts only those sets of a grant that hold the origin', () => {
    const both = preparedFor(
      'production',
      POLICY.replace(
        '[{ origins: [web], methods: [GET], credentials: true, websocket: true }]',
        '[{ origins: [web, partner], methods: [GET], credentials: true }]',
      ),
    )
    const by = runCase(both, caseOf({ origin: 'https://partner.example', url: '/live' }), NOW)
    const { sets } = coverageOf(both, [by])
    expect(sets.map(({ name, cases }) => [name, cases])).toEqual([
      ['web', 0],
      ['wide', 0],
      ['partner', 1],
    ])
  })

  test('lists exceptions beside grants', () => {
    const excepted = preparedFor(
      'production',
      `${POLICY}exceptions:
  - id: EX-1
    origin: https://debug.example
    resource: account
    from: 2098-11-20T00:00:00Z
    until: 2098-11-28T00:00:00Z
    purpose: incident 4711
    requestedBy: dev@example.com
    approvedBy: [lead@example.com]
`,
    )
    const before = coverageOf(excepted, []).grants.filter(({ exception }) => exception !== null)
    expect(before).toMatchObject([
      { exception: 'EX-1', resource: 'account', grant: null, cases: 0 },
    ])
    const by = runCase(excepted, caseOf({ origin: 'https://debug.example', url: '/account' }), NOW)
    const { grants, sets } = coverageOf(excepted, [by])
    expect(grants.find(({ exception }) => exception === 'EX-1')?.cases).toBe(1)
    expect(sets.find(({ name }) => name === 'https://debug.example')).toMatchObject({
      at: null,
      cases: 1,
    })
  })
})
