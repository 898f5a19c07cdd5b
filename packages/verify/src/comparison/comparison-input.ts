/**
 * One answer beside one decision.
 *
 * @module
 */
import type { Decision, Resource } from '@marque/core'
import type { Answer } from '../prober/index.ts'
import type { Probe } from '../probes/index.ts'
import type { AnswerFields } from './answer-fields.ts'
import type { Facet } from './observation.ts'

export interface ComparisonInput {
  readonly probe: Probe
  readonly answer: Answer
  readonly fields: AnswerFields
  readonly decision: Decision
  /** The headers of the decision, read like those of the answer. */
  readonly wanted: AnswerFields
  /** The resource of the decision; null for none. */
  readonly resource: Resource | null
  /** Bodies with which the layer answers requests of pages: those of the application. */
  readonly bodies: ReadonlySet<string>
}

/** What differs: `acted` is what browsers or caches act on, `harmless` what they do not. */
export interface Differences {
  readonly acted: readonly Facet[]
  readonly harmless: readonly Facet[]
}

/** Collects facets. */
export class Found implements Differences {
  readonly acted: Facet[] = []
  readonly harmless: Facet[] = []

  add(isDifferent: boolean, facet: Facet): void {
    if (isDifferent && !this.acted.includes(facet)) this.acted.push(facet)
  }

  note(isDifferent: boolean, facet: Facet): void {
    if (isDifferent && !this.harmless.includes(facet)) this.harmless.push(facet)
  }
}
