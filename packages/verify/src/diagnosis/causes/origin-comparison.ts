/**
 * Wrong comparisons of origins, each as what it lets in beside a granted origin.
 *
 * @module
 */
import { type Origin, readOrigin } from '@marque/core'
import type { Observation } from '../../comparison/index.ts'
import { fitsAs, grantedOrigins } from '../as-another-origin.ts'
import { isEcho, isLetIn, isOriginDenied, resourceOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** Whether the wrong comparison takes `asked` for `granted`. */
type Comparison = (asked: string, granted: string) => boolean

/** A comparison explains the near misses that are made for it, and every other origin that it takes for a granted one. */
function comparison(fault: string, isTaken: Comparison): Diagnosis {
  return ({ observations, expectations }) => {
    const isShown = observations.some(
      (observation) =>
        observation.probe.origin.nearMiss?.fault === fault && isLetInWrongly(observation),
    )
    const granted = grantedOrigins(observations)
    const takenFor = (observation: Observation): readonly string[] =>
      [...(granted.get(resourceOf(observation)) ?? [])].filter((origin) => {
        const { value } = observation.probe.origin
        return value !== null && origin !== value && isTaken(value, origin)
      })
    return ({ observation }) => {
      const { value, nearMiss, role } = observation.probe.origin
      if (!isShown || value === null || role === 'unlisted') return false
      if (!isLetInWrongly(observation)) {
        // An origin with a smaller grant of its own gets that of another.
        if (!isEcho(observation)) return false
        return takenFor(observation).some((origin) => fitsAs(observation, origin, expectations))
      }
      if (nearMiss !== null && (nearMiss.fault === fault || isTaken(value, nearMiss.of)))
        return true
      return takenFor(observation).length > 0
    }
  }
}

function isLetInWrongly(observation: Observation): boolean {
  const isTaken = isEcho(observation) || observation.probe.kind === 'websocket'
  return isTaken && isOriginDenied(observation) && isLetIn(observation)
}

/** Compares parts of two origins; where either is none, as with upper-case letters, they are not equal. */
function parts(isTaken: (asked: Origin, granted: Origin) => boolean): Comparison {
  return (asked, granted) => {
    const [one, other] = [readOrigin(asked), readOrigin(granted)]
    return one !== undefined && other !== undefined && isTaken(one, other)
  }
}

export const matchesPrefix: Diagnosis = comparison('matches-prefix', (asked, granted) =>
  asked.startsWith(granted),
)

/** The end of the host, or of its domain where that is shown, whatever is before it: the scheme often too. */
export const matchesSuffix: Diagnosis = (view) => {
  const isOfDomain = view.observations.some((observation) => {
    const { value, nearMiss } = observation.probe.origin
    if (value === null || nearMiss === null || !isLetInWrongly(observation)) return false
    return endsLikeDomain(value, nearMiss.of) && !isBelowDomain(value, nearMiss.of)
  })
  const isTaken: Comparison = parts(
    (asked, granted) => asked.host.endsWith(granted.host) && asked.port === granted.port,
  )
  return comparison('matches-suffix', (asked, granted) =>
    isOfDomain ? endsLikeDomain(asked, granted) : isTaken(asked, granted),
  )(view)
}

/** `example.com` for `app.example.com`; a name right below a top-level domain for itself. */
function domainOf({ host }: Origin): string {
  const [, ...labels] = host.split('.')
  return labels.length > 1 ? labels.join('.') : host
}

const endsLikeDomain: Comparison = parts((asked, granted) => asked.host.endsWith(domainOf(granted)))

const isBelowDomain: Comparison = parts((asked, granted) =>
  asked.host.endsWith(`.${domainOf(granted)}`),
)

export const matchesDotAsAny: Diagnosis = comparison(
  'matches-dot-as-any',
  (asked, granted) =>
    asked.length === granted.length &&
    [...granted].every((letter, index) => letter === '.' || letter === asked[index]),
)

/** Any name below the granted host, or below its parent: `*.example.com` for `app.example.com`. */
export const matchesSubdomains: Diagnosis = comparison(
  'matches-subdomains',
  (asked, granted) => isBelowDomain(asked, granted) && isLikePlace(asked, granted),
)

const isLikePlace: Comparison = parts(
  (asked, granted) => asked.scheme === granted.scheme && asked.port === granted.port,
)

export const ignoresScheme: Diagnosis = comparison(
  'ignores-scheme',
  parts((asked, granted) => asked.host === granted.host && asked.port === granted.port),
)

export const ignoresPort: Diagnosis = comparison(
  'ignores-port',
  parts((asked, granted) => asked.host === granted.host && asked.scheme === granted.scheme),
)

export const ignoresCase: Diagnosis = comparison(
  'ignores-case',
  (asked, granted) => asked.toLowerCase() === granted.toLowerCase(),
)
