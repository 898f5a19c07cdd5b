/**
 * A cache that gives one origin what it stored for another.
 *
 * @module
 */
import { allowedOrigin, type Observation } from '../../comparison/index.ts'
import { fields, isRight } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** Within a sequence at one URL, an answer is wrong and carries what a right answer to another origin before it carried. */
export const cacheMixed: Diagnosis = ({ observations }) => {
  const sequences = new Map<number, Observation[]>()
  for (const observation of observations) {
    const { sequence } = observation.probe
    if (sequence === null || observation.answer === null) continue
    const known = sequences.get(sequence)
    if (known === undefined) sequences.set(sequence, [observation])
    else known.push(observation)
  }
  const mixed = new Set<Observation>()
  for (const asked of sequences.values()) {
    asked.forEach((later, index) => {
      if (isRight(later) || later.differs.every((facet) => facet === 'vary')) return
      if (asked.slice(0, index).some((earlier) => isServedAgain(earlier, later))) mixed.add(later)
    })
  }
  return ({ observation, facet }) => mixed.has(observation) || (mixed.size > 0 && facet === 'vary')
}

function isServedAgain(earlier: Observation, later: Observation): boolean {
  const before = fields(earlier)
  const after = fields(later)
  if (before === null || after === null) return false
  return (
    earlier.probe.origin.value !== later.probe.origin.value &&
    !earlier.differs.includes('allow-origin') &&
    before.status === after.status &&
    allowedOrigin(before) === allowedOrigin(after)
  )
}
