/**
 * What a diagnosis sees: the answers of one layer beside those of the layers behind it.
 *
 * @module
 */
import type { Engine } from '@marque/core'
import type { Expectations, Facet, Observation } from '../comparison/index.ts'

/** One part of one answer that differs from the decision. */
export interface Difference {
  readonly observation: Observation
  readonly facet: Facet
}

export interface LayerView {
  /** All of the layer, right and wrong, in the order of the probes. */
  readonly observations: readonly Observation[]
  /** Differences that the layer makes itself, on which browsers or caches act. */
  readonly own: readonly Difference[]
  /** Differences that it makes itself and nobody acts on. */
  readonly harmless: readonly Difference[]
  /** The same probe at the next inner layer that was asked; null for none. */
  readonly inner: (observation: Observation) => Observation | null
  readonly expectations: Expectations
  /** Older policies, the newest first. */
  readonly older: readonly Engine[]
}

/**
 * A model of a wrong layer: tells of each difference whether such a layer makes it. Pure.
 *
 * @param view The evidence, which is read once.
 */
export type Diagnosis = (view: LayerView) => (difference: Difference) => boolean

/** Which probe at which repeat: the same at every layer. */
export function exchangeKey({ probe, repeat }: Observation): string {
  return `${probe.id}/${repeat}`
}
