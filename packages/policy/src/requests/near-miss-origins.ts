/**
 * Origins that resemble a granted one, so that a layer that compares origins wrongly grants one of them.
 *
 * @module
 */
import { defaultPort, isAddress, readOrigin, readPattern } from '@marque/core'
import { originMatching } from './sample-origins.ts'

/** A wrong comparison of origins, by the names that `verify` reports. */
export type OriginComparisonFault =
  | 'matches-prefix'
  | 'matches-suffix'
  | 'matches-dot-as-any'
  | 'matches-subdomains'
  | 'ignores-scheme'
  | 'ignores-port'
  | 'ignores-case'

export interface NearMissOrigin {
  readonly origin: string
  /** The wrong comparison that takes it for the granted origin. */
  readonly fault: OriginComparisonFault
}

/**
 * Makes near misses of a granted origin or pattern. Which of them a layer grants tells its comparison: no two of the wrong comparisons
 * grant the same ones.
 *
 * A near miss may be granted by another entry of the policy; callers decide each before they use it. `https://APP.example.com` is no
 * origin that browsers send (D3): only test tools do.
 *
 * @param granted An exact origin, or a pattern: then the near misses are those of an origin that it matches.
 * @returns Nothing for what is neither.
 *
 * @example
 * ```ts
 * nearMissOrigins('https://app.example.com')[0]
 * // { origin: 'https://app.example.com.stranger.invalid', fault: 'matches-prefix' }
 * ```
 */
export function nearMissOrigins(granted: string): readonly NearMissOrigin[] {
  const pattern = readPattern(granted)
  const origin = readOrigin(pattern === undefined ? granted : originMatching(granted))
  if (origin === undefined) return []
  const { scheme, host, port } = origin
  const isAnyPort = pattern?.port === 'any'
  const isSubdomains = pattern?.subdomains === true
  const text = (name: string, other = scheme, at = port): string =>
    `${other}://${name}${at === null ? '' : `:${at}`}`
  const found: NearMissOrigin[] = []
  const add = (fault: OriginComparisonFault, near: string): void => {
    found.push({ origin: near, fault })
  }
  // Behind a port only digits keep an origin well-formed; beyond 6553 there is no room for one more.
  if (port === null) add('matches-prefix', text(`${host}.stranger.invalid`))
  else if (port < 6553) add('matches-prefix', text(host, scheme, port * 10))
  if (!isAddress(host)) {
    // Under `*.example.com` every host before a dot is granted: there the mistake is the missing dot.
    const registered = isSubdomains ? host.slice(host.indexOf('.') + 1) : host
    add('matches-suffix', text(`stranger${registered}`))
    const dot = host.lastIndexOf('.')
    if (dot > 0) add('matches-dot-as-any', text(`${host.slice(0, dot)}x${host.slice(dot + 1)}`))
    if (!isSubdomains) add('matches-subdomains', text(`stranger.${host}`))
  }
  const other = scheme === 'https' ? 'http' : 'https'
  add('ignores-scheme', text(host, other))
  if (!isAnyPort) add('ignores-port', text(host, scheme, port === null ? otherPort(scheme) : null))
  if (/[a-z]/.test(host)) add('ignores-case', text(host.toUpperCase()))
  return found
}

/** A port that is not the default one of the scheme. */
function otherPort(scheme: string): number {
  return defaultPort(scheme) === 8443 ? 8444 : 8443
}
