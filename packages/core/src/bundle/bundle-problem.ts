/**
 * Why bytes are no bundle: one problem with a stable code and the place where it stands.
 *
 * A bundle is written by a compiler and not by a person, so the first problem is enough: the cure is to compile again.
 *
 * @module
 */

/** Every code that {@link BundleProblem} can have, with what it says of the bytes. */
export const BUNDLE_PROBLEM_CODES = {
  ERR_BUNDLE_TOO_LARGE: 'more bytes or more values than a bundle may have',
  ERR_BUNDLE_TOO_DEEP: 'nested deeper than a bundle may be',
  ERR_BUNDLE_ENCODING: 'not UTF-8, or a byte order mark',
  ERR_BUNDLE_SYNTAX: 'not JSON',
  ERR_BUNDLE_NOT_CANONICAL:
    'JSON, but not in the one form of RFC 8785; also a key that stands twice, half of a surrogate pair, a number out of range',
  ERR_BUNDLE_FORMAT: 'not of a format that this engine reads',
  ERR_BUNDLE_UNKNOWN_KEY: 'a key that the format does not have',
  ERR_BUNDLE_MISSING_KEY: 'a key that the format requires is not there',
  ERR_BUNDLE_TYPE: 'a value of another kind than the format has there',
  ERR_BUNDLE_VALUE: 'a value of the right kind that is not one of those allowed',
  ERR_BUNDLE_ORDER: 'a list that is not sorted by UTF-16 code units',
  ERR_BUNDLE_DUPLICATE: 'the same entry or name twice',
  ERR_BUNDLE_REFERENCE: 'a name that nothing in the bundle has',
  ERR_BUNDLE_UNSAFE: 'a combination that the rules forbid, and that no compiler writes',
  ERR_BUNDLE_SENSITIVITY: 'a grant that the sensitivity of its resource does not allow',
  ERR_BUNDLE_TIE: 'two resources that fit the same request equally well (D7)',
} as const

export type BundleProblemCode = keyof typeof BUNDLE_PROBLEM_CODES

/** The first thing wrong with the bytes of a bundle. */
export interface BundleProblem {
  readonly code: BundleProblemCode
  /** Lower-case start, no final period; text from the bundle stands in backticks and is shortened. */
  readonly message: string
  /** JSON Pointer (RFC 6901) to the value; empty for the whole. Keys above 512 characters are shortened. */
  readonly path: string
}

/** Tells the two results of `readBundle` apart. A bundle has no key `code`. */
export function isBundleProblem(result: object): result is BundleProblem {
  return Object.hasOwn(result, 'code')
}

/** A problem of the value in hand; its containers put their keys before the path with {@link within}. */
export function problem(code: BundleProblemCode, message: string, path = ''): BundleProblem {
  return { code, message, path }
}

/** The same problem, seen from the container that holds the value under `key`. */
export function within(key: string | number, inner: BundleProblem): BundleProblem {
  return { code: inner.code, message: inner.message, path: pointer(key) + inner.path }
}

/** A JSON Pointer of these keys. Of a key above 512 characters, which no compiler writes, it shows the start and `…`. */
export function pointer(...keys: readonly (string | number)[]): string {
  let path = ''
  for (const key of keys) path += `/${shown(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
  return path
}

function shown(key: string | number): string {
  const name = String(key)
  return name.length <= 512 ? name : `${name.slice(0, 511)}…`
}

/** Text of the bundle as it may stand in a message: in backticks, at most 80 characters of it. */
export function quoted(text: string): string {
  return text.length <= 80 ? `\`${text}\`` : `\`${text.slice(0, 79)}…\``
}
