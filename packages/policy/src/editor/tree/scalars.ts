/**
 * Tolerant parsing of scalars.
 *
 * @module
 */
import {
  type Cursor,
  endsKey,
  endsLine,
  indentOf,
  isMarker,
  isSeparation,
  newCursor,
  readDoubleQuoted,
  readPlainLine,
  skipBlanks,
  skipBreak,
  startsPlain,
  Unreadable,
} from '../../text/index.ts'
import type { TreeScalar } from './node.ts'

export interface ScalarRules {
  /** Whether the text is valid, so that scalars may continue in further lines. */
  readonly whole: boolean
}

/** The context of a scalar: the column that further lines must exceed, and whether it is inside brackets. */
export interface ScalarContext {
  readonly parent: number
  readonly flow: boolean
}

/** Reads the scalar at the cursor; consumes at least one character. */
export function readScalar(cursor: Cursor, around: ScalarContext, rules: ScalarRules): TreeScalar {
  const { text, at } = cursor
  if (text[at] === '"' || text[at] === "'") return readQuoted(cursor, around, rules)
  if ((text[at] === '|' || text[at] === '>') && !around.flow) return readBlock(cursor, around)
  return readPlain(cursor, around, rules)
}

/** Reads a key: a scalar in one line. */
export function readKeyScalar(cursor: Cursor): TreeScalar {
  const { text, at } = cursor
  const around = { parent: Number.POSITIVE_INFINITY, flow: false }
  if (text[at] === '"' || text[at] === "'") return readQuoted(cursor, around, { whole: false })
  return readPlain(cursor, around, { whole: false })
}

/** Skips the rest of the line. */
export function skipRestOfLine(cursor: Cursor): void {
  while (!endsLine(cursor.text.charCodeAt(cursor.at))) cursor.at++
}

function readPlain(cursor: Cursor, around: ScalarContext, { whole }: ScalarRules): TreeScalar {
  const { text, at: start } = cursor
  const parts = [readLine(cursor, around.flow)]
  for (;;) {
    const { at, lineStart } = cursor
    skipBlanks(cursor)
    let breaks = 0
    while (skipBreak(cursor)) {
      breaks++
      skipBlanks(cursor)
    }
    if (breaks === 0 || !continues(cursor, around, whole)) {
      cursor.at = at
      cursor.lineStart = lineStart
      return { kind: 'scalar', style: 'plain', closed: true, start, end: at, text: parts.join('') }
    }
    parts.push(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), readLine(cursor, around.flow))
  }

  function readLine(here: Cursor, flow: boolean): string {
    const from = here.at
    const line = readPlainLine(here, flow)
    // An indicator that starts no token.
    if (here.at === from && !endsLine(text.charCodeAt(from))) here.at++
    return line
  }
}

function continues(cursor: Cursor, { parent, flow }: ScalarContext, whole: boolean): boolean {
  const { text, at } = cursor
  const code = text.charCodeAt(at)
  if (endsLine(code) || code === 0x23 || isMarker(cursor) || indentOf(cursor) <= parent)
    return false
  if (!whole && (flow || startsEntry(cursor))) return false
  if (flow && !startsPlain(text, at, true) && /[,[\]{}]/.test(text.charAt(at))) return false
  return !(code === 0x3a && endsKey(text, at + 1, flow))
}

/** Whether a list item or a key starts in this line: in an invalid text it ends the scalar. */
function startsEntry(cursor: Cursor): boolean {
  const { text, at } = cursor
  if (text[at] === '-' && isSeparation(text, at + 1)) return true
  const probe = { ...cursor }
  if (text[at] === '"' || text[at] === "'") readQuotedEnd(probe, false, 0)
  else readPlainLine(probe, false)
  skipBlanks(probe)
  return text[probe.at] === ':' && endsKey(text, probe.at + 1, false)
}

function readQuoted(cursor: Cursor, { parent }: ScalarContext, { whole }: ScalarRules): TreeScalar {
  const { text, at: start, lineStart } = cursor
  const closed = readQuotedEnd(cursor, whole, parent)
  const style = text[start] === '"' ? 'double' : 'single'
  const end = cursor.at
  const inner = text.slice(start + 1, closed ? end - 1 : end)
  const value =
    style === 'single' ? inner.replaceAll("''", "'") : withoutEscapes(text, start, inner)
  const hasBreak = cursor.lineStart !== lineStart
  return {
    kind: 'scalar',
    style,
    closed,
    start,
    end,
    text: hasBreak ? value.replaceAll(/[ \t]*(?:\r\n|\r|\n)[ \t]*/g, ' ') : value,
  }
}

/** Moves behind the closing quote. @returns False where it is missing; then the cursor is at the end of the line. */
function readQuotedEnd(cursor: Cursor, whole: boolean, parent: number): boolean {
  const { text, at: start, lineStart } = cursor
  const quote = text.charCodeAt(start)
  for (cursor.at++; ; cursor.at++) {
    const code = text.charCodeAt(cursor.at)
    if (code === 0x5c && quote === 0x22) {
      if (endsLine(text.charCodeAt(cursor.at + 1))) continue
      cursor.at++
    } else if (code === quote) {
      cursor.at++
      if (quote === 0x22 || text.charCodeAt(cursor.at) !== quote) return true
    } else if (endsLine(code)) {
      const broken = whole && skipBreak(cursor)
      if (broken && (indentOf(cursor) > parent || endsLine(text.charCodeAt(cursor.at)))) {
        cursor.at--
        continue
      }
      cursor.at = start
      cursor.lineStart = lineStart
      while (!endsLine(text.charCodeAt(cursor.at))) cursor.at++
      return false
    }
  }
}

/** The text of a double-quoted scalar, as the strict reader decodes it. */
function withoutEscapes(text: string, start: number, inner: string): string {
  if (!inner.includes('\\')) return inner
  const cursor = { ...newCursor(text), at: start }
  try {
    return readDoubleQuoted(cursor, { parent: -1, flow: true })
  } catch (error) {
    if (error instanceof Unreadable) return inner
    throw error
  }
}

/** Reads a block scalar (`|` or `>`) with its raw text. */
function readBlock(cursor: Cursor, { parent }: ScalarContext): TreeScalar {
  const { text, at: start } = cursor
  skipRestOfLine(cursor)
  let end = cursor.at
  for (;;) {
    const { at, lineStart } = cursor
    if (!skipBreak(cursor)) break
    const indent = indentOf(cursor)
    const blank = endsLine(text.charCodeAt(cursor.lineStart + indent))
    if (!blank && (indent <= parent || isMarker(cursor))) {
      cursor.at = at
      cursor.lineStart = lineStart
      break
    }
    skipRestOfLine(cursor)
    if (!blank) end = cursor.at
  }
  const body = text.slice(start, end)
  return { kind: 'scalar', style: 'block', closed: true, start, end, text: body }
}
