import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { closeServer, listen } from '@marque/testkit/http'
import { compilePolicy } from '@marque/testkit/policies'
import {
  type BrowserOptions,
  type BrowserVerification,
  findBrowser,
  TESTED_BROWSERS,
  type VerifyInput,
  type VerifyReport,
  verifyInBrowsers,
} from '@marque/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const COMPANY = readFileSync('examples/company/policy.yaml', 'utf8')

let upstream: Server
let gateway: TestGateway
let input: VerifyInput
let report: VerifyReport
beforeAll(async () => {
  upstream = createServer((_, response) => {
    response.setHeader('etag', '"1"').setHeader('x-request-id', '1').end('ok')
  })
  gateway = await startTestGateway({
    upstream: [`http://127.0.0.1:${await listen(upstream)}`],
    policy: COMPANY,
  })
  const layer = { name: 'gateway', url: gateway.url, http: 1, target: null, onlyAsSeen: false }
  input = {
    bundle: compilePolicy(COMPANY),
    layers: [layer as VerifyInput['layers'][number]],
    alsoKnown: [],
    context: null,
    paths: [],
    maxProbes: 10_000,
    mutating: false,
    throughCache: false,
    asking: {
      headers: [],
      credentials: [],
      concurrency: 1,
      rate: null,
      replicas: 1,
      tls: { ca: null, client: null },
      seed: 1,
      timeout: 60_000,
      signal: new AbortController().signal,
    },
    now: Date.now,
  }
  report = {
    format: 'marque-verify/1',
    bundle: 'sha256:',
    environment: 'production',
    startedAt: '',
    complete: true,
    seed: 1,
    layers: [{ name: 'gateway', url: gateway.url, sent: 0, drifted: 0, unanswered: 0 }],
    leftOut: {},
    findings: [],
  } as VerifyReport
})
afterAll(async () => {
  await gateway?.stop()
  await closeServer(upstream)
})

for (const browser of TESTED_BROWSERS) {
  if ('problem' in findBrowser(browser)) {
    test.skip(`${browser} is missing: npm run parts -- --only ${browser}`)
    continue
  }
  describe(browser, () => {
    const run = (options: Partial<BrowserOptions>): Promise<BrowserVerification> =>
      verifyInBrowsers(input, report, { browsers: [browser], maxCases: 200, ...options })

    test('pages conclude what is predicted at the company behind a gateway', async () => {
      const { report: after, runs } = await run({})
        JSON.stringify(runs),
        JSON.stringify(after.leftOut),
        after.layers[0]?.sent,
        Date.now() - started,
      )
      expect(after.findings.map((message ) => message)).toEqual([])
      expect(runs[0]?.problem).toBeNull()
      expect(runs[0]?.compared).toBeGreaterThan(150)
    })
  })
}
