/**
 * The probe that shows a mistake with the least around it.
 *
 * @module
 */
import type { Observation } from '../comparison/index.ts'

/** Fewest headers, then shortest path, then first in the plan. */
export function smallestProbe(observations: readonly Observation[]): Observation | null {
  const [first, ...others] = observations
  if (first === undefined) return null
  return others.reduce((best, each) => (isSmaller(each, best) ? each : best), first)
}

function isSmaller(one: Observation, other: Observation): boolean {
  return (
    (headersOf(one) - headersOf(other) ||
      one.probe.url.length - other.probe.url.length ||
      one.probe.id - other.probe.id ||
      one.repeat - other.repeat) < 0
  )
}

/** Credentials count: without them the command is easier to repeat. */
function headersOf({ probe }: Observation): number {
  return probe.headers.length + (probe.withCredentials ? 1 : 0)
}
