/**
 * Extraction of tokens from a request.
 *
 * Ambiguous input is refused: the token that is verified here must be the one that the application reads.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { IssuerSettings } from '../config/index.ts'
import { valuesOf } from '../request/index.ts'

/** In characters. */
export const TOKEN_LIMIT = 16_384

/** RFC 6750, 2.1: `b64token`. */
const BEARER = /^bearer +([A-Za-z0-9\-._~+/]+=*)[ \t]*$/i
/** RFC 6265, 4.1.1: `cookie-octet`. Quoted values are refused, since servers differ in whether the quotes are part of the value. */
const COOKIE_VALUE = /^[\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]+$/

export type TokenLocation = IssuerSettings['from']

/** @returns The token; null if there is none; `invalid` for several tokens and for malformed ones. */
export function extractToken(
  location: TokenLocation,
  lines: readonly HeaderLine[],
): { readonly token: string } | 'invalid' | null {
  const token =
    location.kind === 'header' ? fromAuthorization(lines) : fromCookie(lines, location.name)
  if (token === null || token === 'invalid') return token
  return token.token.length > TOKEN_LIMIT ? 'invalid' : token
}

/** Schemes other than `Bearer` belong to the application. */
function fromAuthorization(lines: readonly HeaderLine[]): ReturnType<typeof extractToken> {
  const values = valuesOf(lines, 'authorization')
  if (values.length > 1) return 'invalid'
  const value = values[0]?.trim() ?? ''
  if (!/^bearer(?:[ \t,]|$)/i.test(value)) return null
  const token = BEARER.exec(value)?.[1]
  return token === undefined ? 'invalid' : { token }
}

/** An empty cookie counts as none: that is how cookies are cleared. */
function fromCookie(lines: readonly HeaderLine[], name: string): ReturnType<typeof extractToken> {
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
