/**
 * Answers that do not say what they depend on.
 *
 * @module
 */
import { missingVary, type Observation } from '../../comparison/index.ts'
import { decisionOf, fields } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** The next inner layer says so, and this one drops it. */
export const varyLost: Diagnosis =
  ({ inner }) =>
  ({ observation, facet }) => {
    const behind = inner(observation)
    if (facet !== 'vary' || behind === null || behind.answer === null) return false
    return missingNames(observation, behind).length < missingNames(observation, observation).length
  }

export const varyMissing: Diagnosis =
  () =>
  ({ facet }) =>
    facet === 'vary'

/** Names of the Vary of the decision for one answer that another has not. */
function missingNames(judged: Observation, of: Observation): readonly string[] {
  const read = fields(of)
  const decision = decisionOf(judged)
  return read === null || decision === null ? [] : missingVary(read, decision)
}
