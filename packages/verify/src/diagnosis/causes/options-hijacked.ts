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
  const isHijacked = !isEverywhere && observations.some(hasPreflightHeaders)
  return ({ observation }) =>
    isHijacked &&
    observation.probe.kind === 'options' &&
    observation.answer !== null &&
    (hasPreflightHeaders(observation) || isOk(fieldsOf(observation.answer)))
}

function hasPreflightHeaders({ probe, differs }: Observation): boolean {
  return probe.kind === 'options' && differs.includes('allow-methods')
}
