/**
 * Header lines as people write them.
 *
 * @module
 */
import { type HeaderLine, isToken } from '@marque/core'

/**
 * Reads `name: value`, one a line; empty lines are passed over, white space around a value goes (RFC 9110, 5.5).
 *
 * @example
 * ```ts
 * readHeaderLines('X-Trace: 1\nAccept: *\/*') // { lines: [['X-Trace', '1'], ['Accept', '*\/*']] }
 * ```
 */
export function readHeaderLines(
  text: string,
): { readonly lines: readonly HeaderLine[] } | { readonly wrong: string } {
  const lines: HeaderLine[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim()
    const value = line.slice(colon + 1).trim()
    if (colon < 0) return { wrong: `line ${index + 1} has no colon: write \`name: value\`` }
    if (!isToken(name)) return { wrong: `line ${index + 1} has no header name before its colon` }
    if (!isFieldValue(value)) {
      return { wrong: `the value in line ${index + 1} holds a character that no header can carry` }
    }
    lines.push([name, value])
  }
  return { lines }
}

/** Whether script can set this value: bytes without NUL and the ends of lines (Fetch, header value), and no control characters. */
function isFieldValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}
