/**
 * Which issuer is asked about a token.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import type { IssuerSettings } from '../settings/settings.ts'
import { carriedIn, type Place } from './carried.ts'
import { introspection } from './introspection.ts'
import type { Login, LoginFault, Verifier } from './login.ts'
import { claimedIssuer, signedTokens } from './signed-token.ts'

/** The issuers whose tokens come in one place. */
export interface PlaceVerifiers {
  readonly place: Place
  /**
   * A signed token is for the issuer that it names and is shown to no other; any other token is for the one that is asked by introspection.
   *
   * @returns Null: nobody here.
   */
  verifierOf(token: string): Verifier | null
}

/**
 * @throws {TypeError} An issuer stands twice for one place, or two would have to be asked about the same opaque token; a file of a secret cannot be used.
 */
export function openVerifiers(
  issuers: readonly IssuerSettings[],
  clock: Clock,
): readonly PlaceVerifiers[] {
  const places = Map.groupBy(issuers, ({ from }) =>
    from.kind === 'header' ? 'the header' : `the cookie \`${from.name}\``,
  )
  return [...places].map(([name, here]) => {
    const byIssuer = new Map<string, Verifier>()
    let opaque: Verifier | null = null
    for (const one of here) {
      if (byIssuer.has(one.issuer)) {
        throw new TypeError(`the issuer \`${one.issuer}\` stands twice for ${name}`)
      }
      const asked = one.introspection === null ? null : introspection(one, clock)
      if (asked !== null && opaque !== null) {
        throw new TypeError(
          `two issuers would be asked about the same tokens in ${name}; give each a place of its own`,
        )
      }
      opaque ??= asked
      const verifier = one.jwks === null ? asked : signedTokens(one, clock)
      if (verifier !== null) byIssuer.set(one.issuer, verifier)
    }
    return {
      place: here[0]?.from ?? { kind: 'header' },
      verifierOf(token) {
        const issuer = claimedIssuer(token)
        return issuer === null ? opaque : (byIssuer.get(issuer) ?? null)
      },
    }
  })
}

/**
 * What all places of a request say together.
 *
 * Every token that came must be good, and all must be of one user: the application might believe any of them. A page that puts its own user's token in the header
 * must not be judged by that while the application reads another user's cookie.
 *
 * @returns At once, `null`, where nothing came.
 */
export function loginFrom(
  places: readonly PlaceVerifiers[],
  lines: Parameters<typeof carriedIn>[1],
  now: number,
  client: string,
): Promise<Login | LoginFault> | LoginFault | null {
  const asked: Promise<Login | LoginFault>[] = []
  for (const { place, verifierOf } of places) {
    const carried = carriedIn(place, lines)
    if (carried === null) continue
    const verifier = carried === 'invalid' ? null : verifierOf(carried.token)
    if (carried === 'invalid' || verifier === null) return 'invalid'
    asked.push(verifier.verify(carried.token, now, client))
  }
  return asked.length === 0 ? null : Promise.all(asked).then(together)
}

function together(results: readonly (Login | LoginFault)[]): Login | LoginFault {
  for (const fault of ['invalid', 'expired', 'unavailable'] as const) {
    if (results.includes(fault)) return fault
  }
  const logins = results.filter((one): one is Login => typeof one !== 'string')
  const [first] = logins
  return first === undefined || logins.some(({ subject }) => subject !== first.subject)
    ? 'invalid'
    : { ...first, until: Math.min(...logins.map(({ until }) => until)) }
}
