/**
 * Output for a terminal: streams, colours, and text that is safe and fits.
 *
 * @module
 */
export { columnsFor, watchOutput, writeError, writeOut } from './output.ts'
export { type Palette, paletteFor } from './palette.ts'
export { columnsOf, count, hanging, showable, width, wrap } from './text.ts'
