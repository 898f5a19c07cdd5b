/**
 * User text as a word of a shell command that a person copies.
 *
 * @module
 */

const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/

/**
 * Quotes a word for a POSIX shell: unchanged if it has no special characters, otherwise in single quotes, in which nothing is expanded
 * (POSIX, Shell Command Language, 2.2.2).
 *
 * @param text Without control characters, which the terminal would interpret.
 *
 * @example
 * ```ts
 * shellWord("x-note: it's") // 'x-note: it'\\''s'
 * ```
 */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
