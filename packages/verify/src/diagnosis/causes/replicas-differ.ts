/**
 * One layer, several servers with different configurations.
 *
 * @module
 */
import { facetValue, type Observation } from '../../comparison/index.ts'
import type { Diagnosis } from '../layer-view.ts'

/** Repeats of a probe that are judged otherwise show it. It explains every difference but those that all repeats of a probe have. */
export const replicasDiffer: Diagnosis = ({ observations }) => {
  const verdicts = new Map<number, Set<string>>()
  const repeats = new Map<number, number>()
  for (const observation of observations) {
    if (observation.answer === null) continue
    const { id } = observation.probe
    const known = verdicts.get(id) ?? new Set()
    verdicts.set(id, known.add(verdictOf(observation)))
    repeats.set(id, (repeats.get(id) ?? 0) + 1)
  }
  const isMixed = [...verdicts.values()].some(({ size }) => size > 1)
  return ({ observation: { probe } }) =>
    isMixed && (repeats.get(probe.id) === 1 || (verdicts.get(probe.id)?.size ?? 0) > 1)
}

function verdictOf({ answer, differs, isHarmless }: Observation): string {
  if (answer === null || isHarmless) return ''
  return differs
    .map((facet) => (facet === 'max-age' ? facet : `${facet}=${facetValue(answer, facet)}`))
    .join('; ')
}
