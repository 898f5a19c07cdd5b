/**
 * Headers of two authors in one answer.
 *
 * @module
 */
import type { Observation } from '../../comparison/index.ts'
import { fields, isDenied } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** One author writes where the policy grants; the other one writes always, so what it says is alone where the policy denies. */
export const twoAuthors: Diagnosis = ({ observations }) => {
  const values = new Set<string>()
  let isEchoed = false
  let isShown = false
  for (const observation of observations) {
    if (!observation.differs.includes('repeated') || observation.isHarmless) continue
    isShown = true
    const { value } = observation.probe.origin
    const written = originsIn(observation)
    const others = written.filter((each) => each !== value)
    for (const each of others) values.add(each)
    if (written.length > 1 && others.length === 0) isEchoed = true
  }
  return ({ observation, facet }) => {
    if (!isShown) return false
    if (facet === 'repeated' || observation.differs.includes('repeated')) return true
    if (facet !== 'allow-origin' || !isDenied(observation)) return false
    const [only] = originsIn(observation)
    if (only === undefined) return false
    return values.has(only) || (isEchoed && only === observation.probe.origin.value)
  }
}

function originsIn(observation: Observation): readonly string[] {
  return (fields(observation)?.allowOrigin ?? [])
    .flatMap((line) => line.split(','))
    .map((value) => value.trim())
}
