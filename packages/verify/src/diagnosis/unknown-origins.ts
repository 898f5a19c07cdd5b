/**
 * Origins that a layer does not grant anything at a resource, or does.
 *
 * @module
 */
import type { Observation } from '../comparison/index.ts'
import { decisionOf, isDenied, isGranted, isLetIn, resourceOf } from './evidence.ts'
import type { LayerView } from './layer-view.ts'

/**
 * Whether the policy grants the origin of a request something at the resource, and the layer nothing at all, neither requests nor preflights. Where only
 * preflights tell, because it depends on a login who reads answers, the other resources do.
 */
export function unknownOrigins({ observations }: LayerView): (observation: Observation) => boolean {
  const refused = new Set<string>()
  const known = new Set<string>()
  for (const observation of observations) {
    if (!isGranted(observation) || observation.answer === null) continue
    const { kind, origin } = observation.probe
    // A grant for any origin tells nothing of this one.
    const isAny = decisionOf(observation)?.reason === 'granted-any'
    const keys = [keyOf(observation), ...(isAny ? [] : [originKey(origin.value)])]
    const into = isLetIn(observation) ? known : kind === 'actual' ? refused : null
    for (const key of keys) into?.add(key)
  }
  return (observation) => {
    const key = keyOf(observation)
    const origin = originKey(observation.probe.origin.value)
    if (known.has(key)) return false
    return refused.has(key) || (refused.has(origin) && !known.has(origin))
  }
}

function originKey(origin: string | null): string {
  return JSON.stringify([origin])
}

/** Whether the layer grants nothing to anybody at the resource, though the policy does: nothing there depends on the origin. */
export function forgottenResources({
  observations,
}: LayerView): (observation: Observation) => boolean {
  const refused = new Set<string>()
  const known = new Set<string>()
  for (const observation of observations) {
    if (observation.answer === null || observation.probe.kind === 'websocket') continue
    if (isLetIn(observation)) known.add(resourceOf(observation))
    else if (isGranted(observation)) refused.add(resourceOf(observation))
  }
  return (observation) => {
    const resource = resourceOf(observation)
    return refused.has(resource) && !known.has(resource)
  }
}

/** Whether the layer lets in an origin at a resource at which the policy denies it. */
export function strangersLetIn({ observations }: LayerView): (observation: Observation) => boolean {
  const letIn = new Set<string>()
  for (const observation of observations) {
    if (isDenied(observation) && isLetIn(observation)) letIn.add(keyOf(observation))
  }
  return (observation) => isDenied(observation) && letIn.has(keyOf(observation))
}

function keyOf(observation: Observation): string {
  return JSON.stringify([resourceOf(observation), observation.probe.origin.value])
}
