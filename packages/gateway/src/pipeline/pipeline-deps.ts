/**
 * What the pipeline is composed of.
 *
 * @module
 */
import type { HostCheck } from '@marque/core/hosts'
import type { PolicySource } from '@marque/sync'
import type { Authenticator } from '../auth/index.ts'
import type { StreamLifetimes } from '../evaluation/index.ts'
import type { Observer } from '../observability/index.ts'
import type { RateLimiter } from '../rate-limit/index.ts'
import type { StatementWriter } from '../relay/index.ts'
import type { Exchange, ProxyTrust, TraceSampler } from '../request/index.ts'
import type { Router, Upstreams } from '../upstream/index.ts'

export interface PipelineDeps {
  readonly policy: PolicySource
  readonly proxyTrust: ProxyTrust
  /** Null: every host is served. */
  readonly isHostServed: HostCheck | null
  readonly route: Router
  readonly upstreams: Upstreams
  /** Lower-case names of response headers to remove. */
  readonly hiddenHeaders: ReadonlySet<string>
  readonly maxBodyBytes: number
  /** How long a client may leave response data unread, milliseconds. */
  readonly clientTimeout: number
  readonly streams: StreamLifetimes
  /** Null: every request is anonymous, and conditions on claims are not met. */
  readonly authenticate: Authenticator | null
  /** Null: no rate limits. */
  readonly rateLimiter: RateLimiter | null
  /** Answers requests below `/.well-known/marque/`, which are never forwarded. Null: 404. */
  readonly answerReserved: ((exchange: Exchange) => void) | null
  /** Null: no statement is sent to upstreams (D29). */
  readonly writeStatement: StatementWriter | null
  readonly observer: Observer
  /** Null: requests are not traced. */
  readonly sampleTrace: TraceSampler | null
}
