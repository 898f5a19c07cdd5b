/**
 * Origins that a grant lists, and origins that it does not: strangers and near misses.
 *
 * @module
 */
import {
  type Bundle,
  defaultPort,
  hostEndOf,
  hostEnds,
  isAddress,
  type OriginList,
  type OriginPattern,
  readOrigin,
  readPattern,
} from '@marque/core'
import { firstUnused } from './sample-url.ts'

/** An origin that cannot be registered: RFC 2606 reserves `.invalid`. */
export const UNLISTED_ORIGIN = 'https://stranger.invalid'

/** {@link UNLISTED_ORIGIN}, or one like it where a list or `self` of some bundle holds that one. */
export function unlistedOrigin(bundles: readonly Bundle[]): string {
  const self = new Set(bundles.flatMap((bundle) => bundle.self))
  const lists = bundles.flatMap(({ sets, tenants }) => [
    ...Object.values(sets),
    ...Object.values(tenants),
  ])
  return firstUnused([UNLISTED_ORIGIN], 'https://stranger', {
    has: (origin) => self.has(origin) || lists.some((list) => holdsOrigin(list, origin)),
  })
}

function holdsOrigin({ exact, patterns }: OriginList, origin: string): boolean {
  return (
    exact.includes(origin) || patternsMatching(origin).some((pattern) => patterns.includes(pattern))
  )
}

/** The first origins of a list; a pattern gives one that it matches. */
export function originsIn({ exact, patterns }: OriginList, most: number): readonly string[] {
  return [...exact.slice(0, most), ...patterns.slice(0, most).map(originMatching)].slice(0, most)
}

/** An origin that the pattern matches: `a` for the `*` of the host, the default port for `:*`. */
export function originMatching(pattern: string): string {
  return pattern.replace('://*', '://a').replace(/:\*$/, '')
}

/** Every pattern that could match the origin (D3), the most specific first; none where it is no origin. */
export function patternsMatching(text: string): readonly string[] {
  const origin = readOrigin(text)
  if (origin === undefined) return []
  const { scheme, host, port } = origin
  const ports = [port === null ? '' : `:${port}`, ':*']
  const found = [`${scheme}://${host}:*`]
  for (const end of hostEnds(host)) {
    for (const at of ports) found.push(`${scheme}://*${end}${at}`)
  }
  return found
}

/** A wrong comparison of origins, by the names that `verify` reports. */
export type OriginComparisonFault =
  | 'matches-prefix'
  | 'matches-suffix'
  | 'matches-dot-as-any'
  | 'matches-subdomains'
  | 'ignores-trailing-dot'
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
  const dotted = host.endsWith('.') ? host : `${host}.`
  if (port === null) add('matches-prefix', text(`${dotted}stranger.invalid`))
  else if (port < 6553) add('matches-prefix', text(host, scheme, port * 10))
  if (!isAddress(host)) {
    add('matches-suffix', text(`stranger${registeredPart(host, pattern)}`))
    const dot = host.lastIndexOf('.')
    if (dot > 0) add('matches-dot-as-any', text(`${host.slice(0, dot)}x${host.slice(dot + 1)}`))
    if (!isSubdomains) add('matches-subdomains', text(`stranger.${host}`))
    add('ignores-trailing-dot', text(host === dotted ? host.slice(0, -1) : dotted))
  }
  const other = scheme === 'https' ? 'http' : 'https'
  add('ignores-scheme', text(host, other))
  if (!isAnyPort) add('ignores-port', text(host, scheme, port === null ? otherPort(scheme) : null))
  if (/[a-z]/.test(host)) add('ignores-case', text(host.toUpperCase()))
  return found
}

/**
 * The end of the host that a stranger's name must not simply be put before. Under `*.example.com` every host before a dot is granted, and every label
 * before the hyphen under `*--app.example.com`: there the mistake is the missing dot or hyphen.
 */
function registeredPart(host: string, pattern: OriginPattern | undefined): string {
  const end = pattern === undefined ? null : hostEndOf(pattern)
  return end === null ? host : end.slice(1)
}

/** A port that is not the default one of the scheme. */
function otherPort(scheme: string): number {
  return defaultPort(scheme) === 8443 ? 8444 : 8443
}
