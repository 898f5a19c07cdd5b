import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type BrowserVerdict, browseAs, ENGINES, type PageRequest } from '@marque/core/browsers'
import { startTestGateway, type TestGateway } from '@marque/testkit/gateway'
import { closeServer, listen } from '@marque/testkit/http'
import { compilePolicy } from '@marque/testkit/policies'
import {
  type BrowserOptions,
  type BrowserVerification,
  findBrowser,
  TESTED_BROWSERS,
  type TestedBrowser,
  type VerifyInput,
  verifyInBrowsers,
} from '@marque/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyReport, inputFor } from './browser-input.ts'

const COMPANY = readFileSync('examples/company/policy.yaml', 'utf8')
const BUNDLE = compilePolicy(COMPANY)
const SECRET = 'Bearer 7f3a9c0d2e'

let upstream: Server
let gateway: TestGateway
/** Echoes every origin, and the secret. */
let echo: Server
let echoUrl: string
let received: IncomingMessage[] = []
beforeAll(async () => {
  upstream = createServer((_, response) => {
    response.setHeader('etag', '"1"').setHeader('x-request-id', '1').end('ok')
  })
  gateway = await startTestGateway({
    upstream: [`http://127.0.0.1:${await listen(upstream)}`],
    policy: COMPANY,
  })
  echo = createServer((request, response) => {
    received.push(request)
    const { origin = '', authorization = 'none' } = request.headers
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-allow-credentials', 'true')
    response.setHeader('access-control-allow-methods', 'GET, PUT, POST, DELETE, PATCH')
    response.setHeader('access-control-allow-headers', 'authorization, content-type')
    response.setHeader('www-authenticate', `Basic realm="${authorization}"`)
    response.setHeader('set-cookie', 'session=stolen; Secure; SameSite=None').end('ok')
  })
  echoUrl = `http://127.0.0.1:${await listen(echo)}`
})
afterAll(async () => {
  await gateway?.stop()
  await Promise.all([upstream, echo].map(closeServer))
})

for (const browser of TESTED_BROWSERS) {
  if ('problem' in findBrowser(browser)) {
    test.skip(`${browser} is missing: npm run parts -- --only ${browser}`)
    continue
  }
  describe(browser, () => {
    test('pages conclude what is predicted at the company behind a gateway', async () => {
      const { report, runs } = await run(browser, inputFor(BUNDLE, { gateway: gateway.url }), {})
      expect(report.findings.map(({ message }) => message)).toEqual([])
      expect(runs[0]?.problem).toBeNull()
      expect(runs[0]?.compared).toBeGreaterThan(90)
      expect(report.layers[0]?.sent).toBeGreaterThan(90)
    })

    test('a layer that echoes every origin is no difference, and gets neither the cookie nor a method that changes data', async () => {
      received = []
      const input = inputFor(BUNDLE, { app: echoUrl }, [['Authorization', SECRET]])
      const { report, runs } = await run(browser, input, { maxCases: 30 })
      expect(report.findings).toEqual([])
      expect(runs[0]?.problem).toBeNull()
      expect(report.leftOut['browser-wrong-answer']).toBeGreaterThan(10)
      expect(JSON.stringify([report, runs])).not.toContain('7f3a9c0d2e')
      expect(received.length).toBe(report.layers[0]?.sent)
      const methods = new Set(received.map(({ method }) => method))
      expect([...methods].filter((each) => !['GET', 'HEAD', 'OPTIONS'].includes(each!))).toEqual([])
      for (const { headers, method } of received) {
        expect(headers.cookie).toBeUndefined()
        expect(headers.host).toMatch(/halyard\.example$/)
        if (method === 'OPTIONS') expect(headers.authorization).toBeUndefined()
      }
      expect(received.some(({ headers }) => headers.authorization === SECRET)).toBe(true)
    })
  })
}

if ('program' in findBrowser('chromium')) {
  test('a prediction that does not hold is found, each part of it', async () => {
    const { report } = await run('chromium', inputFor(BUNDLE, { gateway: gateway.url }), {
      maxCases: 40,
      predict: (name, page, answer) => lie(page, browseAs(ENGINES[name], page, answer)),
    })
    const texts = report.findings.map(({ message }) => message)
    for (const text of [
      'sends a preflight',
      'does not send the request',
      '(?:lets script read the answer|hides the answer from script)',
      'shows script the headers',
    ]) {
      expect(texts).toContainEqual(expect.stringMatching(`^\`chromium\` ${text}`))
    }
    const [first] = report.findings
    expect(first).toMatchObject({ cause: 'browser-differs', layer: 'gateway', severity: 'error' })
    expect(first?.curl).toContain('curl -i')
  })
}

function run(
  browser: TestedBrowser,
  input: VerifyInput,
  options: Partial<BrowserOptions>,
): Promise<BrowserVerification> {
  const report = emptyReport(input)
  return verifyInBrowsers(input, report, { browsers: [browser], maxCases: 120, ...options })
}

/** Another lie for each method, and for what is read. */
function lie({ method, credentials }: PageRequest, verdict: BrowserVerdict): BrowserVerdict {
  if (verdict.preflightPasses === false && credentials) return { ...verdict, preflight: false }
  if (verdict.preflightPasses === false) return { ...verdict, sent: true }
  if (method !== 'GET') return verdict
  if (verdict.read && credentials) return { ...verdict, exposed: '*' }
  return { ...verdict, read: !verdict.read }
}
