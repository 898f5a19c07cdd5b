/**
 * A layer that changes what an inner layer answers rightly.
 *
 * @module
 */
import { type Facet, facetValue } from '../../comparison/index.ts'
import type { Diagnosis } from '../layer-view.ts'

const VALUES: ReadonlySet<Facet> = new Set([
  'allow-origin',
  'resource-policy',
  'timing-allow-origin',
])

/** Both have a value, and only the inner one is right. What is only added or dropped is not rewritten. */
export const rewritten: Diagnosis =
  ({ inner }) =>
  ({ observation, facet }) => {
    const behind = inner(observation)
    if (!VALUES.has(facet) || observation.answer === null || behind === null) return false
    if (behind.answer === null || behind.differs.includes(facet)) return false
    const [before, after] = [
      facetValue(behind.answer, facet),
      facetValue(observation.answer, facet),
    ]
    return before !== '' && after !== '' && before !== after
  }
