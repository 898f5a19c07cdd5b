/**
 * Requests of a page that fail, and what the SDK says of each.
 *
 * @module
 */
import { expect } from 'vitest'
import type { TestBed } from './test-bed.ts'

export interface FailureCase {
  readonly title: string
  /** Path of the page; `/` where it is left out. */
  readonly page?: string
  readonly from: 'app' | 'stranger'
  readonly to: (testBed: TestBed) => string
  readonly init?: { readonly [name: string]: unknown }
  /** Paths with credentials, for every origin that is asked. */
  readonly credentials?: readonly string[]
  readonly explain?: boolean
  readonly want: { readonly [name: string]: unknown }
}

const CONTACT = 'api-support@example.com'

export const failures: readonly FailureCase[] = [
  {
    title: 'an origin without a grant',
    from: 'stranger',
    to: ({ api }) => `${api}/v1/account/me?secret=1`,
    want: {
      kind: 'policy',
      isCertain: true,
      reason: 'origin-not-granted',
      contact: CONTACT,
      help: expect.stringContaining(`ask ${CONTACT} for a grant`),
    },
  },
  {
    title: 'a method without a grant',
    from: 'app',
    to: ({ api }) => `${api}/v1/account/me`,
    init: { method: 'DELETE' },
    want: { kind: 'policy', isCertain: true, reason: 'method-not-granted', contact: CONTACT },
  },
  {
    title: 'a header without a grant',
    from: 'app',
    to: ({ api }) => `${api}/v1/open/a`,
    init: { headers: { 'x-other': '1', 'x-trace': '1' } },
    want: { kind: 'policy', isCertain: true, reason: 'headers-not-granted', contact: CONTACT },
  },
  {
    title: 'a port that browsers block',
    from: 'app',
    to: () => 'http://localhost:6000/v1/open/a?secret=1',
    want: { kind: 'bad-port', isCertain: true, reason: null, requestId: null },
  },
  {
    title: 'credentials without a grant',
    from: 'app',
    to: ({ api }) => `${api}/v1/open/a`,
    credentials: ['/v1/open/**'],
    want: { kind: 'policy', isCertain: true, reason: 'credentials-not-granted' },
  },
  {
    title: 'credentials without a grant, asked first',
    from: 'app',
    to: ({ api }) => `${api}/v1/open/a`,
    init: { method: 'PUT' },
    credentials: ['/v1/open/**'],
    want: { kind: 'policy', isCertain: true, reason: 'credentials-not-granted' },
  },
  {
    title: 'credentials where everybody may read',
    from: 'stranger',
    to: ({ api }) => `${api}/v1/any/a`,
    credentials: ['/v1/any/**'],
    want: {
      kind: 'policy',
      isCertain: true,
      reason: 'credentials-not-granted',
      help: expect.stringContaining("credentials: 'omit'"),
    },
  },
  {
    title: 'a page without an origin',
    page: '/sandbox',
    from: 'app',
    to: ({ api }) => `${api}/v1/open/a`,
    want: { kind: 'policy', isCertain: true, reason: 'origin-null' },
  },
  {
    title: 'a grant to send and not to read',
    from: 'app',
    to: ({ api }) => `${api}/v1/quiet/a`,
    init: { method: 'POST', body: 'a' },
    want: { kind: 'policy', isCertain: true, reason: 'reach-only' },
  },
  {
    title: 'a role that the login may lack',
    from: 'app',
    to: ({ api }) => `${api}/v1/reports/a`,
    want: { kind: 'policy', isCertain: false, reason: 'condition-unmet' },
  },
  {
    title: 'a path that layers read in two ways',
    from: 'app',
    to: ({ api }) => `${api}/v1/open/..%2faccount/a`,
    want: { kind: 'policy', isCertain: true, reason: 'path-ambiguous' },
  },
  {
    title: 'a path that nobody wrote down',
    from: 'app',
    to: ({ api }) => `${api}/v2/a`,
    want: { kind: 'policy', isCertain: true, reason: 'resource-unmatched' },
  },
  {
    title: 'a grant, and a redirect to where nothing answers',
    from: 'app',
    to: ({ api, dead }) => `${api}/v1/open/moved?to=${encodeURIComponent(`${dead}/x`)}`,
    want: { kind: 'network', isCertain: false, reason: 'granted' },
  },
  {
    title: 'a server without a policy',
    from: 'app',
    to: ({ plain }) => `${plain}/a`,
    want: { kind: 'unknown', isCertain: false, reason: null, contact: null, requestId: null },
  },
  {
    title: 'an API that is not asked',
    from: 'stranger',
    to: ({ api }) => `${api}/v1/account/me`,
    explain: false,
    want: { kind: 'unknown', isCertain: false, reason: null },
  },
  {
    title: 'a port where nothing listens',
    from: 'app',
    to: ({ dead }) => `${dead}/a`,
    want: { kind: 'unreachable', isCertain: false },
  },
  {
    title: 'TLS that fails',
    from: 'app',
    to: ({ api }) => `${api.replace('http:', 'https:')}/v1/open/a`,
    want: { kind: 'unreachable', isCertain: false },
  },
  {
    title: 'a certificate that nobody has signed',
    from: 'app',
    to: ({ unsigned }) => `${unsigned}/a`,
    want: { kind: 'unreachable', isCertain: false },
  },
  {
    title: 'a name that does not resolve',
    from: 'app',
    to: () => 'http://nowhere.invalid/a',
    want: { kind: 'unreachable', isCertain: false },
  },
  {
    title: "the page's own Content-Security-Policy",
    page: '/strict',
    from: 'app',
    to: ({ api }) => `${api}/v1/open/a?b=c#d`,
    want: { kind: 'csp', isCertain: true, reason: null },
  },
]
