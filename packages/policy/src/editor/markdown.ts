/**
 * Markdown for hovers and completions. What a document says is shown as code, so that nothing in it can be a link or a picture.
 *
 * @module
 */

const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/** What a hover shows of one text, in UTF-16 code units. */
const LONGEST = 200

/** A text of a document as code on one line. */
export function code(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text
  const shown = short.replace(UNSHOWABLE, '\ufffd').replaceAll('`', '\u02cb')
  return shown.trim() === '' ? '(empty)' : `\`${shown}\``
}

/** A value of an example as YAML on one line. */
export function inlineYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, one]) => `${inlineYaml(key)}: ${inlineYaml(one)}`,
    )
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
  }
  if (typeof value !== 'string') return String(value)
  return /^[A-Za-z0-9/][^,[\]{}#]*$/.test(value) ? value : JSON.stringify(value)
}

/** Paragraphs, those that are there. */
export function paragraphs(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part).join('\n\n')
}

/** A sentence out of a clause as findings write them. */
export function sentence(text: string): string {
  const first = text.startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?!]$/.test(first) ? first : `${first}.`
}
