/**
 * Which part of a grant a layer does not know, where it refuses some requests of an origin and answers others.
 *
 * @module
 */
import { type Observation, requestedHeaders, requestedMethod } from '../comparison/index.ts'
import { isGranted, isLetIn, isRight, resourceOf } from './evidence.ts'
import type { LayerView } from './layer-view.ts'

/**
 * Tells whether a granted request is refused for its method or for its header names: another method, or fewer names, of the same origin at the same resource
 * and of the same kind is answered rightly.
 */
export function refusedPart({
  observations,
}: LayerView): (observation: Observation) => 'method' | 'headers' | null {
  const granted = new Map<string, Observation[]>()
  for (const observation of observations) {
    if (!isGranted(observation) || observation.answer === null) continue
    const key = keyOf(observation)
    const known = granted.get(key)
    if (known === undefined) granted.set(key, [observation])
    else known.push(observation)
  }
  return (observation) => {
    if (!isGranted(observation) || isLetIn(observation)) return null
    const others = granted.get(keyOf(observation)) ?? []
    const method = methodOf(observation)
    const names = requestedHeaders(observation.probe)
    const ofMethod = others.filter((other) => methodOf(other) === method)
    const fewer = ofMethod.filter(
      (other) => isAnswered(other) && requestedHeaders(other.probe).length < names.length,
    )
    if (fewer.length > 0) return 'headers'
    const isRefusedAlways = ofMethod.every((other) => !isAnswered(other))
    return isRefusedAlways && others.some((other) => isAnswered(other)) ? 'method' : null
  }
}

function isAnswered(observation: Observation): boolean {
  return isLetIn(observation) || isRight(observation)
}

function methodOf({ probe }: Observation): string {
  return requestedMethod(probe) ?? probe.method
}

function keyOf(observation: Observation): string {
  const { kind, origin, withCredentials } = observation.probe
  return JSON.stringify([kind, resourceOf(observation), origin.value, withCredentials])
}
