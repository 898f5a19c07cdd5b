/**
 * The parts that a gateway is put together from. Each is a function of one exchange; none knows the others.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import type { Fault } from '../answer/faults.ts'
import type { ProxyTrust } from '../exchange/client.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Identify, Sender } from '../identity/identity.ts'
import type { Lifetimes } from '../lifetime/lifetimes.ts'
import type { Sample } from '../observe/trace-sampling.ts'
import type { Upstreams } from '../proxy/upstreams.ts'
import type { Router } from '../route/routes.ts'
import type { RateLimitSettings } from '../settings/settings.ts'

export interface Stages {
  readonly policy: PolicySource
  readonly trust: ProxyTrust
  readonly route: Router
  readonly upstreams: Upstreams
  readonly hidden: ReadonlySet<string>
  readonly bodyBytes: number
  /** How long a client may leave an answer unread, milliseconds. */
  readonly patience: number
  readonly lifetimes: Lifetimes
  /** Null: nobody is identified, and conditions do not hold. */
  readonly identify: Identify | null
  /** Null: no limits. */
  readonly limit: Limiter | null
  /** Answers a path of `/.well-known/marque/`; null: 404 for all of them. They are never passed on. */
  readonly wellKnown: ((exchange: Exchange) => void) | null
  /** Gives the statement for the upstream (D29), none where there is no policy; null: the decision does not travel. */
  readonly state: ((exchange: Exchange, upstream: string) => HeaderLine | undefined) | null
  readonly observe: Observer
  /** Whether a trace that begins here is recorded; null where nothing is traced. */
  readonly sample: Sample | null
}

/** A request that is decided: what is counted and logged of it. */
export interface Decided extends Sender, Pick<Exchange, 'requestId' | 'trace' | 'startedAt'> {}

/** Counts a request. Preflights before anything else is done, the rest when it is known who sends it (D30). */
export interface Limiter {
  preflight(exchange: Exchange): Limited | Promise<Limited>
  actual(exchange: Exchange, subject: string | null): Limited | Promise<Limited>
}

export interface Limited {
  readonly isOver: boolean
  /** Whose limit is over: of several the first. Null where none is. */
  readonly by: 'preflight' | RateLimitSettings['by'] | null
  /** `ratelimit`, `ratelimit-policy`, and `retry-after` where it is over. */
  readonly lines: readonly HeaderLine[]
}

/** Hears what happened; never throws, never waits. */
export interface Observer {
  /** A decision was made, and nothing sent yet. */
  decided(exchange: Decided): void
  /** The answer is out, or the client is gone. */
  finished(exchange: Exchange): void
  /** The upstream failed, or was refused for an error of the gateway's own. */
  failed(exchange: Exchange, fault: Fault, error: Error | null): void
  /**
   * A limit was reached.
   *
   * @param by Whose requests it counts together: `preflight`, `client`, `subject`, `origin` or `tenant`; left out for a limit of the gateway's own.
   */
  limited(exchange: Exchange, by?: string): void
  /** The shared store of limits is gone, or back; told once each time. */
  storeChanged?(isThere: boolean): void
  /**
   * Something came that is no request; there is no exchange.
   *
   * @param code Of a closed list: the parser's, or the layer's own.
   * @param client The other end of the connection, where it is known.
   */
  unreadable?(code: string, client?: string): void
}

export const SILENT: Observer = {
  decided: () => undefined,
  finished: () => undefined,
  failed: () => undefined,
  limited: () => undefined,
}
