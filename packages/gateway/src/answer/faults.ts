/**
 * What the gateway answers when it cannot bring an answer of the upstream: the closed list of its own errors.
 *
 * @module
 */

/** One of the gateway's own errors. */
export interface Fault {
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 413 | 417 | 429 | 431 | 500 | 502 | 503 | 504
  /** `urn:marque:gateway:…` */
  readonly kind: string
  readonly title: string
  /** Whether the connection ends with the answer: what is left of the request cannot be read safely. */
  readonly closes?: true
}

export const FAULTS = {
  unreachable: {
    status: 502,
    kind: 'upstream-unreachable',
    title: 'the application cannot be reached',
  },
  broken: {
    status: 502,
    kind: 'upstream-broken',
    title: 'the application gave an answer that cannot be read',
  },
  reset: {
    status: 502,
    kind: 'upstream-reset',
    title: 'the application ended the connection without an answer',
  },
  connectTimeout: {
    status: 504,
    kind: 'upstream-connect-timeout',
    title: 'the application did not accept a connection in time',
  },
  timeout: {
    status: 504,
    kind: 'upstream-timeout',
    title: 'the application did not answer in time',
  },
  unrouted: { status: 404, kind: 'no-route', title: 'nothing is configured to answer this' },
  tooLarge: {
    status: 413,
    kind: 'body-too-large',
    title: 'the body of the request is too large',
    closes: true,
  },
  slowBody: {
    status: 408,
    kind: 'body-too-slow',
    title: 'the body of the request did not come in time',
    closes: true,
  },
  framing: {
    status: 400,
    kind: 'body-framing',
    title: 'where the body of the request ends cannot be told',
    closes: true,
  },
  unsendable: {
    status: 400,
    kind: 'target-unsendable',
    title: 'the request cannot be passed on as it came',
  },
  lines: {
    status: 431,
    kind: 'too-many-header-lines',
    title: 'the request has too many header lines',
  },
  method: {
    status: 405,
    kind: 'method-refused',
    title: 'the gateway does not pass this method on',
    closes: true,
  },
  expectation: {
    status: 417,
    kind: 'expectation-unknown',
    title: 'the request expects what the gateway does not know',
    closes: true,
  },
  authentication: { status: 401, kind: 'authentication-required', title: 'a login is required' },
  loginUnknown: {
    status: 503,
    kind: 'login-unavailable',
    title: 'whether the login holds cannot be told at the moment',
  },
  rateLimited: { status: 429, kind: 'rate-limited', title: 'too many requests' },
  draining: { status: 503, kind: 'draining', title: 'the gateway is about to stop', closes: true },
  internal: { status: 500, kind: 'internal', title: 'the gateway failed' },
} as const satisfies { readonly [name: string]: Fault }
