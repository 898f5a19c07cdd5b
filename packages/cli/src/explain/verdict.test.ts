import { prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import { describe, expect, test } from 'vitest'
import { PLAIN } from '../terminal/palette.ts'
import { explainExchanges } from './exchanges.ts'
import { flags } from './explain-input.cases.ts'
import { type ExplainInputOptions, readExplainInput } from './explain-input.ts'
import { formatJson } from './format-json.ts'
import { formatPretty } from './format-pretty.ts'
import type { ExplainReport } from './report.ts'
import { type Verdict, verdictOf } from './verdict.ts'

const now = Date.UTC(2098, 10, 22, 12)
const APP = 'https://app.example.com'

function reportUnder(
  {
    self = 'https://api.example.com',
    grant,
    authentication = 'optional',
  }: { self?: string; grant: string; authentication?: 'optional' | 'required' },
  url: string,
  options: Partial<ExplainInputOptions>,
): ExplainReport {
  const text = `version: 1
self: [${self}]
origins:
  web: { allow: [${APP}, "http://localhost:3000"], owner: a@example.com, purpose: p }
resources:
  - name: all
    match: [{ path: /v1/** }]
    sensitivity: internal
    authentication: ${authentication}
    grants: [{ origins: [web], ${grant} }]
`
  const { bundle, findings } = compile(load(text, 'policy.yaml'), { environment: 'staging', now })
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  const input = readExplainInput(url, { ...flags, origin: APP, ...options })
  return {
    policy: 'policy.yaml',
    environment: 'staging',
    now,
    context: {},
    origin: APP,
    locations: [],
    ...explainExchanges(prepare(bundle), input, { now }),
  }
}

const jsonOf = (report: ExplainReport): Verdict => JSON.parse(formatJson(report)).verdict
const prettyOf = (report: ExplainReport): string =>
  formatPretty(report, { palette: PLAIN, columns: 200 })

describe('F1: an https page and an http API', () => {
  const policy = {
    self: 'http://intranet.example.com:6100, http://localhost:6100, http://10.0.0.7',
    grant: 'methods: [GET, PUT], credentials: true',
  }
  const put = { method: 'PUT', credentials: true }

  test('the request is blocked as mixed content, and nothing is sent', () => {
    const report = reportUnder(policy, 'http://intranet.example.com:6100/v1/x', put)
    expect(report.exchanges.map(({ role }) => role)).toEqual(['request'])
    expect(jsonOf(report)).toMatchObject({
      outcome: 'no',
      reach: false,
      read: false,
      blocked: 'mixed-content',
      settledBy: 'browser',
    })
    expect(prettyOf(report)).toContain(
      '✗ NO  browsers send nothing: blocked as mixed content: an https page cannot request `http:`',
    )
    expect(prettyOf(report)).toMatch(/sends the request +no +no +no/)
    expect(prettyOf(report)).toContain('policy    granted: allowed by a grant')
    expect(prettyOf(report)).toContain('hypothetical: browsers do not send it')
  })
  test('a WebSocket without TLS likewise', () => {
    const report = reportUnder(policy, 'ws://intranet.example.com:6100/v1/x', {})
    expect(jsonOf(report)).toMatchObject({ outcome: 'no', reach: false, blocked: 'mixed-content' })
  })
  test('an http page may send it', () => {
    const report = reportUnder(policy, 'http://intranet.example.com:6100/v1/x', {
      ...put,
      origin: 'http://localhost:3000',
    })
    expect(jsonOf(report)).toMatchObject({ outcome: 'yes', reach: true, read: true })
  })
  test('loopback is exempt, after the permission of the user; Safari blocks it', () => {
    const report = reportUnder(policy, 'http://localhost:6100/v1/x', put)
    expect(jsonOf(report)).toMatchObject({ outcome: 'yes', reach: true, read: true, blocked: null })
    expect(verdictOf(report).sentence).toBe(
      'the request reaches the application, and script can read the response; but in Safari (WebKit) the request is blocked as mixed content; Chromium and Firefox first ask the user for access to the local network',
    )
  })
  test('a private address is exempt in Chromium only', () => {
    const { sentence, outcome } = verdictOf(reportUnder(policy, 'http://10.0.0.7/v1/x', put))
    expect(outcome).toBe('no')
    expect(sentence).toContain('Firefox and Safari (WebKit) send nothing: blocked as mixed content')
    expect(sentence).toContain('but in Chromium script can read the response')
  })
})

describe('F2: credentials that the grant does not have', () => {
  const grant = 'methods: [GET, POST], requestHeaders: [content-type]'
  const post = { method: 'POST', header: ['content-type: application/json'], credentials: true }

  test('the preflight fails in the browser, so headline, JSON and table say that nothing reaches the application', () => {
    const report = reportUnder({ grant }, 'https://api.example.com/v1/x', post)
    expect(jsonOf(report)).toMatchObject({
      outcome: 'no',
      reach: false,
      read: false,
      reason: 'credentials-not-granted',
      settledBy: 'preflight',
    })
    expect(prettyOf(report)).toContain(
      '✗ NO  browsers send a preflight, refuse its response, and do not send the request: Access-Control-Allow-Credentials is not `true`',
    )
    expect(prettyOf(report)).toMatch(/sends the request +no +no +no/)
  })
  test('without a preflight the request is sent, and the browser withholds the response', () => {
    const report = reportUnder({ grant }, 'https://api.example.com/v1/x', { credentials: true })
    expect(jsonOf(report)).toMatchObject({ outcome: 'no', reach: true, read: false })
  })
  test('with credentials granted it is read', () => {
    const granted = { grant: `${grant}, credentials: true` }
    const report = reportUnder(granted, 'https://api.example.com/v1/x', post)
    expect(jsonOf(report)).toMatchObject({ outcome: 'yes', reach: true, read: true })
  })
  test('a method that script may not use', () => {
    const report = reportUnder({ grant }, 'https://api.example.com/v1/x', { method: 'TRACE' })
    expect(jsonOf(report)).toMatchObject({
      outcome: 'no',
      reach: false,
      blocked: 'invalid-request',
    })
  })
})

test('F17: an origin of `self` with another Host: the first line names Host and the proxy', () => {
  const self = 'https://irc.example.com:3001, https://irc.example.org'
  const report = reportUnder({ self, grant: 'methods: [GET]' }, 'https://irc.example.com/v1/x', {
    origin: 'https://irc.example.com:3001',
  })
  expect(verdictOf(report).sentence).toContain(
    'the origin is an entry of `self`, but Host is another one: a proxy in front',
  )
  const foreign = reportUnder({ self, grant: 'methods: [GET]' }, 'https://irc.example.com/v1/x', {
    origin: 'https://evil.example',
  })
  expect(verdictOf(foreign).sentence).not.toContain('proxy')
})

describe('a resource with `authentication: required`', () => {
  const policy = { grant: 'methods: [GET], credentials: true', authentication: 'required' } as const
  const url = 'https://api.example.com/v1/x'

  test('without a login the headline does not say yes, and a step says what layers answer', () => {
    const report = reportUnder(policy, url, { credentials: true })
    expect(jsonOf(report)).toMatchObject({ outcome: 'login', reach: null, read: null })
    expect(verdictOf(report).sentence).toMatch(
      /^the resource requires a login, .+ answer 401; with a login, /,
    )
    const text = formatPretty(report, { palette: PLAIN, columns: 400 })
    expect(text).toContain('○ NEEDS A LOGIN')
    expect(text).not.toContain('YES')
    expect(text).toMatch(/skip +D21 +`all` requires a login, .+ answer 401 without a login/)
  })
  test('without Origin it is not simply forwarded either', () => {
    const report = reportUnder(policy, url, { origin: undefined } as never)
    expect(jsonOf(report)).toMatchObject({ outcome: 'not-cors', reach: null })
    expect(verdictOf(report).sentence).toContain('answer 401; with a login')
  })
  test('with a login, and for what is denied with any login, nothing changes', () => {
    const context = '{"claims":{"sub":"anna"}}'
    expect(jsonOf(reportUnder(policy, url, { context, credentials: true }))).toMatchObject({
      outcome: 'yes',
      reach: true,
      read: true,
    })
    expect(jsonOf(reportUnder(policy, url, { method: 'DELETE' }))).toMatchObject({
      outcome: 'no',
      reach: false,
      read: false,
    })
  })
})

describe('a page of the only entry of `self`, and a URL that has another origin', () => {
  const policy = { grant: 'methods: [GET, PUT]' }
  const from = (url: string, options: Partial<ExplainInputOptions> = {}) =>
    reportUnder(policy, url, { origin: 'https://api.example.com', ...options })
  const no = { outcome: 'no', read: false, reason: 'same-origin' } as const

  test.each(['http://api.example.com/v1/x', 'ws://api.example.com/v1/x'])(
    '%s is mixed content',
    (url) => {
      expect(jsonOf(from(url))).toMatchObject({ ...no, reach: false, blocked: 'mixed-content' })
      expect(prettyOf(from(url))).not.toContain('YES')
    },
  )
  test('the preflight for another port fails, so nothing is sent', () => {
    const report = from('https://api.example.com:8443/v1/x', { method: 'PUT' })
    expect(jsonOf(report)).toMatchObject({ ...no, reach: false, settledBy: 'preflight' })
    expect(verdictOf(report).sentence).toContain('the URL has another scheme, host or port')
    expect(report.help).toBeNull()
  })
  test('without a preflight the request is sent, and script cannot read the response', () => {
    const report = from('https://api.example.com:8443/v1/x')
    expect(jsonOf(report)).toMatchObject({ ...no, reach: true })
    expect(verdictOf(report).sentence).toContain('the URL has another scheme, host or port')
  })
  test('a URL of its own origin is read, and so is its WebSocket', () => {
    for (const url of ['https://api.example.com/v1/x', 'wss://api.example.com/v1/x']) {
      expect(jsonOf(from(url))).toMatchObject({ outcome: 'yes', reach: true, read: true })
    }
  })
})

test('a port to which browsers send nothing, to a page without TLS too; mixed content comes first', () => {
  const policy = { self: 'http://intranet.example.com:6000', grant: 'methods: [GET]' }
  const url = 'http://intranet.example.com:6000/v1/x'
  const report = reportUnder(policy, url, { origin: 'http://localhost:3000' })
  expect(jsonOf(report)).toMatchObject({ outcome: 'no', reach: false, blocked: 'bad-port' })
  expect(verdictOf(report).sentence).toContain('browsers send nothing to port 6000')
  expect(jsonOf(reportUnder(policy, url, {}))).toMatchObject({ blocked: 'mixed-content' })
})

describe('F35: a host that the policy does not name', () => {
  const policy = { grant: 'methods: [GET, PUT], credentials: true' }
  test('the headline says that layers answer 421, and where hosts are named', () => {
    const report = reportUnder(policy, 'https://other.example/v1/x', {})
    expect(jsonOf(report)).toMatchObject({
      outcome: 'no',
      reach: false,
      read: false,
      hostServed: false,
      help: null,
    })
    const text = prettyOf(report)
    expect(text).toMatch(
      /✗ NO +gateway, middleware and decision service answer the request with 421/,
    )
    expect(text).toContain('the policy does not name the host `other.example`')
    expect(text).toContain('in `self` or in a match, or in `hosts` of the layer')
    expect(text).toMatch(/sends the request +yes +yes +yes/)
    expect(text).toMatch(/script can read +the 421 +the 421 +the 421/)
    expect(text).toContain('response  421, sent by the layer')
  })
  test('a preflight gets the 421, so the request is not sent', () => {
    const report = reportUnder(policy, 'https://other.example/v1/x', { method: 'PUT' })
    expect(verdictOf(report).sentence).toContain('answer the preflight with 421')
    expect(prettyOf(report)).toMatch(/sends the request +no +no +no/)
  })
  test('without Origin too', () => {
    const report = reportUnder(policy, 'https://other.example/v1/x', { origin: undefined })
    expect(jsonOf({ ...report, origin: null })).toMatchObject({ outcome: 'no', reach: false })
  })
  test.each([
    'https://api.example.com:8443/v1/x',
    'http://localhost:3000/v1/x',
    'http://10.0.0.7/v1/x',
  ])('served: %s', (url) => {
    const { isHostServed } = reportUnder(policy, url, { origin: undefined })
    expect(isHostServed).toBe(true)
  })
  test('a host that cannot be read stays 400', () => {
    const report = reportUnder(policy, 'https://other.example:0/v1/x', {})
    expect(verdictOf(report).sentence).toContain('400')
  })
})

describe('the table of browsers where the resource requires a login', () => {
  const policy = {
    grant: 'methods: [GET, PUT], credentials: true, exposeHeaders: [etag]',
    authentication: 'required',
  } as const
  test.each([{ method: 'GET' }, { method: 'PUT' }])('$method', (options) => {
    const text = prettyOf(
      reportUnder(policy, 'https://api.example.com/v1/x', { ...options, credentials: true }),
    )
    expect(text).toContain('○ NEEDS A LOGIN')
    expect(text).toMatch(/sends the request +yes +yes +yes/)
    expect(text).toMatch(/script can read +the 401 +the 401 +the 401/)
    expect(text).toMatch(/exposed headers, with a login +safelisted \+ 1/)
    expect(text).toContain(
      'all: the request is sent, and layers that authenticate answer 401: without a login script gets nothing of the application',
    )
    expect(text).toContain('response  401, sent by layers that authenticate')
  })
})
