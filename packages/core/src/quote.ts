/**
 * Quoting of untrusted values in messages.
 *
 * @module
 */

/** Longer values are shortened: an attacker chooses their length. */
const MAX_LENGTH = 96

/**
 * A value of the request in backticks. Everything but printable ASCII (control characters, bidirectional marks, look-alike letters) and backticks
 * are written as `\u{…}`, so that a value can forge neither a line nor an escape sequence of a terminal nor another value.
 */
export function quote(text: string): string {
  const cut = text.length > MAX_LENGTH
  return `\`${visible(cut ? text.slice(0, MAX_LENGTH) : text)}${cut ? `…\` (${text.length} characters)` : '`'}`
}

/** Each value quoted, at most `most` of them. */
export function quoteAll(texts: readonly string[], most = 6): string {
  const shown = texts.slice(0, most).map(quote)
  const more = texts.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

function visible(text: string): string {
  return text.replace(
    /[^\x20-\x5f\x61-\x7e]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
