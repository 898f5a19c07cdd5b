/**
 * The tolerant parser: reads any text into a syntax tree, since most texts are invalid while they are being typed.
 *
 * One pass with the grammar of the strict reader (`src/text`), with error recovery: unexpected tokens are skipped, a key needs no colon,
 * an unclosed bracket ends with the indentation. JSON is read by the same rules.
 *
 * @module
 */
import {
  atEnd,
  type Cursor,
  columnOf,
  endsKey,
  endsLine,
  isSeparation,
  newCursor,
  skipToToken,
} from '../../text/index.ts'
import { readFlow } from './flow.ts'
import {
  endOfEntry,
  endOfItem,
  type TreeEntry,
  type TreeItem,
  type TreeList,
  type TreeMapping,
  type TreeNode,
} from './node.ts'
import { readKeyScalar, readScalar, type ScalarRules, skipRestOfLine } from './scalars.ts'

/** Maximum nesting; deeper collections are skipped. */
const DEEPEST = 48

interface Reading extends ScalarRules {
  readonly cursor: Cursor
  depth: number
}

/**
 * Parses a text. Never throws.
 *
 * @param whole Whether the strict reader accepts the text. Only then may scalars continue in further lines: in an invalid text an open
 *   quote would swallow the rest of the document.
 */
export function readTree(text: string, whole: boolean): TreeNode | null {
  const cursor = newCursor(text)
  if (text.charCodeAt(0) === 0xfeff) {
    cursor.at = 1
    cursor.lineStart = 1
  }
  const reading: Reading = { cursor, whole, depth: 0 }
  skipToToken(cursor, true)
  while (text[cursor.at] === '%' || (text.startsWith('---', cursor.at) && atEnd(cursor))) {
    if (text[cursor.at] === '%') skipRestOfLine(cursor)
    else cursor.at += 3
    skipToToken(cursor, true)
  }
  let root: TreeNode | null = null
  while (!atEnd(cursor)) {
    const before = cursor.at
    const node = readNode(reading, -1, true)
    root ??= node
    skipToToken(cursor, true)
    // Content after the root is skipped.
    if (cursor.at === before) skipRestOfLine(cursor)
    skipToToken(cursor, true)
  }
  return root
}

/**
 * Reads the value at the cursor.
 *
 * @param parent The column of the enclosing collection.
 * @param block Whether a block collection may start here.
 */
function readNode(reading: Reading, parent: number, block: boolean): TreeNode | null {
  const { cursor } = reading
  if (skipProperties(cursor)) {
    const crossed = skipToToken(cursor, true)
    if (atEnd(cursor) || (crossed && columnOf(cursor) <= parent)) return null
    return readNode(reading, parent, block || crossed)
  }
  if (reading.depth >= DEEPEST) {
    skipRestOfLine(cursor)
    return null
  }
  reading.depth++
  const node = readHere(reading, parent, block)
  reading.depth--
  return node
}

function readHere(reading: Reading, parent: number, block: boolean): TreeNode | null {
  const { cursor } = reading
  if (block) {
    if (isDash(cursor)) return readList(reading)
    if (isKeyAhead(reading) || startsKeys(reading)) return readMapping(reading)
  }
  if (isBracket(cursor)) {
    const node = readFlow(cursor, parent, reading)
    skipRestOfLine(cursor)
    return node
  }
  const scalar = readScalar(cursor, { parent, flow: false }, reading)
  skipRestOfLine(cursor)
  return scalar
}

function readList(reading: Reading): TreeList {
  const { cursor } = reading
  const column = columnOf(cursor)
  const start = cursor.at
  const items: TreeItem[] = []
  for (;;) {
    const dash = cursor.at++
    const crossed = skipToToken(cursor, true)
    const empty = atEnd(cursor) || (crossed && columnOf(cursor) <= column)
    items.push({ start: dash, value: empty ? null : readNode(reading, column, true) })
    skipToToken(cursor, true)
    skipStrays(reading, column, false)
    if (atEnd(cursor) || columnOf(cursor) !== column || !isDash(cursor)) break
  }
  const last = items.at(-1)
  return { kind: 'list', flow: false, start, end: last ? endOfItem(last) : start, items }
}

function readMapping(reading: Reading): TreeMapping {
  const { cursor } = reading
  const column = columnOf(cursor)
  const start = cursor.at
  const entries: TreeEntry[] = []
  do {
    entries.push(readEntry(reading, column))
    skipToToken(cursor, true)
    skipStrays(reading, column, true)
  } while (!atEnd(cursor) && columnOf(cursor) === column)
  const last = entries.at(-1)
  return { kind: 'mapping', flow: false, start, end: last ? endOfEntry(last) : start, entries }
}

function readEntry(reading: Reading, column: number): TreeEntry {
  const { cursor } = reading
  const isKey = isKeyAhead(reading)
  const key = readKeyScalar(cursor)
  if (!isKey) {
    skipRestOfLine(cursor)
    return { key, colon: null, value: null }
  }
  while (cursor.text[cursor.at] === ' ' || cursor.text[cursor.at] === '\t') cursor.at++
  const colon = cursor.at++
  return { key, colon, value: readMember(reading, column) }
}

function readMember(reading: Reading, column: number): TreeNode | null {
  const { cursor } = reading
  const crossed = skipToToken(cursor, true)
  if (atEnd(cursor)) return null
  if (!crossed) return readNode(reading, column, false)
  const under = columnOf(cursor)
  if (under > column) return readNode(reading, column, true)
  return under === column && isDash(cursor) ? readList(reading) : null
}

/** Skips content that is indented deeper than the collection, or a list between its keys. */
function skipStrays(reading: Reading, column: number, keys: boolean): void {
  const { cursor } = reading
  while (!atEnd(cursor)) {
    const here = columnOf(cursor)
    if (here < column || (here === column && !(keys && isDash(cursor)))) return
    const before = cursor.at
    readNode(reading, column, true)
    if (cursor.at === before) skipRestOfLine(cursor)
    skipToToken(cursor, true)
  }
}

function isDash({ text, at }: Cursor): boolean {
  return text.charCodeAt(at) === 0x2d && isSeparation(text, at + 1)
}

function isBracket({ text, at }: Cursor): boolean {
  return text[at] === '[' || text[at] === '{'
}

/** Whether a key with a colon starts at the cursor. */
function isKeyAhead({ cursor }: Reading): boolean {
  const { at } = cursor
  if (isBracket(cursor)) return false
  readKeyScalar(cursor)
  let end = cursor.at
  cursor.at = at
  while (cursor.text[end] === ' ' || cursor.text[end] === '\t') end++
  return end > at && cursor.text[end] === ':' && endsKey(cursor.text, end + 1, false)
}

/** Whether a word without a colon is followed by keys in the same column: the first key of a mapping, being typed. */
function startsKeys(reading: Reading): boolean {
  const { cursor, whole } = reading
  if (whole || isBracket(cursor)) return false
  const { at, lineStart } = cursor
  const column = columnOf(cursor)
  while (!endsLine(cursor.text.charCodeAt(cursor.at))) cursor.at++
  skipToToken(cursor, true)
  const follows =
    !atEnd(cursor) && columnOf(cursor) === column && !isDash(cursor) && isKeyAhead(reading)
  cursor.at = at
  cursor.lineStart = lineStart
  return follows
}

const PROPERTY = /(?:&[^\s,[\]{}]+|!(?:<[^>\s]*>|[^\s,[\]{}]*))[ \t]*/y

/** Skips anchors and tags, which policies may not have. */
function skipProperties(cursor: Cursor): boolean {
  const start = cursor.at
  for (;;) {
    PROPERTY.lastIndex = cursor.at
    if (!PROPERTY.test(cursor.text)) return cursor.at !== start
    cursor.at = PROPERTY.lastIndex
  }
}
