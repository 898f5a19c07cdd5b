/**
 * An answer of a layer beside what the policy decides.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Exchange } from '../prober/index.ts'

/** A part of an answer that can differ from the decision. */
export type Facet =
  | 'status'
  | 'allow-origin'
  | 'allow-credentials'
  | 'allow-methods'
  | 'allow-headers'
  | 'expose-headers'
  | 'max-age'
  | 'vary'
  /** Headers of the policy besides `Access-Control-*` (D22). */
  | 'resource-policy'
  | 'timing-allow-origin'
  /** A CORS header on two lines, or with joined values. */
  | 'repeated'
  /** A preflight that the application answered, or another OPTIONS that a layer answered in its place. */
  | 'author'

/** One probe at one layer, judged. */
export interface Observation extends Exchange {
  readonly layer: string
  /** Every decision that is right for the probe: more than one where a condition depends on a login that the run does not know. Never empty; the nearest to the answer first. */
  readonly expected: readonly Decision[]
  /** What differs from the nearest of them; what is harmless only where nothing else differs. Empty for a right answer, and for none. */
  readonly differs: readonly Facet[]
  /** Whether no browser acts on what differs. */
  readonly isHarmless: boolean
}
