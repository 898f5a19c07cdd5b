/**
 * What a plan depends on besides the bundle.
 *
 * @module
 */
import type { Bundle } from '@marque/core'

export interface PlanOptions {
  /** Epoch milliseconds: which grants are in force. The clock is not read. */
  readonly now: number
  /** Which origins of long lists are asked for. */
  readonly seed: number
  /** Distinct probes at most. */
  readonly maxProbes: number
  /** Sends methods that change data too, with empty bodies; DELETE only at {@link paths}. */
  readonly mutating: boolean
  /** Real URLs of the API: absolute, or from `/` for the first own origin. */
  readonly paths: readonly string[]
  /** Adds sequences of probes at one URL, which a cache may mix up. */
  readonly throughCache: boolean
  /** Older bundles that a layer may still answer from: what they granted is asked for too. */
  readonly alsoKnown: readonly Bundle[]
  /** Whether there are credentials to send. */
  readonly withCredentials: boolean
}
