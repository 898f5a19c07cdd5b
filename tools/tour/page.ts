/**
 * The tour's look: one column, calm, the same with and without colour.
 *
 * @module
 */

/** What colour says; the words say it too. */
export interface Ink {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly yes: (text: string) => string
  readonly no: (text: string) => string
}

const paint =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`
const plain = (text: string): string => text

export const COLOURED: Ink = {
  strong: paint(1, 22),
  faint: paint(2, 22),
  yes: paint(32, 39),
  no: paint(31, 39),
}
export const PLAIN: Ink = { strong: plain, faint: plain, yes: plain, no: plain }

/** The ink for a stream: coloured on a terminal, unless `NO_COLOR` is set (no-color.org) or the terminal is `dumb`. */
export function inkFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Ink {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOURED : PLAIN
}

/** The title of a part. */
export function heading(ink: Ink, number: number, title: string): string {
  return `\n${ink.strong(`${number}  ${title}`)}\n`
}

/** A command as one would type it. */
export function command(ink: Ink, text: string): string {
  return `   ${ink.faint('$')} ${text}\n`
}

/**
 * What a command printed, set in. Of a long text the paragraphs at its beginning, about `most` lines, and the last one, which sums
 * up; between them stands how many are left out, and what they are.
 */
export function printed(ink: Ink, text: string, most: number, rest: string): string {
  const paragraphs = text.trim().split(/\n[ \t]*\n/)
  const shown: string[] = []
  let lines = 0
  for (const paragraph of paragraphs.slice(0, -1)) {
    const size = paragraph.split('\n').length + 1
    if (lines + size > most) break
    shown.push(paragraph)
    lines += size
  }
  const left = paragraphs.length - 1 - shown.length
  if (left > 0) shown.push(ink.faint(`… ${left} ${rest}`))
  shown.push(paragraphs.at(-1) ?? '')
  return `${shown.join('\n\n').replaceAll(/^(?=.)/gm, '   ')}\n`
}

/** A row of a card: a short name in a column of its own, then the text. */
export function row(ink: Ink, name: string, text: string): string {
  return `      ${ink.faint(name.padEnd(8))} ${text}`
}
