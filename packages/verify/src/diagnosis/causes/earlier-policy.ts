/**
 * Layers that decide from the wrong time.
 *
 * @module
 */
import { type Decision, decide, type Engine } from '@marque/core'
import {
  datesOf,
  differencesFrom,
  expectedDecisions,
  type Facet,
  type Observation,
  requestOf,
} from '../../comparison/index.ts'
import { decisionOf, isDenied, isLetIn } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** The answer is that of an instant at which a date has not passed, or has come. Where that is shown, a clock may also take away what is granted now. */
export const expiredStillGranted: Diagnosis = ({ observations, expectations }) => {
  const { engine, context } = expectations
  const dates = datesOf(engine.bundle)
  const instants = [...new Set(dates.flatMap((date) => [date - 1, date]))]
  const isOutside = (observation: Observation): boolean =>
    OUTSIDE.has(decisionOf(observation)?.reason ?? '') && isLetIn(observation)
  const isShown = dates.length > 0 && observations.some(isOutside)
  return memoized((observation) => {
    if (dates.length === 0 || !(isDenied(observation) || isShown)) return false
    if (isOutside(observation)) return true
    const request = requestOf(observation, expectations)
    const known = (observation.probe.withCredentials && context) || {}
    return instants.some((now) => {
      const decision = decide(engine, request, known, { now })
      const isOfDate = decision.read || (isShown && OUTSIDE.has(decision.reason))
      return isOfDate && fits(observation, decision, engine, ['max-age'])
    })
  })
}

const OUTSIDE: ReadonlySet<string> = new Set(['expired', 'not-yet-valid'])

/** The answers are those of an older policy, also where that one and this one differ and the layer is not wrong by the comparison with this one. */
export const stalePolicy: Diagnosis = (view) => {
  const found = view.older.map((engine) => answersOf(engine, view))
  return (difference) => found.some((isFrom) => isFrom(difference))
}

function answersOf(
  engine: Engine,
  { observations, expectations, inner }: Parameters<Diagnosis>[0],
): ReturnType<Diagnosis> {
  const older = { ...expectations, engine }
  const isOlder = (observation: Observation): boolean =>
    expectedDecisions(observation, older).decisions.some((decision) =>
      fits(observation, decision, engine, []),
    )
  let fitting = 0
  let other = 0
  for (const observation of observations) {
    if (observation.answer === null || observation.differs.length > 0) continue
    // Where an answer may be right by both, it tells nothing.
    const { decisions } = expectedDecisions(observation, older)
    if (decisions.some((each) => isSame(each, decisionOf(observation)))) continue
    // The layer behind may be stricter, and its answer then holds (D29).
    const isStricter = decisions.some(({ read }) => read) && !isLetIn(observation)
    if (isStricter && inner(observation) !== null) continue
    if (isOlder(observation)) fitting++
    else other++
  }
  const isShown = memoized(isOlder)
  return (difference) => other <= fitting && isShown(difference)
}

/** Whether the answer would be right by another decision. */
function fits(
  observation: Observation,
  decision: Decision,
  engine: Engine,
  besides: readonly Facet[],
): boolean {
  const { answer, differs } = observation
  if (answer === null || isSame(decision, decisionOf(observation))) return false
  const resource = engine.bundle.resources.find(({ name }) => name === decision.resource) ?? null
  const { acted } = differencesFrom(observation, answer, decision, resource)
  return (
    acted.every((facet) => besides.includes(facet) || !differs.includes(facet)) &&
    acted.every((facet) => besides.includes(facet) || facet === 'vary')
  )
}

/** Whether two decisions give the same answer. */
function isSame(one: Decision, other: Decision | null): boolean {
  return other !== null && answerOf(one) === answerOf(other)
}

function answerOf({ status, headers, vary, read }: Decision): string {
  return JSON.stringify([status, headers, vary, read])
}

function memoized(isExplained: (observation: Observation) => boolean): ReturnType<Diagnosis> {
  const known = new Map<Observation, boolean>()
  return ({ observation }) => {
    const found = known.get(observation) ?? isExplained(observation)
    known.set(observation, found)
    return found
  }
}
