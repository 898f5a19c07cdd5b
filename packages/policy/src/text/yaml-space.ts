/**
 * YAML between the tokens: spaces, comments, line breaks, indentation, the markers of documents.
 *
 * @module
 */
import { type Cursor, stop } from './cursor.ts'

/** Whether a code unit ends a line, or is the end of the text. */
export function endsLine(code: number): boolean {
  return code === 0x0a || code === 0x0d || Number.isNaN(code)
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** Whether what separates a token from the next stands at `at`: a blank, the end of a line or of the text. */
export function isSeparation(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return isBlank(code) || endsLine(code)
}

/** The column of the cursor, from 0: the indentation of what stands there. */
export function columnOf(cursor: Cursor): number {
  return cursor.at - cursor.lineStart
}

/** Passes blanks within a line. */
export function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at++
}

/** Passes one line break, if one stands at the cursor. */
export function skipBreak(cursor: Cursor): boolean {
  const code = cursor.text.charCodeAt(cursor.at)
  if (code !== 0x0a && code !== 0x0d) return false
  cursor.at += code === 0x0d && cursor.text.charCodeAt(cursor.at + 1) === 0x0a ? 2 : 1
  cursor.lineStart = cursor.at
  return true
}

/** Passes the rest of a line whose content ended: blanks and a comment. */
export function skipLineEnd(cursor: Cursor): void {
  const before = cursor.at
  skipBlanks(cursor)
  const { text } = cursor
  if (text.charCodeAt(cursor.at) !== 0x23) return
  if (cursor.at === before && cursor.at !== cursor.lineStart) return
  while (!endsLine(text.charCodeAt(cursor.at))) cursor.at++
}

/**
 * Goes to the next token: over blanks, comments and line breaks.
 *
 * @param flow Inside brackets a tab may stand before a token; elsewhere it would pass for indentation.
 * @returns Whether a line break was passed.
 */
export function skipToToken(cursor: Cursor, flow = false): boolean {
  const starts = cursor.at === 0
  let crossed = false
  for (;;) {
    skipLineEnd(cursor)
    if (!skipBreak(cursor)) break
    crossed = true
  }
  if ((crossed || starts) && !flow && !atEnd(cursor)) refuseTabs(cursor)
  return crossed
}

/** Whether the document has ended: the end of the text, or a marker at the start of a line. */
export function atEnd(cursor: Cursor): boolean {
  return cursor.at >= cursor.text.length || isMarker(cursor)
}

/** Whether `---` or `...` stands alone at the start of the line. */
export function isMarker(cursor: Cursor): boolean {
  const { text, at } = cursor
  if (at !== cursor.lineStart) return false
  return (text.startsWith('---', at) || text.startsWith('...', at)) && isSeparation(text, at + 3)
}

/** How many spaces the line of the cursor starts with. */
export function indentOf(cursor: Cursor): number {
  let at = cursor.lineStart
  while (cursor.text.charCodeAt(at) === 0x20) at++
  return at - cursor.lineStart
}

/** Refuses a tab between the start of the line and the cursor. */
function refuseTabs(cursor: Cursor): void {
  for (let at = cursor.lineStart; at < cursor.at; at++) {
    if (cursor.text.charCodeAt(at) !== 0x09) continue
    stop(cursor, 'MQ-106', at, 'a tab indents this line')
  }
}
