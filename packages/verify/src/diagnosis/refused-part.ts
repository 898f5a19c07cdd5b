/**
 * Which part of a grant a layer does not know, where it refuses some requests and answers others.
 *
 * @module
 */
import { type Observation, requestedHeaders, requestedMethod } from '../comparison/index.ts'
import { isGranted, isLetIn, isRight, resourceOf } from './evidence.ts'
import type { LayerView } from './layer-view.ts'

type Part = 'method' | 'headers' | null

/**
 * Tells whether a granted request is refused for its method or for its header names: requests of the same kind with another method, or with fewer names, are
 * answered rightly at the same resource, for the same origin or, where that one is asked for too little, for any.
 */
export function refusedPart({ observations }: LayerView): (observation: Observation) => Part {
  const ofOrigin = new Map<string, Observation[]>()
  const ofAny = new Map<string, Observation[]>()
  for (const observation of observations) {
    if (!isGranted(observation) || observation.answer === null) continue
    add(ofOrigin, originKey(observation), observation)
    add(ofAny, resourceKey(observation), observation)
  }
  const found = new Map<string, Part>()
  return (observation) => {
    if (!isGranted(observation) || isLetIn(observation)) return null
    const key = JSON.stringify([
      originKey(observation),
      methodOf(observation),
      requestedHeaders(observation.probe),
    ])
    const known = found.get(key)
    if (known !== undefined) return known
    const own = ofOrigin.get(originKey(observation)) ?? []
    const any = ofAny.get(resourceKey(observation)) ?? []
    const part =
      partOf(observation, own) ?? (isOfOrigin(own, any) ? null : partOf(observation, any))
    found.set(key, part)
    return part
  }
}

/** Whether everything of an origin is refused, and some of it is answered to another one: then the origin is what is refused. */
function isOfOrigin(own: readonly Observation[], any: readonly Observation[]): boolean {
  if (own.some(isAnswered)) return false
  return own.some((refused) => {
    const names = requestedHeaders(refused.probe)
    return any.some(
      (other) =>
        isAnswered(other) && methodOf(other) === methodOf(refused) && hasNames(other, names),
    )
  })
}

function partOf(observation: Observation, others: readonly Observation[]): Part {
  const method = methodOf(observation)
  const names = requestedHeaders(observation.probe)
  const ofMethod = others.filter((other) => methodOf(other) === method)
  const ofNames = ofMethod.filter((other) => hasNames(other, names))
  const isFewerAnswered = ofMethod.some(
    (other) => isAnswered(other) && requestedHeaders(other.probe).length < names.length,
  )
  if (isFewerAnswered && !ofNames.some(isAnswered)) return 'headers'
  return !ofMethod.some(isAnswered) && others.some(isAnswered) ? 'method' : null
}

function isAnswered(observation: Observation): boolean {
  return isLetIn(observation) || isRight(observation)
}

function hasNames({ probe }: Observation, names: readonly string[]): boolean {
  const asked = requestedHeaders(probe)
  return names.every((name) => asked.includes(name))
}

function methodOf({ probe }: Observation): string {
  return requestedMethod(probe) ?? probe.method
}

function add(map: Map<string, Observation[]>, key: string, observation: Observation): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [observation])
  else known.push(observation)
}

function resourceKey(observation: Observation): string {
  const { kind, withCredentials } = observation.probe
  return JSON.stringify([kind, resourceOf(observation), withCredentials])
}

function originKey(observation: Observation): string {
  return JSON.stringify([resourceKey(observation), observation.probe.origin.value])
}
