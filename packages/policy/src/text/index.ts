/**
 * The reader of YAML and JSON: from text to values, each with its position. Written for this package, because findings need exact
 * positions of keys and values, and because loading a general YAML library would be a large part of the start time of `marque check`.
 *
 * @module
 */
export { type Cursor, newCursor, shorten, Unreadable } from './cursor.ts'
export { escapeStep, lineStarts, type Pointer, type Position, steps } from './positions.ts'
export { readDocument, type TextDocument, type TextFinding } from './read-document.ts'
export { readPlainValue } from './yaml-core.ts'
export { endsKey, readDoubleQuoted, readPlainLine, startsPlain } from './yaml-scalar.ts'
export {
  atEnd,
  columnOf,
  endsLine,
  indentOf,
  isMarker,
  isSeparation,
  skipBlanks,
  skipBreak,
  skipToToken,
} from './yaml-space.ts'
