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
import { isGranted, resourceOf } from './evidence.ts'

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
