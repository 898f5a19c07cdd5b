import { NOW } from './policies.cases.ts'
import type { TestCase } from './test-file.ts'

/** A case without its expectation, and its outcome under the policy of `policies.cases.ts`: preflight, reach, read, reason, resource. */
export interface OutcomeRow {
  readonly name: string
  readonly page: Partial<TestCase>
  readonly want: readonly [string, boolean, boolean, string, string | null]
}

const APP = 'https://app.example.com'
const SHOP = 'https://a.shop.example'
const JSON_BODY = [['content-type', 'application/json']] as const
const FORM_BODY = [['content-type', 'application/x-www-form-urlencoded']] as const
const TOKEN = { id: 't', origin: APP, tenant: null, resource: 'vault', until: NOW + 1 }

export const outcomes: readonly OutcomeRow[] = [
  {
    name: 'a simple request needs no preflight',
    page: { origin: APP, url: '/account', credentials: true },
    want: ['not-needed', true, true, 'granted', 'account'],
  },
  {
    name: 'a form needs no preflight either',
    page: { origin: SHOP, method: 'POST', url: '/account', headers: FORM_BODY },
    want: ['not-needed', true, true, 'granted', 'account'],
  },
  {
    name: 'F1: an https page sends nothing to http, whatever the policy grants',
    page: { origin: APP, url: 'http://api.example.com/account', credentials: true },
    want: ['not-needed', false, false, 'granted', 'account'],
  },
  {
    name: 'F1: no preflight either',
    page: { origin: APP, method: 'DELETE', url: 'http://api.example.com/account' },
    want: ['not-needed', false, false, 'method-not-granted', 'account'],
  },
  {
    name: 'JSON needs a preflight',
    page: { origin: SHOP, method: 'POST', url: '/account', headers: JSON_BODY },
    want: ['granted', true, true, 'granted', 'account'],
  },
  {
    name: 'a method that needs a preflight and is not granted: the request is not sent',
    page: { origin: APP, method: 'DELETE', url: '/account', credentials: true },
    want: ['method-not-granted', false, false, 'method-not-granted', 'account'],
  },
  {
    name: 'a lower-case patch is another method',
    page: { origin: APP, method: 'patch', url: '/account', credentials: true },
    want: ['method-not-granted', false, false, 'method-not-granted', 'account'],
  },
  {
    name: 'a header that is not granted: the request is not sent',
    page: { origin: APP, url: '/account', headers: [['x-other', 'a']] },
    want: ['headers-not-granted', false, false, 'headers-not-granted', 'account'],
  },
  {
    name: 'an unlisted origin reaches the application under `enforce: headers`, and may not read',
    page: { origin: 'https://stranger.invalid', url: '/account' },
    want: ['not-needed', true, false, 'origin-not-granted', 'account'],
  },
  {
    name: 'a client certificate is credentials, which this grant does not allow',
    page: {
      origin: SHOP,
      method: 'POST',
      url: '/account',
      headers: JSON_BODY,
      context: { certificate: true },
    },
    want: ['granted', true, false, 'credentials-not-granted', 'account'],
  },
  {
    name: 'a request without Origin',
    page: { origin: null, url: '/account', method: 'DELETE', credentials: true },
    want: ['not-needed', true, false, 'not-cors', 'account'],
  },
  {
    name: 'a same-origin page needs no preflight',
    page: { origin: 'https://api.example.com', url: '/account', method: 'DELETE' },
    want: ['not-needed', true, true, 'same-origin', 'account'],
  },
  {
    name: 'another origin of `self` is cross-origin for the browser',
    page: { origin: 'https://b.example.com', url: '/account', method: 'DELETE' },
    want: ['origin-not-granted', false, false, 'origin-not-granted', 'account'],
  },
  {
    name: 'a page of the other own origin on its own host',
    page: { origin: 'https://b.example.com', url: 'https://b.example.com/account' },
    want: ['not-needed', true, true, 'same-origin', 'account'],
  },
  {
    name: 'credentials that the grant does not allow',
    page: { origin: SHOP, url: '/account', credentials: true },
    want: ['not-needed', true, false, 'credentials-not-granted', 'account'],
  },
  {
    name: 'the same behind a preflight: the browser refuses the answer to the preflight',
    page: { origin: SHOP, method: 'POST', url: '/account', headers: JSON_BODY, credentials: true },
    want: ['credentials-not-granted', false, false, 'credentials-not-granted', 'account'],
  },
  {
    name: 'any origin may read a public resource',
    page: { origin: 'null', url: '/open' },
    want: ['not-needed', true, true, 'granted-any', 'open'],
  },
  {
    name: 'and not with credentials: the browser refuses the answer',
    page: { origin: SHOP, url: '/open', credentials: true },
    want: ['not-needed', true, false, 'credentials-not-granted', 'open'],
  },
  {
    name: 'any origin passes the preflight of a public resource',
    page: { origin: SHOP, url: '/open', headers: [['x-test', 'a']] },
    want: ['granted-any', true, true, 'granted-any', 'open'],
  },
  {
    name: 'reach without read',
    page: { origin: SHOP, method: 'POST', url: '/callback', headers: FORM_BODY, credentials: true },
    want: ['not-needed', true, false, 'reach-only', 'callback'],
  },
  {
    name: 'a request that needs a preflight does not reach a resource with `read: false`',
    page: { origin: SHOP, method: 'POST', url: '/callback', headers: JSON_BODY, credentials: true },
    want: ['headers-not-granted', false, false, 'headers-not-granted', 'callback'],
  },
  {
    name: 'a WebSocket that is granted',
    page: { origin: APP, url: 'wss://api.example.com/live', webSocket: true, credentials: true },
    want: ['not-needed', true, true, 'granted', 'live'],
  },
  {
    name: 'a WebSocket that is not granted',
    page: { origin: APP, url: 'wss://api.example.com/account', webSocket: true, credentials: true },
    want: ['not-needed', false, false, 'websocket-not-granted', 'account'],
  },
  {
    name: 'a WebSocket of an unlisted origin',
    page: { origin: SHOP, url: 'wss://api.example.com/live', webSocket: true, credentials: true },
    want: ['not-needed', false, false, 'origin-not-granted', 'live'],
  },
  {
    name: 'a condition that holds',
    page: { origin: 'https://partner.example', url: '/account', context: { roles: ['reader'] } },
    want: ['not-needed', true, true, 'granted', 'account'],
  },
  {
    name: 'a condition that does not hold',
    page: { origin: 'https://partner.example', url: '/account' },
    want: ['not-needed', true, false, 'condition-unmet', 'account'],
  },
  {
    name: 'a set that has ended at the time of the case',
    page: { origin: 'https://partner.example', url: '/account', now: Date.UTC(2099, 1, 1) },
    want: ['not-needed', true, false, 'expired', 'account'],
  },
  {
    name: 'a token',
    page: {
      origin: APP,
      url: '/vault',
      headers: [['marque-token', 'test']],
      credentials: true,
      context: { token: TOKEN },
    },
    want: ['granted', true, true, 'granted', 'vault'],
  },
  {
    name: 'no token',
    page: { origin: APP, url: '/vault', credentials: true },
    want: ['not-needed', false, false, 'token-required', 'vault'],
  },
  {
    name: 'a cross-site request without Origin to an isolated resource',
    page: { origin: null, url: '/vault', headers: [['sec-fetch-site', 'cross-site']] },
    want: ['not-needed', false, false, 'cross-site-blocked', 'vault'],
  },
  {
    name: 'an opaque origin that the browser marks as same-origin',
    page: {
      origin: 'null',
      method: 'POST',
      url: '/account',
      headers: [['sec-fetch-site', 'same-origin']],
    },
    want: ['not-needed', true, true, 'same-origin', 'account'],
  },
  {
    name: 'an ambiguous path',
    page: { origin: APP, url: '/account/%2e%2e/open' },
    want: ['not-needed', false, false, 'path-ambiguous', null],
  },
  {
    name: 'a path that no resource matches',
    page: { origin: APP, url: '/nothing' },
    want: ['not-needed', true, false, 'resource-unmatched', null],
  },
]
