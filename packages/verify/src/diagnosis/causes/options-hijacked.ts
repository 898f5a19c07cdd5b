/**
 * An OPTIONS that is no preflight, answered as one.
 *
 * @module
 */
import { fieldsOf, isOk, type Observation } from '../../comparison/index.ts'
import type { Diagnosis } from '../layer-view.ts'

/** A layer that sends the headers of preflights with every answer hijacks nothing. */
export const optionsHijacked: Diagnosis = ({ observations }) => {
  const isEverywhere = observations.some(
    ({ probe, answer }) =>
      probe.kind === 'actual' && answer !== null && fieldsOf(answer).allowMethods !== null,
  )
  const isHijacked = (observation: Observation): boolean =>
    isAuthor(observation) || (!isEverywhere && hasPreflightHeaders(observation))
  const isShown = observations.some(isHijacked)
  return ({ observation }) =>
    isShown &&
    observation.probe.kind === 'options' &&
    observation.answer !== null &&
    (isHijacked(observation) || isOk(fieldsOf(observation.answer)))
}

/** Another answer than that of the layer behind. */
function isAuthor({ probe, differs }: Observation): boolean {
  return probe.kind === 'options' && differs.includes('author')
}

function hasPreflightHeaders({ probe, differs }: Observation): boolean {
  return probe.kind === 'options' && differs.includes('allow-methods')
}
