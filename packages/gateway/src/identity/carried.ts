/**
 * Where a request carries a token.
 *
 * Whatever could be read in two ways is refused: a token that is judged here must be the one that the application reads.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { IssuerSettings } from '../settings/settings.ts'

/** In characters. All header lines together have a bound of their own. */
export const TOKEN_LIMIT = 16_384

/** RFC 6750, 2.1: `b64token`. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)[ \t]*$/i
/** RFC 6265, 4.1.1: `cookie-octet`; a value in quotes is not taken, since servers do not agree whose the quotes are. */
const COOKIE_VALUE = /^[\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]+$/

export type Place = IssuerSettings['from']

/** @returns The token; `null` where none came; `invalid` for what came and cannot be one, and for several. */
export function carriedIn(
  place: Place,
  lines: readonly HeaderLine[],
): { readonly token: string } | 'invalid' | null {
  const token = place.kind === 'header' ? inAuthorization(lines) : inCookie(lines, place.name)
  if (token === null || token === 'invalid') return token
  return token.token.length > TOKEN_LIMIT ? 'invalid' : token
}

/** Another scheme than `Bearer` is the application's own. */
function inAuthorization(lines: readonly HeaderLine[]): ReturnType<typeof carriedIn> {
  const values = valuesOf(lines, 'authorization')
  if (values.length > 1) return 'invalid'
  const value = values[0]?.trim() ?? ''
  if (!/^bearer(?:[ \t,]|$)/i.test(value)) return null
  const token = BEARER.exec(value)?.[1]
  return token === undefined ? 'invalid' : { token }
}

/** An empty one is none: that is how a cookie is taken back. */
function inCookie(lines: readonly HeaderLine[], name: string): ReturnType<typeof carriedIn> {
  let found: string | undefined
  for (const line of valuesOf(lines, 'cookie')) {
    for (const pair of line.split(';')) {
      const at = pair.indexOf('=')
      if (at < 0 || pair.slice(0, at).trim() !== name) continue
      if (found !== undefined) return 'invalid'
      found = pair.slice(at + 1).trim()
    }
  }
  if (found === undefined || found === '') return null
  return COOKIE_VALUE.test(found) ? { token: found } : 'invalid'
}

function valuesOf(lines: readonly HeaderLine[], name: string): readonly string[] {
  const values: string[] = []
  for (const [field, value] of lines) {
    if (field.length === name.length && field.toLowerCase() === name) values.push(value)
  }
  return values
}
