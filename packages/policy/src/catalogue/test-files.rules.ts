/**
 * Findings about policy test files, beside those about any document.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'

/** A test file with one case: these lines of YAML beside its name. */
function withCase(...lines: readonly string[]): string {
  return `policy: ./policy.yaml
cases:
  - name: the app reads its account
${lines.map((line) => `    ${line}\n`).join('')}`
}

const GOOD = withCase(
  'origin: https://app.example.com',
  'url: /v1/account/me',
  'expect: { read: true }',
)

export const testFileRules: readonly FindingRule[] = [
  {
    code: 'MQ-190',
    severity: 'error',
    title: 'test file without cases',
    why: 'a file without cases passes although it tests nothing',
    help: 'add a case, or generate a file with `marque test --init POLICY`',
    see: ['docs/guide/testing.md'],
    subject: 'tests',
    example: { bad: 'policy: ./policy.yaml\ncases: []\n', good: GOOD },
  },
  {
    code: 'MQ-191',
    severity: 'error',
    title: 'case without an expected outcome',
    why: 'the case passes whatever the policy decides',
    help: 'add one of `preflight`, `reach`, `read`, `reason`, `resource`, `exposeHeaders`, `requestHeaders` or `credentials` to `expect`',
    see: ['docs/guide/testing.md'],
    subject: 'tests',
    example: { bad: withCase('url: /v1/account/me', 'expect: {}'), good: GOOD },
  },
  {
    code: 'MQ-192',
    severity: 'error',
    title: 'empty or duplicate case name',
    why: 'a failure could not be attributed to one case',
    help: 'give every case of the file a unique name',
    see: ['docs/guide/testing.md'],
    subject: 'tests',
    example: {
      bad: `${GOOD}${GOOD.slice(GOOD.indexOf('  - name'))}`,
      good: GOOD,
    },
  },
  {
    code: 'MQ-193',
    severity: 'warning',
    title: 'origin in a form that no browser sends',
    why: 'the engine denies it as malformed, so the case does not test the intended origin',
    help: 'write the origin as browsers serialise it: scheme, host, and the port where it is not the default one; a case about malformed origins expects the reason `origin-malformed`',
    see: ['D3', 'RFC 6454, 6.2'],
    subject: 'tests',
    example: {
      bad: withCase(
        'origin: https://app.example.com/',
        'url: /v1/account/me',
        'expect: { read: false }',
      ),
      good: GOOD,
    },
  },
  {
    code: 'MQ-194',
    severity: 'error',
    title: 'URL that is neither absolute nor a path',
    why: 'the request has no host',
    help: 'write an absolute URL, `https://…` or `wss://…`, or a path that starts with `/`',
    see: ['D1', 'docs/guide/testing.md'],
    subject: 'tests',
    example: { bad: withCase('url: account/me', 'expect: { read: true }'), good: GOOD },
  },
  {
    code: 'MQ-195',
    severity: 'error',
    title: 'WebSocket handshake that no page can send',
    why: 'a handshake is a GET without headers of the script, and it always carries cookies',
    help: 'remove `method`, `requestHeaders` and `credentials: omit` where the URL starts with `wss:` or `ws:`',
    see: ['D25', 'RFC 6455, 4.1'],
    subject: 'tests',
    example: {
      bad: withCase(
        'origin: https://app.example.com',
        'url: wss://api.example.com/v1/live',
        'credentials: omit',
        'expect: { reach: false }',
      ),
      good: withCase(
        'origin: https://app.example.com',
        'url: wss://api.example.com/v1/live',
        'expect: { reach: false }',
      ),
    },
  },
  {
    code: 'MQ-196',
    severity: 'error',
    title: 'invalid header value',
    why: '`fetch` throws a TypeError, and no request is sent',
    help: 'write the value in one line, without control characters',
    see: ['Fetch, "header value"'],
    subject: 'tests',
    example: {
      bad: withCase(
        'url: /v1/account/me',
        'requestHeaders: { x-shop: "a\\nb" }',
        'expect: { reach: true }',
      ),
      good: withCase(
        'url: /v1/account/me',
        'requestHeaders: { x-shop: "a b" }',
        'expect: { reach: true }',
      ),
    },
  },
]
