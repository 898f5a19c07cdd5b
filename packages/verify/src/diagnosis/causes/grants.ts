/**
 * What no narrower or wider cause explains.
 *
 * @module
 */
import { fieldsOf } from '../../comparison/index.ts'
import { decisionOf, isDenied, isLetIn } from '../evidence.ts'
import type { Diagnosis, Difference } from '../layer-view.ts'

/** A request is let in that the policy denies. */
export const grantsTooMuch: Diagnosis = () => (difference) =>
  isTooMuch(difference) && !isForAnother(difference)

/** A granted request is not let in, or an own one is refused. */
export const grantsTooLittle: Diagnosis = () => (difference) =>
  !isTooMuch(difference) && !isForAnother(difference)

/** Allow-Origin names an origin that did not ask: nobody reads the answer. */
export const harmless: Diagnosis = () => isForAnother

function isForAnother({ observation, facet }: Difference): boolean {
  if (observation.probe.kind === 'options' && facet === 'allow-methods') return true
  return facet === 'allow-origin' && isDenied(observation) && !isLetIn(observation)
}

function isTooMuch({ observation, facet }: Difference): boolean {
  const { answer } = observation
  if (facet === 'resource-policy') return true
  if (facet === 'timing-allow-origin')
    return answer !== null && fieldsOf(answer).timingAllowOrigin !== null
  if (decisionOf(observation)?.kind === 'not-cors') return decisionOf(observation)?.status === 403
  return isDenied(observation)
}
