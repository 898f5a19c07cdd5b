/**
 * Findings of `scan` that need no policy, and that `verify` does not report.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { ALLOW_APP, answers, DENIED, GRANTED_PREFLIGHT, preflight, VARY } from './examples.ts'

export type ScanOnlyCause =
  | 'trusts-third-party'
  | 'internal-origin'
  | 'long-max-age'
  | 'credentials-everywhere'
  | 'insecure-origin-with-credentials'

const CREDENTIALS = 'Access-Control-Allow-Credentials: true'

function letIn(origin: string): FindingRule['example'] {
  return answers({ origin }, ['200', `Access-Control-Allow-Origin: ${origin}`, VARY], DENIED)
}

export const SCAN_RULES: Readonly<Record<ScanOnlyCause, FindingRule>> = {
  'trusts-third-party': {
    code: 'MQ-651',
    severity: 'error',
    title: 'API lets in every customer of a hosting provider',
    why: 'anyone can publish a page under a shared domain such as `github.io`, and that page reads the answers',
    help: 'list the exact origins that you own, in place of a pattern over the domain of a provider',
    see: ['guide/scan.md'],
    example: letIn('https://marque-scan.github.io'),
  },
  'internal-origin': {
    code: 'MQ-652',
    severity: 'error',
    title: 'API lets in localhost, a private address or an internal name',
    why: 'whatever program or device answers there for a visitor reads the API as that visitor: a development server, a router, a host in a café',
    help: 'allow development and internal origins in those environments only, and remove them from the public API',
    see: ['guide/scan.md'],
    example: letIn('http://localhost:3000'),
  },
  'long-max-age': {
    code: 'MQ-653',
    severity: 'warning',
    title: 'Access-Control-Max-Age is over one day',
    why: 'no browser keeps a preflight that long (Firefox 24 hours, Chromium 2 hours), and while one is kept, a permission that you take back stays in force',
    help: 'set `Access-Control-Max-Age` to 600, or to 7200 at most',
    see: ['D18', 'Fetch, CORS-preflight cache'],
    example: preflight([...GRANTED_PREFLIGHT.slice(0, -1), 'Access-Control-Max-Age: 31536000']),
  },
  'credentials-everywhere': {
    code: 'MQ-654',
    severity: 'warning',
    title: 'Access-Control-Allow-Credentials on every answer',
    why: 'the header is a constant: whatever sets Access-Control-Allow-Origin, now or later, in this layer or in one before it, opens the answers with credentials',
    help: 'send `Access-Control-Allow-Credentials: true` only beside the Access-Control-Allow-Origin of an origin that may use credentials',
    see: ['D13', 'D20'],
    example: answers({ origin: 'https://stranger.invalid' }, ['200', CREDENTIALS, VARY], DENIED),
  },
  'insecure-origin-with-credentials': {
    code: 'MQ-655',
    severity: 'error',
    title: 'API lets in an origin without TLS, with credentials',
    why: 'whoever is on the network of a visitor can put script into a page over `http`, which then reads the answers with the session of the visitor',
    help: 'serve that page over https and remove the http origin, or allow it without credentials',
    see: ['guide/scan.md'],
    example: answers(
      { origin: 'http://app.example.com' },
      ['200', 'Access-Control-Allow-Origin: http://app.example.com', CREDENTIALS, VARY],
      ['200', ALLOW_APP, CREDENTIALS, VARY],
    ),
  },
}
