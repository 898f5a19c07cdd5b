/**
 * Terminal styles. The text is complete without colour.
 *
 * @module
 */

/** Text styles; no information is conveyed by colour alone. */
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

/** The styles for a stream: coloured on a terminal, unless `NO_COLOR` is set (no-color.org) or the terminal is `dumb`. */
export function inkFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Ink {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOURED : PLAIN
}
