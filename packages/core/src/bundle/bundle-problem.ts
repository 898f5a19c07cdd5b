/**
 * Why bytes are not a valid bundle: one problem with a stable code and its location.
 *
 * A bundle is written by a compiler, so the first problem is enough: the fix is to compile again.
 *
 * @module
 */

/** Every code of a {@link BundleProblem}, with its meaning. */
export const BUNDLE_PROBLEM_CODES = {
  ERR_BUNDLE_TOO_LARGE: 'more bytes or more values than a bundle may have',
  ERR_BUNDLE_TOO_DEEP: 'nested deeper than a bundle may be',
  ERR_BUNDLE_ENCODING: 'invalid UTF-8, or a byte order mark',
  ERR_BUNDLE_SYNTAX: 'invalid JSON',
  ERR_BUNDLE_NOT_CANONICAL:
    'JSON, but not canonical (RFC 8785); also a duplicate key, a lone surrogate or a number out of range',
  ERR_BUNDLE_FORMAT: 'a format that this engine does not support',
  ERR_BUNDLE_UNKNOWN_KEY: 'an unknown key',
  ERR_BUNDLE_MISSING_KEY: 'a required key is missing',
  ERR_BUNDLE_TYPE: 'a value of the wrong type',
  ERR_BUNDLE_VALUE: 'a value of the right type that is not allowed',
  ERR_BUNDLE_ORDER: 'an array that is not sorted by UTF-16 code units',
  ERR_BUNDLE_DUPLICATE: 'a duplicate entry or name',
  ERR_BUNDLE_REFERENCE: 'a reference to a name that the bundle does not have',
  ERR_BUNDLE_UNSAFE: 'a combination that the rules forbid',
  ERR_BUNDLE_SENSITIVITY: 'a grant that the sensitivity of its resource does not allow',
  ERR_BUNDLE_TIE: 'two resources that match the same request equally (D7)',
} as const

export type BundleProblemCode = keyof typeof BUNDLE_PROBLEM_CODES

/** The first thing wrong with the bytes of a bundle. */
export interface BundleProblem {
  readonly code: BundleProblemCode
  /** Lower-case start, no final period; values of the bundle are in backticks and shortened. */
  readonly message: string
  /** JSON Pointer (RFC 6901) to the value; empty for the whole bundle. Keys above 512 characters are shortened. */
  readonly path: string
}

/** Distinguishes the results of `readBundle`: a bundle has no key `code`. */
export function isBundleProblem(result: object): result is BundleProblem {
  return Object.hasOwn(result, 'code')
}

/** A problem of a value; its containers prepend their keys to the path with {@link within}. */
export function problem(code: BundleProblemCode, message: string, path = ''): BundleProblem {
  return { code, message, path }
}

/** The same problem with `key` before its path. */
export function within(key: string | number, inner: BundleProblem): BundleProblem {
  return { code: inner.code, message: inner.message, path: pointer(key) + inner.path }
}

/** The JSON Pointer of these keys. A key above 512 characters is shortened. */
export function pointer(...keys: readonly (string | number)[]): string {
  let path = ''
  for (const key of keys) path += `/${shown(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
  return path
}

function shown(key: string | number): string {
  const name = String(key)
  return name.length <= 512 ? name : `${name.slice(0, 511)}…`
}

/** A value of the bundle in backticks, shortened to 80 characters. */
export function quoted(text: string): string {
  return text.length <= 80 ? `\`${text}\`` : `\`${text.slice(0, 79)}…\``
}
