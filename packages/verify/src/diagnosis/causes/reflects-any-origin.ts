/**
 * A layer that echoes whoever asks.
 *
 * @module
 */
import { fields, isEcho, isOriginDenied, resourceOf, statusOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/**
 * At a resource, every origin that is in no list and close to none is echoed. Such a layer compares no origins: it echoes near misses and `null` too, refuses
 * nobody, takes any OPTIONS for a preflight, and echoes at ambiguous paths.
 */
export const reflectsAnyOrigin: Diagnosis = ({ observations }) => {
  const echoed = new Set<string>()
  const refused = new Set<string>()
  for (const observation of observations) {
    if (observation.probe.origin.role !== 'unlisted' || !isOriginDenied(observation)) continue
    const group = groupOf(resourceOf(observation), observation.probe.kind)
    if (isEcho(observation) && fields(observation) !== null) echoed.add(group)
    else if (statusOf(observation) < 400) refused.add(group)
  }
  const holdsFor = (resource: string): boolean =>
    KINDS.some((kind) => {
      const group = groupOf(resource, kind)
      return echoed.has(group) && !refused.has(group)
    })
  const isAnywhere = [...echoed].some((group) => !refused.has(group))
  return ({ observation, facet }) => {
    const { probe, expected } = observation
    if (!isAnywhere) return false
    if (expected[0]?.reason === 'path-ambiguous') return isEcho(observation)
    if (!holdsFor(resourceOf(observation))) return false
    if (facet === 'vary') return true
    if (probe.kind === 'options') return isEcho(observation)
    if (!isOriginDenied(observation)) return false
    return probe.kind === 'websocket' ? statusOf(observation) === 101 : isEcho(observation)
  }
}

const KINDS = ['actual', 'preflight'] as const

function groupOf(resource: string, kind: string): string {
  return `${kind} ${resource}`
}
