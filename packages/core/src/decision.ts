/**
 * The answer of the engine.
 *
 * @module
 */

import type { Reason } from './reasons.ts'
import type { HeaderLine } from './request.ts'

export type Kind = 'preflight' | 'actual' | 'same-origin' | 'not-cors' | 'websocket'

/** The decision for one request. Frozen in meaning: a layer applies it with `answerHeaders` and adds nothing of its own. */
export interface Decision {
  readonly kind: Kind
  /** May the request go on to the application? Always false for a preflight: the layer answers it. */
  readonly reach: boolean
  /** May script of that origin read the answer? */
  readonly read: boolean
  readonly reason: Reason
  /** What the layer itself answers; null where the request goes on. */
  readonly status: 204 | 400 | 403 | null
  readonly resource: string | null
  /** The place of the deciding grant among the resource's own grants, as in the document; null for an exception and for a denial. */
  readonly grant: number | null
  /** The id of the deciding exception. */
  readonly exception: string | null
  readonly tenant: string | null
  /** What the layer sets on the answer, lower-case names; never `vary`. */
  readonly headers: readonly HeaderLine[]
  /** What the layer merges into `Vary`. */
  readonly vary: readonly string[]
  /** Names, beside `Access-Control-*`, that the layer removes from the application's answer because the policy owns them (D22). */
  readonly removes: readonly string[]
  /** One sentence for logs and owners; it may tell what the wire must not (D19). */
  readonly detail: string
}
