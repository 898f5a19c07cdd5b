/**
 * What no narrower or wider cause explains.
 *
 * @module
 */
import { allowedOrigin, fieldsOf } from '../../comparison/index.ts'
import { decisionOf, isDenied, isLetIn, isOriginDenied, resourceOf, statusOf } from '../evidence.ts'
import type { Diagnosis, Difference } from '../layer-view.ts'
import { forgottenResources, strangersLetIn, unknownOrigins } from '../unknown-origins.ts'

/** The layer lets in an origin that the policy denies at the resource; by `*` it does so wherever that is not refused before, and needs no Vary. */
export const grantsTooMuch: Diagnosis = (view) => {
  const { observations } = view
  const isLetInThere = strangersLetIn(view)
  const isOpen = observations.some(
    (observation) => isDenied(observation) && isLetIn(observation) && isWildcard(observation),
  )
  const wild = new Set(isOpen ? observations.filter(isWildcard).map(resourceOf) : [])
  // Every answer that the policy refuses to pages has `*`: the layer knows no policy, so it refuses nothing at all.
  const isUnjudged = isOpen && !observations.some((each) => isPageDenied(each) && !isWildcard(each))
  return (difference) => {
    const { observation, facet } = difference
    if (isUnjudged && (isWildcard(observation) || isLetThrough(observation))) return true
    if (isLetInThere(observation)) return !isForAnother(difference)
    return wild.has(resourceOf(observation)) && (facet === 'vary' || isWildcard(observation))
  }
}

function isPageDenied(observation: Difference['observation']): boolean {
  return isOriginDenied(observation) && observation.probe.kind === 'actual'
}

/** The policy refuses the request, and the layer does not. */
function isLetThrough(observation: Difference['observation']): boolean {
  const status = decisionOf(observation)?.status ?? 0
  return status >= 400 && statusOf(observation) < 400
}

function isWildcard({ answer }: Difference['observation']): boolean {
  return answer !== null && allowedOrigin(fieldsOf(answer)) === '*'
}

/** The layer grants nothing to an origin that has a grant at the resource; where it grants nothing to anybody, it needs no Vary. */
export const grantsTooLittle: Diagnosis = (view) => {
  const isUnknown = unknownOrigins(view)
  const isForgotten = forgottenResources(view)
  return ({ observation, facet }) =>
    isUnknown(observation) || (facet === 'vary' && isForgotten(observation))
}

/** Any other difference by which more is let in, or loaded, than the policy says. */
export const otherTooMuch: Diagnosis = () => (difference) =>
  isTooMuch(difference) && !isForAnother(difference)

/** Any other difference by which something granted is refused, or something of an own page. */
export const otherTooLittle: Diagnosis = () => (difference) =>
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
