/**
 * The closed list of errors that the gateway answers itself.
 *
 * @module
 */
import { HOST_NOT_SERVED } from '@marque/core/hosts'

export interface Fault {
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 408
    | 413
    | 417
    | 421
    | 429
    | 431
    | 500
    | 502
    | 503
    | 504
  /** The last part of the problem type `urn:marque:gateway:…`. */
  readonly kind: string
  readonly title: string
  /** Whether the connection closes after the response, because the rest of the request cannot be read safely. */
  readonly closes?: true
}

export const FAULTS = {
  unreachable: {
    status: 502,
    kind: 'upstream-unreachable',
    title: 'upstream unreachable',
  },
  broken: {
    status: 502,
    kind: 'upstream-broken',
    title: 'invalid response from upstream',
  },
  reset: {
    status: 502,
    kind: 'upstream-reset',
    title: 'upstream closed the connection without a response',
  },
  connectTimeout: {
    status: 504,
    kind: 'upstream-connect-timeout',
    title: 'upstream connection timed out',
  },
  timeout: {
    status: 504,
    kind: 'upstream-timeout',
    title: 'upstream response timed out',
  },
  unrouted: { status: 404, kind: 'no-route', title: 'no route matches the request' },
  misdirected: {
    status: 421,
    kind: 'host-not-served',
    title: HOST_NOT_SERVED.title,
  },
  tooLarge: {
    status: 413,
    kind: 'body-too-large',
    title: 'request body too large',
    closes: true,
  },
  slowBody: {
    status: 408,
    kind: 'body-too-slow',
    title: 'request body timed out',
    closes: true,
  },
  framing: {
    status: 400,
    kind: 'body-framing',
    title: 'ambiguous request body length',
    closes: true,
  },
  unsendable: {
    status: 400,
    kind: 'target-unsendable',
    title: 'request cannot be forwarded unchanged',
  },
  lines: {
    status: 431,
    kind: 'too-many-header-lines',
    title: 'too many request header lines',
  },
  method: {
    status: 405,
    kind: 'method-refused',
    title: 'method not supported by the gateway',
    closes: true,
  },
  expectation: {
    status: 417,
    kind: 'expectation-unknown',
    title: 'unsupported expectation in `Expect`',
    closes: true,
  },
  authentication: {
    status: 401,
    kind: 'authentication-required',
    title: 'authentication required',
  },
  loginUnknown: {
    status: 503,
    kind: 'login-unavailable',
    title: 'login cannot be verified at the moment',
  },
  rateLimited: { status: 429, kind: 'rate-limited', title: 'rate limit exceeded' },
  internal: { status: 500, kind: 'internal', title: 'internal gateway error' },
} as const satisfies { readonly [name: string]: Fault }
