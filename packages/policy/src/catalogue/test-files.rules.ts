/**
 * What can be wrong with a file of policy tests, beside what can be wrong with any document.
 *
 * @module
 */
import type { FindingRule } from './finding-rule.ts'

/** A test file whose one case has these lines of YAML beside its name. */
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
    title: 'a test file without a case',
    why: 'a file that tests nothing passes, and looks like a proof',
    help: 'write a case, or let `marque test --init` write the first ones',
    see: ['CONTRACTS, policy tests'],
    subject: 'tests',
    example: { bad: 'policy: ./policy.yaml\ncases: []\n', good: GOOD },
  },
  {
    code: 'MQ-191',
    severity: 'error',
    title: 'a case that expects nothing',
    why: 'it passes whatever the policy says',
    help: 'say what shall come of it: `preflight`, `reach`, `read`, `reason` or `resource`',
    see: ['CONTRACTS, policy tests'],
    subject: 'tests',
    example: { bad: withCase('url: /v1/account/me', 'expect: {}'), good: GOOD },
  },
  {
    code: 'MQ-192',
    severity: 'error',
    title: 'a case without a name of its own',
    why: 'when it fails, nobody can say which one it was',
    help: 'give each case of the file another name',
    see: ['CONTRACTS, policy tests'],
    subject: 'tests',
    example: {
      bad: `${GOOD}${GOOD.slice(GOOD.indexOf('  - name'))}`,
      good: GOOD,
    },
  },
  {
    code: 'MQ-193',
    severity: 'warning',
    title: 'an origin that no browser sends',
    why: 'the engine takes it for malformed and denies it, so the case says nothing of the origin that was meant',
    help: 'write scheme, host and port as browsers do; a case that is about malformed origins expects the reason `origin-malformed`',
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
    title: 'a url that no case can ask for',
    why: 'there is nobody to send the request to',
    help: 'write an absolute url, `https://…` or `wss://…`, or a path that starts with `/`',
    see: ['D1', 'CONTRACTS, policy tests'],
    subject: 'tests',
    example: { bad: withCase('url: account/me', 'expect: { read: true }'), good: GOOD },
  },
  {
    code: 'MQ-195',
    severity: 'error',
    title: 'something that no page can do with a WebSocket',
    why: 'script opens a WebSocket with a GET of its own making, without further headers, and cookies always travel',
    help: 'leave `method`, `requestHeaders` and `credentials: omit` out where the url starts with `wss:` or `ws:`',
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
    title: 'a header value that script cannot set',
    why: 'the browser throws an error, and no request is sent',
    help: 'write the value on one line, without control characters',
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
