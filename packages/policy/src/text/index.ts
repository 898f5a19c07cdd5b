/**
 * The reader of YAML and JSON: from text to values, each with its position. Written for this package, because findings need exact
 * positions of keys and values, and because loading a general YAML library would be a large part of the start time of `marque check`.
 *
 * @module
 */
export {
  atEnd,
  type Cursor,
  columnOf,
  endsLine,
  indentOf,
  isMarker,
  isSeparation,
  newCursor,
  shorten,
  skipBlanks,
  skipBreak,
  skipToToken,
  Unreadable,
} from './cursor.ts'
export { escapeStep, lineStarts, type Pointer, type Position, steps } from './positions.ts'
export { readDocument, type TextDocument, type TextFinding } from './read-document.ts'
export {
  endsKey,
  readDoubleQuoted,
  readPlainLine,
  readPlainValue,
  startsPlain,
} from './yaml-scalar.ts'
