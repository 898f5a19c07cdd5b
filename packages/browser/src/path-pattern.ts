/**
 * Path patterns of a policy (D5), for the paths on which credentials are granted.
 *
 * @module
 */

/** Paths that servers interpret differently (D4): they never get credentials. */
const AMBIGUOUS = /%(?:2e|2f|3b|5c|25)|[;\\]|\/\//i

/**
 * Compiles `/v1/account/**`: literal segments, `{name}` for one segment, `**` only last, with or without one trailing slash.
 *
 * @returns Whether a path, as `URL` serializes it, matches. Case-sensitive, without percent-decoding.
 * @throws {TypeError} The pattern is invalid.
 */
export function readPathPattern(pattern: string): (path: string) => boolean {
  if (!/^(?:\/[^/*{}?#\s]+|\/\{[^/*{}]+\})*(?:\/(?:\*\*)?)?$/.test(pattern) || pattern === '')
    throw new TypeError(`\`${pattern}\` is not a path pattern: write /v1/account/** or /v1/{name}`)
  const expected = segmentsOf(pattern)
  const isPrefix = expected.at(-1) === '**'
  if (isPrefix) expected.pop()
  return (path) => {
    const segments = segmentsOf(path)
    return (
      !AMBIGUOUS.test(path) &&
      (isPrefix ? segments.length >= expected.length : segments.length === expected.length) &&
      expected.every((segment, index) => segment[0] === '{' || segment === segments[index])
    )
  }
}

function segmentsOf(path: string): string[] {
  const segments = path.slice(1).split('/')
  if (segments.at(-1) === '') segments.pop()
  return segments
}
