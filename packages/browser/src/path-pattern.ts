/**
 * Paths in which credentials are granted, in the words of a policy (D5).
 *
 * @module
 */

/** What servers read in several ways (D4): no credentials go there, whatever is listed. */
const ODD = /%(?:2e|2f|3b|5c|25)|[;\\]|\/\//i

/**
 * Compiles `/v1/account/**`: literal segments, `{name}` for one segment, `**` only last, with or without one trailing slash.
 *
 * @returns Whether a path, as `URL` writes it, is covered. Case counts, and escapes are not decoded.
 * @throws {TypeError} The pattern is none.
 */
export function readPathPattern(pattern: string): (path: string) => boolean {
  if (!/^(?:\/[^/*{}?#\s]+|\/\{[^/*{}]+\})*(?:\/(?:\*\*)?)?$/.test(pattern) || pattern === '')
    throw new TypeError(`\`${pattern}\` is no path: write /v1/account/** or /v1/{name}`)
  const wanted = segmentsOf(pattern)
  const isOpen = wanted.at(-1) === '**'
  if (isOpen) wanted.pop()
  return (path) => {
    const given = segmentsOf(path)
    return (
      !ODD.test(path) &&
      (isOpen ? given.length >= wanted.length : given.length === wanted.length) &&
      wanted.every((segment, index) => segment[0] === '{' || segment === given[index])
    )
  }
}

function segmentsOf(path: string): string[] {
  const segments = path.slice(1).split('/')
  if (segments.at(-1) === '') segments.pop()
  return segments
}
