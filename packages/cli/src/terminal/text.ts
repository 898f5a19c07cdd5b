/**
 * Text for a terminal: escaping of control characters, width in columns, line breaking.
 *
 * @module
 */

// Policies are untrusted: escape sequences, line breaks and bidirectional controls in them must not reach the terminal.
const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
const NARROWLESS = /[\p{Mn}\p{Me}\p{Cf}]/u
const ONLY_PLAIN = /^[\x20-\x7e]*$/

/**
 * Replaces every character that a terminal would interpret or hide: C0 controls by their control pictures (U+2400 and up), others
 * by U+FFFD.
 */
export function showable(text: string): string {
  if (ONLY_PLAIN.test(text)) return text
  return text.replace(UNSHOWABLE, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })
}

/** Columns of a character: 0 for combining marks, 2 for East Asian wide characters and emoji, else 1. */
export function columnsOf(character: string): number {
  if (ONLY_PLAIN.test(character)) return 1
  if (NARROWLESS.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** Columns of a text that has been made {@link showable}. */
export function width(text: string): number {
  if (ONLY_PLAIN.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOf(character)
  return columns
}

/**
 * Breaks a text at spaces into lines of at most `columns`. A longer word gets a line of its own and is not cut, so that it can be
 * copied. Returns at least one line.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const wanted = width(word)
    if (line !== '' && used + 1 + wanted > columns) {
      lines.push(line)
      line = word
      used = wanted
    } else {
      line = line === '' ? word : `${line} ${word}`
      used += wanted + (line === word ? 0 : 1)
    }
  }
  lines.push(line)
  return lines
}

/** Wraps a text after a label, with a hanging indent. */
export function hanging(label: string, text: string, columns: number): readonly string[] {
  const indent = width(label)
  const [first = '', ...rest] = wrap(text, Math.max(20, columns - indent))
  return [label + first, ...rest.map((line) => ' '.repeat(indent) + line)]
}

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
