/**
 * Terminal colours.
 *
 * @module
 */

type Paint = (text: string) => string

/** Colours by meaning. Colour never carries information that the text does not. */
export interface Palette {
  readonly error: Paint
  readonly warning: Paint
  readonly note: Paint
  readonly fine: Paint
  readonly strong: Paint
  readonly faint: Paint
  readonly frame: Paint
}

const sgr =
  (open: string, close: string): Paint =>
  (text) =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`

const plainly: Paint = (text) => text

export const COLOURED: Palette = {
  error: sgr('1;31', '22;39'),
  warning: sgr('1;33', '22;39'),
  note: sgr('1;36', '22;39'),
  fine: sgr('32', '39'),
  strong: sgr('1', '22'),
  faint: sgr('2', '22'),
  frame: sgr('34', '39'),
}

export const PLAIN: Palette = {
  error: plainly,
  warning: plainly,
  note: plainly,
  fine: plainly,
  strong: plainly,
  faint: plainly,
  frame: plainly,
}

/**
 * The palette for a stream: coloured on a terminal, unless `NO_COLOR` is set (no-color.org) or `TERM` is `dumb`. `FORCE_COLOR` enables
 * colours for other streams, as in CI logs.
 */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Palette {
  if (environment.NO_COLOR) return PLAIN
  const forced = environment.FORCE_COLOR
  if (forced) return forced === '0' ? PLAIN : COLOURED
  return stream.isTTY === true && environment.TERM !== 'dumb' ? COLOURED : PLAIN
}
