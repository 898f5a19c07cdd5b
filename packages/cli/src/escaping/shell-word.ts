/**
 * Words of a command line that a person copies into a shell.
 *
 * @module
 */

const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/

/**
 * One word for a POSIX shell: as it is where no shell finds anything in it, else in single quotes, in which nothing is expanded
 * (POSIX, Shell Command Language, 2.2.2).
 *
 * @param text Without control characters: a terminal would obey them before a shell quotes them.
 *
 * @example
 * ```ts
 * shellWord("x-note: it's") // 'x-note: it'\\''s'
 * ```
 */
export function shellWord(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
