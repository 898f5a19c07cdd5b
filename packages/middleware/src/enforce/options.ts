/**
 * The options that every adapter takes.
 *
 * @module
 */
import type {
  Bundle,
  Context,
  Decision,
  Disagreement,
  RequestFacts,
  StatementFault,
  StatementKey,
} from '@marque/core'
import type { PolicySource, TokenKey } from '@marque/sync'

/**
 * How a policy is applied in an application.
 *
 * @typeParam Request The request of the framework.
 */
export interface MarqueOptions<Request> {
  /** A bundle, or a source that renews itself: `openUrl` of `@marque/sync`, `openFile` of `@marque/sync/node`, `policyFile` of `@marque/middleware/file`. */
  readonly policy: Bundle | PolicySource
  /**
   * What is known of the sender: roles, scopes, claims, when the login was. Asked only for requests that come from another origin and are no preflight. It
   * must have been verified: the middleware believes it. One that throws is an error of the application, and nothing is granted.
   */
  readonly context?: (request: Request) => Context | Promise<Context>
  /** The scheme that browsers use, where a proxy in front ends TLS; that of the policy's `self` where it is left out. */
  readonly scheme?: 'http' | 'https'
  /** Keys of the gateway in front, whose `Marque-Decision` is believed: the stricter of it and the own decision holds (D29). */
  readonly statement?: readonly StatementKey[]
  /** Keys whose origin-bound tokens in `Marque-Token` are believed (D16). Where they are left out and `context` gives no token, no token holds. */
  readonly tokenKeys?: readonly TokenKey[]
  /** Hears of every decision, behind the fact: for logs and counters. One that throws harms nothing. */
  readonly onDecision?: (event: DecisionEvent) => void
}

/** One decision, for logs and counters. */
export interface DecisionEvent {
  /** As it came. It holds what a log must not: the query, cookies, authorization, and the values of `Marque-Decision` and `Marque-Token`. */
  readonly request: RequestFacts
  /** The one that holds. */
  readonly decision: Decision
  /** In what the gateway's statement differs from this layer's own decision; empty where they agree or none came. */
  readonly disagreements: readonly Disagreement[]
  /** Why a statement that came is not believed; null where none came or it is. */
  readonly statementFault: StatementFault | null
}
