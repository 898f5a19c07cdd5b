/**
 * The result of the engine.
 *
 * @module
 */
import type { Reason } from './reasons.ts'
import type { HeaderLine } from './request.ts'

/** The kind of a request (D6). */
export type Kind = 'preflight' | 'actual' | 'same-origin' | 'not-cors' | 'websocket'

/** The decision for one request. A layer applies it with `answerHeaders` and adds no CORS headers of its own. */
export interface Decision {
  readonly kind: Kind
  /** Whether the request may reach the application. Always false for a preflight, which the layer answers itself. */
  readonly reach: boolean
  /** Whether script of that origin may read the response. */
  readonly read: boolean
  readonly reason: Reason
  /** The status of the response that the layer makes itself; null where the request reaches the application. */
  readonly status: 204 | 400 | 403 | null
  readonly resource: string | null
  /** Index of the deciding grant among the resource's own grants, as in the policy; null for an exception and for a denial. */
  readonly grant: number | null
  /** The id of the deciding exception. */
  readonly exception: string | null
  readonly tenant: string | null
  /** Headers that the layer sets, with lower-case names; never `vary`. */
  readonly headers: readonly HeaderLine[]
  /** Names that the layer merges into `Vary`. */
  readonly vary: readonly string[]
  /** Headers, besides `Access-Control-*`, that the layer removes from the application's response because the policy decides them (D22). */
  readonly removes: readonly string[]
  /** One sentence for logs and the owners of the policy; it may name what a response must not reveal (D19). */
  readonly detail: string
}
