/**
 * The strings of a bundle, each in its normalized form, so that the engine can compare bytes.
 *
 * @module
 */
import {
  isCorsHeader,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isToken,
  normalizeMethod,
} from '../headers/index.ts'
import { isCanonicalOrigin, isOriginPattern } from '../origin/index.ts'
import { type PathPattern, readPathPattern } from '../path/index.ts'

const TENANT = '{tenant}'

/** An origin that a list may hold. `file:` is never granted by name (D10), not even with a host. */
export function isListedOrigin(text: string): boolean {
  return isCanonicalOrigin(text) && !text.startsWith('file:')
}

/** A pattern that a list may hold. */
export function isListedPattern(text: string): boolean {
  return isOriginPattern(text) && !text.startsWith('file:')
}

/** An own origin (D6): `http:` or `https:`; the first label of its host may be `{tenant}`. */
export function isSelf(text: string): boolean {
  return /^https?:/.test(text) && isCanonicalOrigin(text.replace(`://${TENANT}.`, '://t.'))
}

/** A host name or an address, without a port, since servers choose virtual hosts by name (ADR 0001, 3), and without a trailing dot (D2). */
function isHost(text: string): boolean {
  return isCanonicalOrigin(`https://${text}`) && !/:[0-9]+$|\.$/.test(text)
}

/** A host, or `*.` and a name (never an address). */
export function isMatchHost(text: string): boolean {
  if (!text.startsWith('*.')) return isHost(text)
  return isHost(text.slice(2)) && isOriginPattern(`https://${text}`)
}

/** A host whose first label is `{tenant}` (D15). */
export function isTenancyHost(text: string): boolean {
  return text.startsWith(`${TENANT}.`) && isHost(`t${text.slice(TENANT.length)}`)
}

/** The name of a tenant (D15). `__proto__` would set the prototype of an object that is copied key by key. */
export function isTenantName(text: string): boolean {
  return /^[A-Za-z0-9._~-]{1,63}$/.test(text) && !['.', '..', '__proto__'].includes(text)
}

/** The name of a tenant that a host carries: a label in lower case. */
export function isTenantLabel(text: string): boolean {
  return /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(text) && text !== '__proto__'
}

/** A path pattern with one segment `{name}`. */
export function isPathTemplate(text: string, name: 'tenant' | 'apiVersion'): boolean {
  const segments = readPathPattern(text)?.segments ?? []
  return segments.some((segment) => 'name' in segment && segment.name === name)
}

/** A path pattern (D5). */
export function isPathPattern(text: string): boolean {
  return readPathPattern(text) !== undefined
}

/** Whether a pattern matches one path only. */
export function isExactPath(pattern: PathPattern): boolean {
  return !pattern.rest && pattern.segments.every((segment) => 'literal' in segment)
}

/** A method as D27 normalizes it: a token, not forbidden, and not `*`. */
export function isMethod(text: string): boolean {
  return text !== '*' && isToken(text) && !isForbiddenMethod(text) && normalizeMethod(text) === text
}

/** A name for `requestHeaders`, `*` included: lower case, and one that script may set (D27). */
export function isRequestHeader(text: string): boolean {
  return isHeaderName(text) && !isForbiddenRequestHeader(text) && !isCorsHeader(text)
}

/** A name for `exposeHeaders`, `*` included: lower case, and one that script may read (D27). */
export function isExposedHeader(text: string): boolean {
  return isHeaderName(text) && !isCorsHeader(text)
}

/** A lower-case header name, except `Set-Cookie` (D27). */
export function isHeaderName(text: string): boolean {
  return isToken(text) && text === text.toLowerCase() && !isForbiddenResponseHeader(text)
}

/**
 * A JSON Pointer (RFC 6901) to a part of the claims, not to all of them.
 *
 * Not one regular expression: a repeated group overflows the stack of the matcher on a string of about ten million characters.
 */
export function isClaimPointer(text: string): boolean {
  return text.startsWith('/') && !/~(?![01])/.test(text)
}

/** The name of a set, which must not look like `*` or `@tenant`. */
export function isSetName(text: string): boolean {
  return text !== '' && text !== '*' && !text.startsWith('@')
}

/** Whether the name of a set is the one origin or pattern that it holds. */
export function namesAnOrigin(setName: string): boolean {
  return setName.includes('://')
}
