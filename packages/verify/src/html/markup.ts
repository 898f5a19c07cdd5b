/**
 * Text to markup. Origins, header values and messages of layers are attacker-controlled: whatever is interpolated is escaped.
 *
 * @module
 */

/** Markup that is safe to put into the page. Only {@link html} and {@link trusted} make it. */
export interface Markup {
  readonly markup: string
}

type Value = string | number | Markup | readonly Markup[]

/**
 * A template tag: escapes strings, after {@link visible}, and takes over markup.
 *
 * @example
 * ```ts
 * html`<b>${'</b>'}</b>`.markup // '<b>&lt;/b&gt;</b>'
 * ```
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const text = parts.map((part, index) => {
    const value = values[index]
    return value === undefined ? part : `${part}${markupOf(value)}`
  })
  return { markup: text.join('') }
}

/** Takes over a text of this folder, such as the style sheet, as it is. */
export function trusted(markup: string): Markup {
  return { markup }
}

function markupOf(value: Value): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return visible(value).replace(/[&<>"']/g, entityOf)
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

function entityOf(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

/**
 * Control characters, line ends, marks that change the direction of text, characters without width, and lone surrogates: they hide or
 * reorder what is beside them.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Replaces characters that change how others look by their code: `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(
    INVISIBLE,
    (character) => `\\u{${character.codePointAt(0)?.toString(16).padStart(4, '0')}}`,
  )
}

/** JSON that can stand in a `script` element: `</script` and `<!--` change how it is read (HTML, 4.12.1.3), so angle brackets are escaped. */
export function scriptJson(value: unknown): Markup {
  return { markup: JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e') }
}
