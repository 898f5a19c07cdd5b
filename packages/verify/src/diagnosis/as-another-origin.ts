/**
 * The decision for a request if it came from another origin.
 *
 * @module
 */
import { type Decision, decide, type HeaderLine } from '@marque/core'
import {
  differencesFrom,
  type Expectations,
  type Observation,
  requestOf,
} from '../comparison/index.ts'
import { decisionOf, isGranted, resourceOf } from './evidence.ts'

/** Origins that the policy grants something, by resource. */
export function grantedOrigins(
  observations: readonly Observation[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const granted = new Map<string, Set<string>>()
  for (const observation of observations) {
    const { value } = observation.probe.origin
    if (value === null || !isGranted(observation)) continue
    const resource = resourceOf(observation)
    granted.set(resource, (granted.get(resource) ?? new Set()).add(value))
  }
  return granted
}

/** Origins of each grant that are tried as another one. */
const OF_EACH_GRANT = 2

/** Some origins of each grant, by resource: what one gets, the others of the grant do. */
export function sampleGrantees(
  observations: readonly Observation[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const samples = new Map<string, Set<string>>()
  const counts = new Map<string, number>()
  for (const observation of observations) {
    const { value } = observation.probe.origin
    if (value === null || !isGranted(observation)) continue
    const resource = resourceOf(observation)
    const known = samples.get(resource) ?? new Set()
    samples.set(resource, known)
    const decision = decisionOf(observation)
    const grant = JSON.stringify([resource, decision?.grant, decision?.exception, decision?.tenant])
    const count = counts.get(grant) ?? 0
    if (count === OF_EACH_GRANT || known.has(value)) continue
    counts.set(grant, count + 1)
    known.add(value)
  }
  return samples
}

/** Whether the answer is what `origin` gets by the policy, with the name of the origin that asked. */
export function fitsAs(
  observation: Observation,
  origin: string,
  expectations: Expectations,
): boolean {
  const { answer, probe } = observation
  const asked = probe.origin.value
  if (answer === null || asked === null || asked === origin) return false
  const decision = decideAs(observation, origin, expectations)
  const named: Decision = {
    ...decision,
    headers: decision.headers.map(
      ([name, value]): HeaderLine => [name, value === origin ? asked : value],
    ),
  }
  const { resources } = expectations.engine.bundle
  const resource = resources.find(({ name }) => name === decision.resource) ?? null
  return differencesFrom(observation, answer, named, resource).acted.length === 0
}

function decideAs(observation: Observation, origin: string, expectations: Expectations): Decision {
  const request = requestOf(observation, expectations)
  const headers = request.headers.map(
    ([name, value]): HeaderLine => [name, name.toLowerCase() === 'origin' ? origin : value],
  )
  const context = (observation.probe.withCredentials && expectations.context) || {}
  return decide(expectations.engine, { ...request, headers }, context, { now: observation.sentAt })
}
