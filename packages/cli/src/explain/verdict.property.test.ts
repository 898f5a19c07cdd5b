import { BROWSERS } from '@marque/core/browsers'
import { load } from '@marque/policy'
import { type PreparedPolicy, preparePolicy, runCase, type TestCase } from '@marque/policy/tests'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { browserRows, layerRefusal } from './browser-table.ts'
import { explainExchanges } from './exchanges.ts'
import { flags } from './explain-input.cases.ts'
import { readExplainInput } from './explain-input.ts'
import type { ExplainReport } from './report.ts'
import { verdictOf } from './verdict.ts'

const NOW = Date.UTC(2098, 10, 22, 12)
const SELF = [
  'https://api.example.com',
  'http://intranet.example.com:6000',
  'http://localhost:8080',
]
const PAGES = [
  'https://app.example.com',
  'http://app.example.com',
  'http://localhost:3000',
  'https://api.example.com',
  'https://evil.example',
  'capacitor://localhost',
  'null',
]
const HEADERS = [
  'content-type: application/json',
  'content-type: text/plain',
  'authorization: Bearer x',
  'x-note: 1',
  'DPR: 2',
  'user-agent: x',
  'accept: a:b',
]

const grant = fc.record({
  methods: fc.subarray(['GET', 'HEAD', 'POST', 'PUT', 'PATCH'], { minLength: 1 }),
  requestHeaders: fc.subarray(['content-type', 'authorization', 'x-note', 'accept']),
  any: fc.boolean(),
  credentials: fc.boolean(),
  websocket: fc.boolean(),
  reads: fc.boolean(),
})

type Grant = typeof grant extends fc.Arbitrary<infer Value> ? Value : never

function grantText({ methods, requestHeaders, any, credentials, websocket, reads }: Grant): string {
  const keys = [
    `origins: [${any ? '"*"' : 'web'}]`,
    `methods: [${methods.join(', ')}]`,
    ...(requestHeaders.length === 0 || !reads ? [] : [`requestHeaders: [${requestHeaders}]`]),
    ...(credentials && !any && reads ? ['credentials: true'] : []),
    ...(websocket && !any && reads ? ['websocket: true'] : []),
    ...(reads ? [] : ['read: false']),
  ]
  return `{ ${keys.join(', ')} }`
}

const policy = fc
  .record({
    grants: fc.array(grant, { minLength: 1, maxLength: 2 }),
    enforce: fc.constantFrom('headers', 'block'),
    // With one entry, a request of that origin is the layer's own whatever Host is (D6).
    self: fc.constantFrom(SELF, SELF.slice(0, 1)),
  })
  .map(
    ({ grants, enforce, self }) => `version: 1
self: [${self.join(', ')}]
context: { roles: { claim: roles } }
origins:
  web: { allow: [${PAGES.slice(0, 3).join(', ')}, 'capacitor://localhost'], owner: a@example.com, purpose: p }
resources:
  - name: all
    match: [{ path: /** }]
    sensitivity: ${grants.some(({ any }) => any) ? 'public' : 'internal'}
    enforce: ${enforce}
    grants:
${grants.map((each) => `      - ${grantText(each)}`).join('\n')}
`,
  )

const fetched = fc.record({
  origin: fc.constantFrom(...PAGES),
  base: fc.constantFrom(
    ...SELF,
    'wss://api.example.com',
    'ws://api.example.com',
    'http://api.example.com',
    'https://api.example.com:8443',
    'https://other.example',
    'ws://intranet.example.com:6000',
  ),
  method: fc.constantFrom('GET', 'get', 'HEAD', 'POST', 'PUT', 'PATCH', 'patch', 'DELETE'),
  header: fc.subarray(HEADERS, { maxLength: 2 }),
  credentials: fc.boolean(),
})

function prepared(text: string): PreparedPolicy | null {
  return preparePolicy(load(text, 'policy.yaml'), { environment: 'production', now: NOW }).prepared
}

const cellsOf = (report: ExplainReport): readonly string[] =>
  report.browsers === null
    ? []
    : (browserRows(report.browsers, layerRefusal(report)).find(
        ({ label }) => label === 'script can read',
      )?.cells ?? [])

test('F1, F2: the verdict, its JSON, the table of browsers and `test` agree', () => {
  const seen = {
    yes: 0,
    no: 0,
    blocked: 0,
    refused: 0,
    differing: 0,
    own: 0,
    ownElsewhere: 0,
    misdirected: 0,
  }
  fc.assert(
    fc.property(policy, fetched, (text, { origin, base, header, ...page }) => {
      const under = prepared(text)
      fc.pre(under !== null)
      const url = `${base}/v1/x`
      const webSocket = base.startsWith('ws')
      const method = webSocket ? 'GET' : page.method
      const credentials = webSocket || page.credentials
      const input = readExplainInput(url, { ...flags, origin, method, header, credentials })
      const explained = explainExchanges(under.engine, input, { now: NOW })
      const report: ExplainReport = {
        policy: 'policy.yaml',
        environment: 'production',
        now: NOW,
        context: {},
        origin,
        locations: [],
        ...explained,
      }
      const { outcome, sentence, reach, read, reason, blocked, refusal } = verdictOf(report)
      const { browsers, standard, isHostServed } = report
      if (browsers === null || standard === null) throw new Error('a page has verdicts')

      // `test` judges the policy, not layers.
      if (!isHostServed && blocked === null) {
        expect({ outcome, reach, read }).toEqual({ outcome: 'no', reach: false, read: false })
        expect(sentence).toContain('421')
        expect(standard.sent).toBe(!standard.preflight)
        expect(cellsOf(report)).not.toContain('yes')
        seen.misdirected++
        return
      }

      // The table.
      expect(cellsOf(report).map((cell) => cell === 'yes')).toEqual(
        BROWSERS.map((name) => browsers[name].read),
      )
      const verdicts = BROWSERS.map((name) => browsers[name])
      const isEqual = verdicts.every(
        (each) => each.sent === standard.sent && each.read === standard.read,
      )
      expect(sentence.includes('but in ')).toBe(!isEqual)
      if (isEqual) {
        expect(verdicts.map((each) => each.read)).toEqual(BROWSERS.map(() => read))
        if (!verdicts.some(({ sent }) => sent)) expect(reach).toBe(false)
      }
      expect(outcome).toBe(read || (reach && reason === 'reach-only') ? 'yes' : 'no')

      // `test`
      const one: TestCase = {
        name: 'the case',
        path: '/cases/0',
        at: { line: 1, column: 1 },
        origin,
        method: input.request.method,
        url,
        webSocket,
        headers: header.map((line) =>
          line
            .toLowerCase()
            .split(/: (.*)/)
            .slice(0, 2),
        ) as never,
        credentials,
        context: {},
        now: null,
        expect: {},
      }
      const { got } = runCase(under, one, NOW)
      expect({ reach, read, reason }).toEqual({
        reach: got.reach,
        read: got.read,
        reason: got.reason,
      })
      seen[outcome === 'yes' ? 'yes' : 'no']++
      if (blocked !== null) seen.blocked++
      if (refusal !== null) seen.refused++
      if (!isEqual) seen.differing++
      if (reason === 'same-origin') seen[read ? 'own' : 'ownElsewhere']++
    }),
    { numRuns: 1000 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20)
})
