/**
 * The input and the result of a run.
 *
 * @module
 */
import type { Bundle, Context } from '@marque/core'
import type { Observation } from '../comparison/index.ts'
import type { AskOptions, Layer } from '../prober/index.ts'
import type { VerifyReport } from '../report/index.ts'

export interface VerifyInput {
  readonly bundle: Bundle
  /** The outermost first. */
  readonly layers: readonly Layer[]
  /** Older bundles that a layer may still answer from, the newest first. */
  readonly alsoKnown: readonly Bundle[]
  /** What the layers know of the login behind the credentials; null where that is unknown. */
  readonly context: Context | null
  /** Real URLs of the API, absolute. */
  readonly paths: readonly string[]
  /** Distinct probes at most. */
  readonly maxProbes: number
  /** Sends methods that change data too. */
  readonly mutating: boolean
  readonly throughCache: boolean
  /** How to send; `forwardedHttps` is taken from the bundle. */
  readonly asking: Omit<AskOptions, 'forwardedHttps' | 'onProgress'>
  /** The clock, epoch milliseconds. */
  readonly now: () => number
  readonly onProgress?: (progress: Progress) => void
}

/** Progress of one layer. */
export interface Progress {
  readonly layer: string
  readonly done: number
  readonly planned: number
}

export interface Verification {
  readonly report: VerifyReport
  /** Every judged answer, by layer in the order of the input: what the matrix of the HTML report shows. */
  readonly observations: readonly Observation[]
}
