/**
 * The identity of a sender.
 *
 * @module
 */
import type { Context, HeaderLine } from '@marque/core'
import { EMPTY_CONTEXT, type Exchange, type GatewayRequest } from '../request/index.ts'
import type { LoginFault } from './login.ts'

/**
 * Authenticates the sender of a request.
 *
 * Synchronous where possible. Called for actual, same-origin, WebSocket and Origin-less requests, never for preflights, which carry no credentials.
 */
export type Authenticator = (sender: Sender) => Identity | Promise<Identity>

/** What an {@link Authenticator} reads of a request. */
export interface Sender
  extends Pick<Exchange, 'facts' | 'client' | 'engine' | 'moment' | 'decision'> {
  /** For the client certificate of its connection. Null if the client is connected to another proxy. */
  readonly request: GatewayRequest | null
}

export interface Identity {
  /** Claims and origin-bound token, for conditions of grants. */
  readonly context: Context
  /** Unique over all issuers, for rate limits; null for anonymous requests. Never logged. */
  readonly subject: string | null
  /** When the login ends, epoch milliseconds; absent if it does not end or the request is anonymous. */
  readonly until?: number
  /** Why credentials were refused; null if there were none or they are valid. */
  readonly fault: LoginFault | null
  /** Header lines of a 401 (`www-authenticate`) or 503 response. */
  readonly challenge: readonly HeaderLine[]
  /** Header lines for the upstream: `client-cert`. */
  readonly upstreamHeaders: readonly HeaderLine[]
}

/** No credentials were sent: no error code (RFC 6750, 3.1). Also used for cookie logins, since a 401 must name a scheme (RFC 9110, 15.5.2); browsers do not prompt for this one. */
const NO_CREDENTIALS: readonly HeaderLine[] = [['www-authenticate', 'Bearer']]

const INVALID: readonly HeaderLine[] = [['www-authenticate', 'Bearer error="invalid_token"']]

/** Reveals nothing to an attacker: the signature was verified first. */
const EXPIRED: readonly HeaderLine[] = [
  ['www-authenticate', 'Bearer error="invalid_token", error_description="the token has expired"'],
]

/** The token may be valid, so the request can be repeated. */
const UNAVAILABLE: readonly HeaderLine[] = [['retry-after', '5']]

/** The header lines of the error response (RFC 6750, 3). */
export function challengeFor(fault: LoginFault | null): readonly HeaderLine[] {
  if (fault === null) return NO_CREDENTIALS
  if (fault === 'unavailable') return UNAVAILABLE
  return fault === 'expired' ? EXPIRED : INVALID
}

/** The identity of requests without credentials. */
export const ANONYMOUS: Identity = {
  context: EMPTY_CONTEXT,
  subject: null,
  fault: null,
  challenge: NO_CREDENTIALS,
  upstreamHeaders: [],
}
