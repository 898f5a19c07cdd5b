/**
 * The visible part of a source line, and the position of the marker under it.
 *
 * @module
 */
import { columnsOf, showable } from '../terminal/index.ts'

export interface Excerpt {
  /** Without control characters; at most `room` columns. */
  readonly text: string
  /** Columns before the marker. */
  readonly offset: number
  /** Columns of the marker; at least 1. */
  readonly length: number
}

const TAB = 4
const CUT = '…'

interface Cell {
  readonly text: string
  readonly width: number
  /** Offset in the line, in UTF-16 code units. */
  readonly at: number
}

/**
 * Cuts a line to `room` columns around the marked range. Tabs become spaces, control characters become visible.
 *
 * Runs in O(`room`), because a policy may be one line of many megabytes.
 *
 * @param start Start of the marked range, from 0, in UTF-16 code units.
 * @param length Length of the marked range, in UTF-16 code units.
 */
export function excerpt(line: string, start: number, length: number, room: number): Excerpt {
  const cells = cellsAround(line, start, room)
  const last = start + Math.max(1, length)
  let first = 0
  let columns = sum(cells)
  const isCutBefore = (): boolean => (cells[first]?.at ?? 0) > 0
  // Cut before the marker first, but keep a third of the room for context.
  const marked = cells.findIndex((cell) => cell.at >= start)
  const before = (): number => sum(cells.slice(first, marked === -1 ? cells.length : marked))
  const isLong = line.length > (cells.at(-1)?.at ?? 0) + 1
  while (columns + (isCutBefore() ? 1 : 0) > room && before() > room / 3) {
    columns -= cells[first]?.width ?? 0
    first++
  }
  let text = isCutBefore() ? CUT : ''
  let used = text.length
  let offset = used
  let markedColumns = 0
  for (let index = first; index < cells.length; index++) {
    const cell = cells[index]
    if (!cell) break
    const isLast = index === cells.length - 1 && !isLong
    if (used + cell.width > room - (isLast ? 0 : 1)) {
      text += CUT
      break
    }
    text += cell.text
    used += cell.width
    if (cell.at < start) offset += cell.width
    else if (cell.at < last) markedColumns += cell.width
  }
  return { text: text.trimEnd(), offset, length: Math.max(1, markedColumns) }
}

/** The characters around the marker that can be visible, with their columns. */
function cellsAround(line: string, start: number, room: number): readonly Cell[] {
  const from = wholeCharacter(line, Math.max(0, start - room * 2))
  const to = Math.min(line.length, start + room * 2)
  const cells: Cell[] = []
  let column = 0
  let at = from
  for (const character of line.slice(from, to)) {
    if (character === '\t') {
      const width = TAB - (column % TAB)
      cells.push({ text: ' '.repeat(width), width, at })
      column += width
    } else {
      const text = showable(character)
      const width = columnsOf(text)
      cells.push({ text, width, at })
      column += width
    }
    at += character.length
  }
  return cells
}

/** The offset, moved back by one if it would split a surrogate pair. */
function wholeCharacter(line: string, at: number): number {
  const code = line.charCodeAt(at)
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((columns, cell) => columns + cell.width, 0)
}
