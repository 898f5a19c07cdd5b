/**
 * A layer that echoes whoever asks.
 *
 * @module
 */
import {
  type Facet,
  facetValue,
  type Observation,
  requestedHeaders,
} from '../../comparison/index.ts'
import { fitsAs, sampleGrantees } from '../as-another-origin.ts'
import {
  decisionOf,
  isDenied,
  isEcho,
  isGranted,
  isOriginDenied,
  resourceOf,
  statusOf,
} from '../evidence.ts'
import type { Diagnosis, Difference } from '../layer-view.ts'

/**
 * Origins that are in no list and close to none are echoed, and at no resource that is explained are they refused. Such a layer compares no origins: it
 * echoes near misses and `null` too, gives each what any has a grant for, takes any OPTIONS for a preflight, and echoes at ambiguous paths.
 */
export const reflectsAnyOrigin: Diagnosis = ({ observations, expectations }) => {
  const echoed = new Set<string>()
  const refused = new Set<string>()
  for (const observation of observations) {
    const { origin, kind } = observation.probe
    const isTelling = origin.role === 'unlisted' && (kind === 'actual' || kind === 'preflight')
    if (!isTelling || !(isOriginDenied(observation) || isEchoOfAny(observation))) continue
    const group = groupOf(resourceOf(observation), kind)
    const status = statusOf(observation)
    if (isEcho(observation)) echoed.add(group)
    // An unknown tenant is refused whoever asks.
    else if (isOfOrigin(observation) && (status < 400 || status === 403)) refused.add(group)
  }
  const isEchoed = (resource: string): boolean =>
    KINDS.some((kind) => {
      const group = groupOf(resource, kind)
      return echoed.has(group) && !refused.has(group)
    })
  const isRefused = (resource: string): boolean =>
    KINDS.some((kind) => refused.has(groupOf(resource, kind))) && !isEchoed(resource)
  const isShown = [...echoed].some((group) => !refused.has(group))
  const granted = sampleGrantees(observations)
  const toStrangers = partsToStrangers(observations)
  return (difference) => {
    const { observation, facet } = difference
    const resource = resourceOf(observation)
    if (!isShown || isRefused(resource)) return false
    if (facet === 'vary') return true
    const { kind, origin } = observation.probe
    // Nothing is judged, so nothing is refused either.
    const isAnyOptions = kind === 'options' && facet === 'allow-methods'
    if (origin.value === null) {
      return isAnyOptions || (facet === 'status' && statusOf(observation) < 400)
    }
    if (kind === 'websocket') return isDenied(observation) && statusOf(observation) === 101
    if (!isEcho(observation)) return false
    if (kind === 'options') return true
    if (isEchoOfAny(observation)) return true
    const reason = decisionOf(observation)?.reason ?? ''
    // Another method or header name than any origin has a grant for is another mistake.
    const isOfPreflight = kind === 'preflight' && OF_PREFLIGHT.has(reason)
    const isOfGrant = isGranted(observation) || isOfPreflight
    if (isOfGrant && toStrangers.has(partKey(difference))) return true
    if (isDenied(observation) && !isOfPreflight) return true
    if (observation.expected.some(({ read }) => !read) && !isOfPreflight) return true
    const others = granted.get(resource) ?? []
    return [...others].some((origin) => fitsAs(observation, origin, expectations))
  }
}

/** Whether an origin that is granted as any other is echoed, with credentials, which no `*` allows. */
function isEchoOfAny(observation: Observation): boolean {
  const isAny = decisionOf(observation)?.reason === 'granted-any'
  return isAny && observation.differs.includes('allow-credentials') && isEcho(observation)
}

function isOfOrigin(observation: Observation): boolean {
  return decisionOf(observation)?.reason !== 'tenant-unknown'
}

/** Parts of the answers that echo a stranger: one answer for everybody gives them to granted origins too. */
function partsToStrangers(observations: readonly Observation[]): ReadonlySet<string> {
  const strangers = observations.filter(
    (observation) =>
      observation.probe.origin.role === 'unlisted' &&
      isOriginDenied(observation) &&
      isEcho(observation),
  )
  return new Set(
    strangers.flatMap((observation) => PARTS.map((facet) => partKey({ observation, facet }))),
  )
}

const PARTS: readonly Facet[] = [
  'allow-credentials',
  'allow-methods',
  'allow-headers',
  'expose-headers',
  'max-age',
  'author',
]

function partKey({ observation, facet }: Difference): string {
  const { answer, probe } = observation
  const { kind } = probe
  const requested = [...new Set(requestedHeaders(probe))].sort().join(', ')
  const sent = answer === null ? '' : facetValue(answer, facet)
  // Libraries repeat the names that are asked for.
  const value = facet === 'allow-headers' && sent === requested ? 'requested' : sent
  return JSON.stringify([resourceOf(observation), kind === 'preflight', facet, value])
}

const OF_PREFLIGHT: ReadonlySet<string> = new Set(['method-not-granted', 'headers-not-granted'])

const KINDS = ['actual', 'preflight'] as const

function groupOf(resource: string, kind: string): string {
  return `${kind} ${resource}`
}
