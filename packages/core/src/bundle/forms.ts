/**
 * The texts that a bundle is made of, each as the compiler writes it: one form, already normalised, so that the engine may compare
 * bytes.
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

/** An origin that may stand in a list. `file:` is never granted by name (D10), not even with a host. */
export function isListedOrigin(text: string): boolean {
  return isCanonicalOrigin(text) && !text.startsWith('file:')
}

/** The same of a pattern. */
export function isListedPattern(text: string): boolean {
  return isOriginPattern(text) && !text.startsWith('file:')
}

/** An origin that is guarded (D6): `http:` or `https:`, `{tenant}` at most as the first label of its host. */
export function isSelf(text: string): boolean {
  return /^https?:/.test(text) && isCanonicalOrigin(text.replace(`://${TENANT}.`, '://t.'))
}

/** A host name or an address, without a port: servers choose virtual hosts by the name (ADR 0001, 3). */
function isHost(text: string): boolean {
  return isCanonicalOrigin(`https://${text}`) && !/:[0-9]+$/.test(text)
}

/** A host, or `*.` and a name (never an address). */
export function isMatchHost(text: string): boolean {
  if (!text.startsWith('*.')) return isHost(text)
  return isHost(text.slice(2)) && isOriginPattern(`https://${text}`)
}

/** A host of which the first label is `{tenant}` (D15). */
export function isTenancyHost(text: string): boolean {
  return text.startsWith(`${TENANT}.`) && isHost(`t${text.slice(TENANT.length)}`)
}

/** A tenant's name: one label of a host or segment of a path, in lower case, so that folding tells no two apart (D4). */
export function isTenantName(text: string): boolean {
  return text !== '' && !/[A-Z]/.test(text) && text === text.toLowerCase()
}

/** A path pattern with one segment `{name}`. */
export function isPathTemplate(text: string, name: 'tenant' | 'apiVersion'): boolean {
  const segments = readPathPattern(text)?.segments ?? []
  return segments.some((segment) => 'name' in segment && segment.name === name)
}

export function isPathPattern(text: string): boolean {
  return readPathPattern(text) !== undefined
}

/** Whether a pattern is one path and nothing else. */
export function isExactPath(pattern: PathPattern): boolean {
  return !pattern.rest && pattern.segments.every((segment) => 'literal' in segment)
}

/** A method as D27 keeps it: a token, not forbidden, normalised where Fetch normalises. `*` is no method here. */
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

/** A lower-case header name; `Set-Cookie` is none in any list (D27). */
export function isHeaderName(text: string): boolean {
  return isToken(text) && text === text.toLowerCase() && !isForbiddenResponseHeader(text)
}
/**
 * RFC 6901, not the whole document.
 *
 * Not one expression for the whole: a repeated group overflows the stack of the matcher on a text of some ten million characters.
 */
export function isClaimPointer(text: string): boolean {
  return text.startsWith('/') && !/~(?![01])/.test(text)
}

/** The name of a set: one that a policy cannot confuse with `*` or `@tenant`. */
export function isSetName(text: string): boolean {
  return text !== '' && text !== '*' && !text.startsWith('@')
}

/** Whether a set is named by the one origin or pattern that it stands for. */
export function namesAnOrigin(setName: string): boolean {
  return setName.includes('://')
}
