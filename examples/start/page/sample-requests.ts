/**
 * The requests that the pages send. Every page has the same list, so the same request gets different responses; the stranger's page has more requests.
 *
 * @module
 */
import type { SiteName } from './setup.ts'

/** How a page sends a request: with `fetch`, or with older mechanisms. */
export type Transport = 'fetch' | 'events' | 'socket' | 'form' | 'image'

export interface SampleRequest {
  readonly id: string
  readonly title: string
  readonly transport: Transport
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Set by script. */
  readonly headers: { readonly [name: string]: string }
  readonly body: string | null
  /** `credentials: 'include'`, or a transport that always sends cookies. */
  readonly credentials: boolean
  /** From a frame with `sandbox="allow-scripts"`, whose origin is `null`. */
  readonly isFramed: boolean
  /** What the request demonstrates. */
  readonly lesson: string
}

/** One group of the page. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly intro: string
  readonly samples: readonly SampleRequest[]
}

const PLAIN = {
  transport: 'fetch',
  method: 'GET',
  headers: {},
  body: null,
  credentials: false,
  isFramed: false,
} as const

const JSON_BODY = { 'content-type': 'application/json' } as const

const LOGIN = '{"user":"mara","password":"tern"}'

const ACCOUNT: SampleRequest = {
  ...PLAIN,
  id: 'account',
  title: 'Read my account',
  path: '/v1/account',
  credentials: true,
  lesson: 'Restricted: the gateway stops requests without a grant before the application.',
}

const TARIFFS: SampleRequest = {
  ...PLAIN,
  id: 'tariffs',
  title: 'Read the tariffs',
  path: '/v1/tariffs',
  lesson: 'Public: any page may read it, and cookies are ignored.',
}

const EVERYWHERE: readonly SampleRequest[] = [
  {
    ...PLAIN,
    id: 'sign-in',
    title: 'Sign in',
    method: 'POST',
    path: '/v1/session',
    headers: JSON_BODY,
    body: LOGIN,
    credentials: true,
    lesson: 'JSON needs a preflight. The gateway answers it, and the application never sees it.',
  },
  TARIFFS,
  ACCOUNT,
  {
    ...PLAIN,
    id: 'address',
    title: 'Change my address',
    method: 'PATCH',
    path: '/v1/account',
    headers: JSON_BODY,
    body: '{"address":"1 Harbour Street"}',
    credentials: true,
    lesson: 'Where the preflight is denied, the browser does not even send the change.',
  },
  {
    ...PLAIN,
    id: 'delete',
    title: 'Delete my account',
    method: 'DELETE',
    path: '/v1/account',
    credentials: true,
    lesson: 'The application supports it. No origin has a grant for it, not even its own page.',
  },
  {
    ...PLAIN,
    id: 'parcel',
    title: 'Find my parcel, as the customer',
    path: '/v1/parcels/TP-1042',
    credentials: true,
    lesson: 'The shop may read parcels, but never with a customer’s session.',
  },
  {
    ...PLAIN,
    id: 'parcel-key',
    title: 'Find my parcel, as the shop',
    path: '/v1/parcels/TP-1042',
    headers: { authorization: 'Bearer quay-books-demo-key' },
    lesson: 'The shop’s way: a key of its own. Our application was not granted that header.',
  },
  {
    ...PLAIN,
    id: 'events',
    title: 'Listen to events',
    transport: 'events',
    path: '/v1/events',
    credentials: true,
    lesson: 'An event stream is judged like any answer, and ends when its grant does.',
  },
  {
    ...PLAIN,
    id: 'live',
    title: 'Follow the courier',
    transport: 'socket',
    path: '/v1/live',
    credentials: true,
    lesson:
      'No browser sends a preflight before it opens a WebSocket. The gateway looks at its Origin.',
  },
  {
    ...PLAIN,
    id: 'pickups',
    title: 'Say that a parcel waits',
    method: 'POST',
    path: '/v1/pickups',
    body: 'TP-1042 waits',
    lesson: 'The shop may send but not read: reach and read are separate decisions.',
  },
  {
    ...PLAIN,
    id: 'feedback',
    title: 'Send feedback',
    method: 'POST',
    path: '/v1/feedback',
    body: 'Thank you!',
    credentials: true,
    lesson:
      'Here the policy withholds only the response: a request that any form can send arrives.',
  },
  {
    ...PLAIN,
    id: 'stock',
    title: 'Count the vans',
    path: '/v1/stock',
    lesson: 'The policy has no resource for this path, so no origin is granted.',
  },
]

const TRICKS: readonly SampleRequest[] = [
  {
    ...ACCOUNT,
    id: 'null-account',
    title: 'Hide the origin, in a sandboxed frame',
    isFramed: true,
    lesson: 'Its Origin is `null`, which identifies no site and never matches an origin set.',
  },
  {
    ...TARIFFS,
    id: 'null-tariffs',
    title: 'The tariffs, from the same frame',
    isFramed: true,
    lesson: 'Public resources are readable with the origin `null`, too.',
  },
  {
    ...PLAIN,
    id: 'path',
    title: 'Disguise the account as a tariff',
    path: '/v1/tariffs/..%2faccount',
    credentials: true,
    lesson: 'Two servers could read this path differently, so the gateway refuses it.',
  },
  {
    ...PLAIN,
    id: 'form-session',
    title: 'Sign the visitor in by a form',
    transport: 'form',
    method: 'POST',
    path: '/v1/session',
    body: LOGIN,
    credentials: true,
    lesson: 'A form needs no preflight, but the browser sends its Origin, and `block` stops it.',
  },
  {
    ...PLAIN,
    id: 'image-account',
    title: 'Load the account as a picture',
    transport: 'image',
    path: '/v1/account',
    credentials: true,
    lesson: 'Image requests have no Origin. `isolate` checks Sec-Fetch-Site and stops it.',
  },
]

const LIMITS: readonly SampleRequest[] = [
  {
    ...PLAIN,
    id: 'form-feedback',
    title: 'Send feedback by a form',
    transport: 'form',
    method: 'POST',
    path: '/v1/feedback',
    body: 'Everything is bad',
    credentials: true,
    lesson:
      'CORS never stopped forms. `enforce: block`, SameSite cookies or a token against forgery do.',
  },
  {
    ...PLAIN,
    id: 'image-parcel',
    title: 'Load a parcel as a picture',
    transport: 'image',
    path: '/v1/parcels/TP-1042',
    credentials: true,
    lesson: 'It arrives, but script cannot read it. `isolate: true` on the resource would stop it.',
  },
]

/** The most informative requests: the explain endpoint is rate-limited per minute for all pages of one machine. */
const FEW: ReadonlySet<string> = new Set(['tariffs', 'account', 'address', 'live', 'feedback'])

/** The sections of a site's page, in order. */
export function sectionsOf(name: SiteName): readonly Section[] {
  const same: Section = {
    id: 'requests',
    title: 'The same requests on every page',
    intro:
      'The page has just sent them, in this order. Of each there are two questions: does it arrive at the application, and does script read the answer?',
    samples: EVERYWHERE,
  }
  if (name === 'lookalike' || name === 'forgotten') {
    return [{ ...same, samples: EVERYWHERE.filter(({ id }) => FEW.has(id)) }]
  }
  if (name !== 'hostile') return [same]
  return [
    same,
    {
      id: 'tricks',
      title: 'Tricks that fail',
      intro: 'What attackers try when a plain request does not help.',
      samples: TRICKS,
    },
    {
      id: 'limits',
      title: 'What CORS does not stop',
      intro:
        'It guards answers against other people’s pages. These requests arrive, because the policy lets them.',
      samples: LIMITS,
    },
  ]
}

/** All requests that a site's page sends. */
export function sampleRequestsOf(name: SiteName): readonly SampleRequest[] {
  return sectionsOf(name).flatMap(({ samples }) => samples)
}

/** The URL of the request. The id in its query is for the application's request log; no decision depends on it. */
export function urlOf({ path, transport }: SampleRequest, api: string, id: string): string {
  return `${transport === 'socket' ? api.replace(/^http/, 'ws') : api}${path}?ask=${id}`
}

/** The headers that a page of this kind sends and that decide whether a preflight is needed. */
export function headersOf({ transport, headers, body }: SampleRequest): {
  readonly [name: string]: string
} {
  if (transport === 'form' || (body !== null && headers['content-type'] === undefined)) {
    return { ...headers, 'content-type': 'text/plain' }
  }
  return headers
}
