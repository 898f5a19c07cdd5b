import type { PageCase } from './case-file.ts'
import { NOW } from './policies.cases.ts'

/** A case without its expectation, and what it comes to under the policy of `policies.cases.ts`: preflight, reach, read, reason, resource. */
export interface Told {
  readonly name: string
  readonly page: Partial<PageCase>
  readonly want: readonly [string, boolean, boolean, string, string | null]
}

const APP = 'https://app.example.com'
const SHOP = 'https://a.shop.example'
const JSON_BODY = [['content-type', 'application/json']] as const
const FORM_BODY = [['content-type', 'application/x-www-form-urlencoded']] as const
const TOKEN = { id: 't', origin: APP, tenant: null, resource: 'vault', until: NOW + 1 }

export const told: readonly Told[] = [
  {
    name: 'a simple request needs no preflight',
    page: { origin: APP, url: '/account', credentials: true },
    want: ['not-needed', true, true, 'granted', 'account'],
  },
  {
    name: 'a form needs none either',
    page: { origin: SHOP, method: 'POST', url: '/account', headers: FORM_BODY },
    want: ['not-needed', true, true, 'granted', 'account'],
  },
  {
    name: 'JSON does',
    page: { origin: SHOP, method: 'POST', url: '/account', headers: JSON_BODY },
    want: ['granted', true, true, 'granted', 'account'],
  },
  {
    name: 'a method does, and where it is not granted the request is not sent',
    page: { origin: APP, method: 'DELETE', url: '/account', credentials: true },
    want: ['method-not-granted', false, false, 'method-not-granted', 'account'],
  },
  {
    name: 'a lower-case patch is another method',
    page: { origin: APP, method: 'patch', url: '/account', credentials: true },
    want: ['method-not-granted', false, false, 'method-not-granted', 'account'],
  },
  {
    name: 'a header that is not granted stops it too',
    page: { origin: APP, url: '/account', headers: [['x-other', 'a']] },
    want: ['headers-not-granted', false, false, 'headers-not-granted', 'account'],
  },
  {
    name: 'a stranger is let through under `headers`, and does not read',
    page: { origin: 'https://stranger.invalid', url: '/account' },
    want: ['not-needed', true, false, 'origin-not-granted', 'account'],
  },
  {
    name: 'without an origin nobody asks',
    page: { origin: null, url: '/account', method: 'DELETE', credentials: true },
    want: ['not-needed', true, false, 'not-cors', 'account'],
  },
  {
    name: "the API's own page needs no preflight",
    page: { origin: 'https://api.example.com', url: '/account', method: 'DELETE' },
    want: ['not-needed', true, true, 'same-origin', 'account'],
  },
  {
    name: 'its other origin is another one for the browser',
    page: { origin: 'https://b.example.com', url: '/account', method: 'DELETE' },
    want: ['origin-not-granted', false, false, 'origin-not-granted', 'account'],
  },
  {
    name: 'a page of the other origin at home',
    page: { origin: 'https://b.example.com', url: 'https://b.example.com/account' },
    want: ['not-needed', true, true, 'same-origin', 'account'],
  },
  {
    name: 'a cookie where the grant has no credentials',
    page: { origin: SHOP, url: '/account', credentials: true },
    want: ['not-needed', true, false, 'credentials-not-granted', 'account'],
  },
  {
    name: 'the same behind a preflight: the browser refuses the answer to the preflight',
    page: { origin: SHOP, method: 'POST', url: '/account', headers: JSON_BODY, credentials: true },
    want: ['credentials-not-granted', false, false, 'credentials-not-granted', 'account'],
  },
  {
    name: 'anybody reads what is open',
    page: { origin: 'null', url: '/open' },
    want: ['not-needed', true, true, 'granted-any', 'open'],
  },
  {
    name: 'and not with credentials, by the browser alone',
    page: { origin: SHOP, url: '/open', credentials: true },
    want: ['not-needed', true, false, 'credentials-not-granted', 'open'],
  },
  {
    name: 'anybody passes the preflight of what is open',
    page: { origin: SHOP, url: '/open', headers: [['x-test', 'a']] },
    want: ['granted-any', true, true, 'granted-any', 'open'],
  },
  {
    name: 'reach without read',
    page: { origin: SHOP, method: 'POST', url: '/callback', headers: FORM_BODY, credentials: true },
    want: ['not-needed', true, false, 'reach-only', 'callback'],
  },
  {
    name: 'what needs a preflight does not get there',
    page: { origin: SHOP, method: 'POST', url: '/callback', headers: JSON_BODY, credentials: true },
    want: ['headers-not-granted', false, false, 'headers-not-granted', 'callback'],
  },
  {
    name: 'a WebSocket that is granted',
    page: { origin: APP, url: 'wss://api.example.com/live', webSocket: true, credentials: true },
    want: ['not-needed', true, true, 'granted', 'live'],
  },
  {
    name: 'a WebSocket that is not',
    page: { origin: APP, url: 'wss://api.example.com/account', webSocket: true, credentials: true },
    want: ['not-needed', false, false, 'websocket-not-granted', 'account'],
  },
  {
    name: 'a WebSocket of a stranger',
    page: { origin: SHOP, url: 'wss://api.example.com/live', webSocket: true, credentials: true },
    want: ['not-needed', false, false, 'origin-not-granted', 'live'],
  },
  {
    name: 'a condition that holds',
    page: { origin: 'https://partner.example', url: '/account', context: { roles: ['reader'] } },
    want: ['not-needed', true, true, 'granted', 'account'],
  },
  {
    name: 'a condition that does not',
    page: { origin: 'https://partner.example', url: '/account' },
    want: ['not-needed', true, false, 'condition-unmet', 'account'],
  },
  {
    name: 'a set that has ended, by the clock of the case',
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
    name: 'another site without an origin, at what is isolated',
    page: { origin: null, url: '/vault', headers: [['sec-fetch-site', 'cross-site']] },
    want: ['not-needed', false, false, 'cross-site-blocked', 'vault'],
  },
  {
    name: 'an opaque origin that the browser calls its own',
    page: {
      origin: 'null',
      method: 'POST',
      url: '/account',
      headers: [['sec-fetch-site', 'same-origin']],
    },
    want: ['not-needed', true, true, 'same-origin', 'account'],
  },
  {
    name: 'a path that two layers read differently',
    page: { origin: APP, url: '/account/%2e%2e/open' },
    want: ['not-needed', false, false, 'path-ambiguous', null],
  },
  {
    name: 'what no resource matches',
    page: { origin: APP, url: '/nothing' },
    want: ['not-needed', true, false, 'resource-unmatched', null],
  },
]
