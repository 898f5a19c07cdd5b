/**
 * What a 401 says (RFC 6750, 3).
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { LoginFault } from './login.ts'

/** Nothing came: no error code (RFC 6750, 3.1). Also where logins come in a cookie, for a 401 must name a scheme (RFC 9110, 15.5.2), and no browser asks for this one. */
export const NO_LOGIN: readonly HeaderLine[] = [['www-authenticate', 'Bearer']]

const INVALID: readonly HeaderLine[] = [['www-authenticate', 'Bearer error="invalid_token"']]

/** Only the holder of a genuine token learns this: the signature was verified before. */
const EXPIRED: readonly HeaderLine[] = [
  ['www-authenticate', 'Bearer error="invalid_token", error_description="the token has expired"'],
]

/** Nothing is wrong with the token as far as anybody knows: the request may come again. */
const LATER: readonly HeaderLine[] = [['retry-after', '5']]

export function challengeOf(fault: LoginFault | null): readonly HeaderLine[] {
  if (fault === null) return NO_LOGIN
  if (fault === 'unavailable') return LATER
  return fault === 'expired' ? EXPIRED : INVALID
}
