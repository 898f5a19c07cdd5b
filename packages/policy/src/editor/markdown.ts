/**
 * Markdown for hovers and completions. Text of the document is shown as code, so that it cannot become a link or an image.
 *
 * @module
 */

const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

/** Longer texts are cut; UTF-16 code units. */
const LONGEST = 200

/** Text of the document as inline code. */
export function code(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text
  const shown = short.replace(UNSHOWABLE, '\ufffd').replaceAll('`', '\u02cb')
  return shown.trim() === '' ? '(empty)' : `\`${shown}\``
}

/** The value of an example as YAML in one line. */
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

/** Joins the non-empty parts as paragraphs. */
export function paragraphs(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter((part) => part).join('\n\n')
}

/** Turns a message of a finding into a sentence. */
export function sentence(text: string): string {
  const first = text.startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?!]$/.test(first) ? first : `${first}.`
}
