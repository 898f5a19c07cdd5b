/**
 * Showing to people what strangers sent.
 *
 * @module
 */

/** Longer values are cut: nobody reads them, and an attacker chooses their length. */
const LONGEST = 96

/**
 * A value of the request in backticks: printable ASCII as it is, everything else (control characters, bidirectional marks, look-alike
 * letters, backticks) as `\u{…}`, so that it can forge neither a line nor a terminal's state nor another value.
 */
export function quote(text: string): string {
  const cut = text.length > LONGEST
  return `\`${visible(cut ? text.slice(0, LONGEST) : text)}${cut ? `…\` (${text.length} characters)` : '`'}`
}

/** Each value quoted, at most `most` of them. */
export function quoteAll(texts: readonly string[], most = 6): string {
  const shown = texts.slice(0, most).map(quote)
  const more = texts.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

/** `1 name`, `2 names`. */
export function count(number: number, noun: string, many = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : many}`
}

/** A judged method; several Access-Control-Request-Method lines are none. */
export function methodText(method: string): string {
  return method === '' ? 'several methods at once' : quote(method)
}

/** Origin sets by their names. */
export function setsText(names: readonly string[]): string {
  return names.length === 1
    ? `the set ${quoteAll(names)}`
    : `${names.length} sets (${quoteAll(names)})`
}

function visible(text: string): string {
  return text.replace(
    /[^\x20-\x5f\x61-\x7e]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
