/**
 * Edits of `self` in the text of a policy that keep the bytes of all other text.
 *
 * @module
 */
import { type Loaded, load } from '@marque/policy'
import { closingBracket, dashOf, endsLine, lineEnd, linesOf } from './edit-list.ts'

/** Appends origins to `self`. `undefined` where other text would have to change, and where `self` differs by environment. */
export function addToSelf(
  text: string,
  loaded: Loaded,
  origins: readonly string[],
): string | undefined {
  if (origins.length === 0) return text
  const document = loaded.document as { readonly self?: unknown }
  if (!Array.isArray(document.self)) return undefined
  const edited = insert(text, loaded, origins, document.self.length)
  const expected = { ...document, self: [...document.self, ...origins] }
  const got = load(edited, loaded.file)
  const same =
    got.findings.length === 0 && JSON.stringify(got.document) === JSON.stringify(expected)
  return same ? edited : undefined
}

function insert(text: string, loaded: Loaded, origins: readonly string[], count: number): string {
  const lines = linesOf(text)
  const { line, column } = loaded.locate('/self')
  const start = lines.slice(0, line - 1).join('').length + column - 1
  if (text[start] === '[') {
    const close = closingBracket(text, start) ?? start
    const end = text.slice(0, close).trimEnd().length
    const written = origins.map((origin) => JSON.stringify(origin))
    return `${text.slice(0, end)}, ${written.join(', ')}${text.slice(end)}`
  }
  const last = loaded.locate(`/self/${count - 1}`).line
  const dash = dashOf(lines[last - 1] ?? '') ?? 0
  const before = lines.slice(0, last).join('')
  const added = origins.map((origin) => `${' '.repeat(dash)}- ${origin}${lineEnd(text)}`)
  const separator = endsLine(before) ? '' : lineEnd(text)
  return before + separator + added.join('') + lines.slice(last).join('')
}
