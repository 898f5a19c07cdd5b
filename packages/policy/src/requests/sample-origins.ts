/**
 * Origins that a policy lists, patterns that an origin matches, and an origin that no policy lists.
 *
 * @module
 */
import { type Bundle, type OriginList, readOrigin } from '@marque/core'
import { firstUnused } from './first-unused.ts'

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

/** The first origins of a list; a pattern gives the one just below its host. */
export function originsIn({ exact, patterns }: OriginList, most: number): readonly string[] {
  return [...exact.slice(0, most), ...patterns.slice(0, most).map(originMatching)].slice(0, most)
}

/** An origin that the pattern matches: the label `a` for `*.`, the default port for `:*`. */
export function originMatching(pattern: string): string {
  return pattern.replace('://*.', '://a.').replace(/:\*$/, '')
}

/** Every pattern that could match the origin (D3), the most specific first; none where it is no origin. */
export function patternsMatching(text: string): readonly string[] {
  const origin = readOrigin(text)
  if (origin === undefined) return []
  const { scheme, host, port } = origin
  const ports = [port === null ? '' : `:${port}`, ':*']
  const found = [`${scheme}://${host}:*`]
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    for (const end of ports) found.push(`${scheme}://*${host.slice(dot)}${end}`)
  }
  return found
}
