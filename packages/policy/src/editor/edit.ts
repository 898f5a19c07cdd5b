/**
 * Text changes that keep the surrounding quotes, indentation, commas and comments.
 *
 * @module
 */
import { newCursor, readPlainValue, startsPlain } from '../text/index.ts'
import { type EditorDocument, lineEnd, lineStart, type TextChange } from './document.ts'
import {
  endOfEntry,
  endOfItem,
  type TreeEntry,
  type TreeList,
  type TreeMapping,
  type TreeScalar,
} from './tree/index.ts'

/** Replaces the text of a scalar, keeping its quotes. */
export function writeScalar(
  document: EditorDocument,
  { start, end, style }: TreeScalar,
  text: string,
): TextChange {
  return { start, end, newText: quoteScalar(document, text, style) }
}

/** A text as a scalar of the document, quoted where needed. */
export function quoteScalar(
  { json }: EditorDocument,
  text: string,
  style: TreeScalar['style'] = 'plain',
): string {
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`
  return json || style === 'double' || !isPlain(text) ? JSON.stringify(text) : text
}

/** Whether YAML reads the unquoted text as that string, inside brackets too. */
function isPlain(text: string): boolean {
  return (
    text.trim() === text &&
    startsPlain(text, 0, true) &&
    !/[\r\n,[\]{}]|: |:$| #/.test(text) &&
    readPlainValue(newCursor(text), text, 0) === text
  )
}

/** Removes a list item; null where it is the only item of a block list. */
export function removeItem(
  { text }: EditorDocument,
  list: TreeList,
  index: number,
): TextChange | null {
  const item = list.items[index]
  if (item === undefined) return null
  const before = list.items[index - 1]
  const after = list.items[index + 1]
  if (!list.flow) {
    return list.items.length === 1 ? null : removeLines(text, item.start, endOfItem(item))
  }
  if (after) return { start: item.start, end: after.start, newText: '' }
  if (before) return { start: endOfItem(before), end: endOfItem(item), newText: '' }
  return { start: item.start, end: endOfItem(item), newText: '' }
}

/** Adds a written item behind the last one of a list; null for a block list without items. */
export function appendItem(
  { text }: EditorDocument,
  list: TreeList,
  item: string,
): TextChange | null {
  const last = list.items.at(-1)
  if (last === undefined) {
    return list.flow ? { start: list.start, end: list.end, newText: `[${item}]` } : null
  }
  const at = endOfItem(last)
  if (list.flow) return { start: at, end: at, newText: `, ${item}` }
  const indent = text.slice(lineStart(text, last.start), last.start)
  const brk = text.includes('\r\n') ? '\r\n' : '\n'
  return { start: at, end: at, newText: `${brk}${indent}- ${item}` }
}

/** Removes an entry of a mapping; null where it is the only one. */
export function removeEntry(
  { text }: EditorDocument,
  mapping: TreeMapping,
  entry: TreeEntry,
): TextChange | null {
  const index = mapping.entries.indexOf(entry)
  const before = mapping.entries[index - 1]
  const after = mapping.entries[index + 1]
  if (before === undefined && after === undefined) return null
  const { start } = entry.key
  if (mapping.flow) {
    return after
      ? { start, end: after.key.start, newText: '' }
      : { start: endOfEntry(before ?? entry), end: endOfEntry(entry), newText: '' }
  }
  // The first entry of a list item follows the dash: the next entry takes its place.
  if (text.slice(lineStart(text, start), start).trim() !== '') {
    return after ? { start, end: after.key.start, newText: '' } : null
  }
  return removeLines(text, start, endOfEntry(entry))
}

/** Removes the lines between two offsets; null where other text shares one of them. */
function removeLines(text: string, from: number, to: number): TextChange | null {
  const start = lineStart(text, from)
  if (text.slice(start, from).replace('\ufeff', '').trim() !== '') return null
  const rest = /^[ \t]*(?:#.*)?$/.exec(text.slice(to, lineEnd(text, to)))
  if (rest === null) return null
  const end = lineEnd(text, to)
  const brk = /^(?:\r\n|\r|\n)/.exec(text.slice(end, end + 2))?.[0].length ?? 0
  return { start, end: end + brk, newText: '' }
}
