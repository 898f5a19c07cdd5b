/**
 * Parses header lines.
 *
 * @module
 */
import { type HeaderLine, isToken } from '@marque/core'

/**
 * Parses one `name: value` per line. Skips empty lines and strips white space around values (RFC 9110, 5.5).
 *
 * @example
 * ```ts
 * readHeaderLines('X-Trace: 1\nAccept: *\/*') // { lines: [['X-Trace', '1'], ['Accept', '*\/*']] }
 * ```
 */
export function readHeaderLines(
  text: string,
): { readonly lines: readonly HeaderLine[] } | { readonly problem: string } {
  const lines: HeaderLine[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim()
    const value = line.slice(colon + 1).trim()
    if (colon < 0) return { problem: `line ${index + 1} has no colon; expected \`name: value\`` }
    if (!isToken(name))
      return { problem: `line ${index + 1} has no valid header name before the colon` }
    if (!isFieldValue(value)) {
      return {
        problem: `the value in line ${index + 1} contains a character that is not allowed in headers`,
      }
    }
    lines.push([name, value])
  }
  return { lines }
}

/** Whether script can set this value: bytes without NUL, line breaks (Fetch, header value) and other control characters. */
function isFieldValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}
