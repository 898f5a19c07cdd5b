/**
 * OPTIONS requests that a layer answers itself, though it is no preflight.
 *
 * @module
 */
import { fieldsOf, isOk } from './answer-fields.ts'
import type { Observation } from './observation.ts'

/**
 * Marks them with `author`: the policy forwards the request, the answer is ok, and the next layer behind answers the same request with another status. Only
 * answers that are right by themselves are marked.
 *
 * @param layers The observations of each layer, the outermost first; empty for one that was not asked.
 */
export function markOwnOptionsAnswers(
  layers: readonly (readonly Observation[])[],
): readonly (readonly Observation[])[] {
  return layers.map((observations, at) => {
    const next = layers.slice(at + 1).find(({ length }) => length > 0) ?? []
    const behind = new Map(
      next
        .filter(({ probe }) => probe.kind === 'options')
        .map((each): [number, Observation] => [each.probe.id, each]),
    )
    return observations.map(
      (observation): Observation =>
        isOwnAnswer(observation, behind.get(observation.probe.id))
          ? { ...observation, differs: ['author'], isHarmless: false }
          : observation,
    )
  })
}

function isOwnAnswer(
  { probe, answer, expected, differs, isHarmless }: Observation,
  behind: Observation | undefined,
): boolean {
  const isRight = differs.length === 0 || isHarmless
  if (probe.kind !== 'options' || !isRight || answer === null) return false
  if (behind === undefined || behind.answer === null) return false
  return (
    expected.every(({ reach }) => reach) &&
    isOk(fieldsOf(answer)) &&
    answer.status !== behind.answer.status
  )
}
