/**
 * Requests of a page that fail, and what the SDK says of each.
 *
 * @module
 */
import type { Place } from './place.ts'

export interface FailureCase {
  readonly title: string
  /** Path of the page; `/` where it is left out. */
  readonly page?: string
  readonly from: 'app' | 'stranger'
  readonly to: (place: Place) => string
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
    want: { kind: 'policy', isCertain: true, reason: 'origin-not-granted', contact: CONTACT },
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
    title: 'credentials without a grant',
    from: 'app',
    to: ({ api }) => `${api}/v1/open/a`,
    credentials: ['/v1/open/**'],
    want: { kind: 'policy', isCertain: true, reason: 'credentials-not-granted' },
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
