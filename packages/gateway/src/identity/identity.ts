/**
 * Who sends a request, as far as it is known.
 *
 * @module
 */
import type { Context, HeaderLine } from '@marque/core'
import { type Exchange, type GatewayRequest, UNKNOWN } from '../exchange/exchange.ts'
import { NO_LOGIN } from './challenge.ts'

/**
 * Finds out who sends a request: context for conditions, and whether what came is good.
 *
 * At once where it can. Asked for actual requests, WebSockets, same-origin and Origin-less ones; never for preflights, which carry no identity.
 */
export type Identify = (sender: Sender) => Identity | Promise<Identity>

/** What is read of a request to find out who sends it. */
export interface Sender
  extends Pick<Exchange, 'facts' | 'client' | 'engine' | 'moment' | 'decision'> {
  /** Its connection may carry a certificate. Null where the client's connection ends at another proxy. */
  readonly request: GatewayRequest | null
}

/** What was found out. */
export interface Identity {
  readonly context: Context
  /** Who it is, for limits after authentication; null for nobody. Never logged. */
  readonly subject: string | null
  /** When the login ends, epoch milliseconds; left out where it does not, or nobody is logged in. */
  readonly until?: number
  /** What came and is not good: an expired token, a forged one. Null where nothing came or it is good. */
  readonly fault: 'invalid' | 'expired' | 'unavailable' | null
  /** Lines for a 401: `www-authenticate`. */
  readonly challenge: readonly HeaderLine[]
  /** Lines for the upstream: `client-cert`. */
  readonly more: readonly HeaderLine[]
}

/** The sender of whom nothing is known. */
export const NOBODY: Identity = {
  context: UNKNOWN,
  subject: null,
  fault: null,
  challenge: NO_LOGIN,
  more: [],
}
