/**
 * Terminal output: streams, colours, escaping and line breaking.
 *
 * @module
 */
export { columnsFor, watchOutput, writeError, writeOut } from './output.ts'
export { type Palette, paletteFor } from './palette.ts'
export { columnsOf, count, hanging, showable, width, wrap } from './text.ts'
