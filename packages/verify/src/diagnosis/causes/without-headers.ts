/**
 * Headers on successful answers only.
 *
 * @module
 */
import { fieldsOf, type Observation } from '../../comparison/index.ts'
import { isGranted, isRight, resourceOf, statusOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'
import { unknownOrigins } from '../unknown-origins.ts'

/**
 * Granted answers of these statuses lack Access-Control-Allow-Origin, and those of 2xx have it, at the same resource where that has any. A layer that
 * answers only errors does not know the origin.
 */
function withoutHeaders(isOne: (status: number) => boolean): Diagnosis {
  return (view) => {
    const { observations } = view
    const isRefused = refusedOrigins(observations)
    const isUnknown = unknownOrigins(view)
    const right = new Set<string>()
    const wrong = new Set<string>()
    for (const observation of observations) {
      const status = statusOf(observation)
      if (!isGrantedActual(observation) || status < 200 || status > 299) continue
      const isSent = isRight(observation) || !lacksOrigin(observation)
      ;(isSent ? right : wrong).add(resourceOf(observation))
    }
    const isShownFor = (observation: Observation): boolean => {
      const resource = resourceOf(observation)
      return right.has(resource) || (right.size > 0 && !wrong.has(resource))
    }
    const isLacking = (observation: Observation): boolean =>
      isOne(statusOf(observation)) &&
      isGrantedActual(observation) &&
      lacksOrigin(observation) &&
      !isUnknown(observation) &&
      !isRefused(observation) &&
      isShownFor(observation)
    const isShown = observations.some(isLacking)
    return ({ observation, facet }) => {
      if (!isShown || observation.probe.kind === 'preflight') return false
      // A layer that leaves out its headers leaves out Vary too, whoever asks.
      if (facet === 'vary') return isOne(statusOf(observation))
      return isLacking(observation)
    }
  }
}

/** Whether 403 is about the origin: the layer refuses it so at a URL at which it answers the same request of others. */
function refusedOrigins(
  observations: readonly Observation[],
): (observation: Observation) => boolean {
  const answered = new Set<string>()
  for (const observation of observations) {
    const status = statusOf(observation)
    if (status > 0 && status < 400) answered.add(requestKey(observation))
  }
  const refused = new Set<string>()
  for (const observation of observations) {
    if (statusOf(observation) !== 403 || !isGrantedActual(observation)) continue
    if (answered.has(requestKey(observation))) refused.add(originKey(observation))
  }
  return (observation) => statusOf(observation) === 403 && refused.has(originKey(observation))
}

function originKey(observation: Observation): string {
  return JSON.stringify([resourceOf(observation), observation.probe.origin.value])
}

function requestKey({ probe }: Observation): string {
  return `${probe.method} ${probe.withCredentials} ${probe.url}`
}

function isGrantedActual(observation: Observation): boolean {
  const { kind } = observation.probe
  return isGranted(observation) && (kind === 'actual' || kind === 'conditional')
}

function lacksOrigin({ answer }: Observation): boolean {
  return answer !== null && fieldsOf(answer).allowOrigin.length === 0
}

export const errorsWithoutHeaders: Diagnosis = withoutHeaders((status) => status >= 400)

export const redirectWithoutHeaders: Diagnosis = withoutHeaders(
  (status) => status >= 300 && status <= 399 && status !== 304,
)

export const notModifiedWithoutHeaders: Diagnosis = withoutHeaders((status) => status === 304)
