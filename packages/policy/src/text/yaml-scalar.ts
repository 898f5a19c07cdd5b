/**
 * The scalars of YAML: plain, quoted and block.
 *
 * @module
 */

import type { Json } from '@marque/core'
import {
  type Cursor,
  checkNumber,
  checkString,
  endsLine,
  indentOf,
  isBlank,
  isMarker,
  isSeparation,
  note,
  shorten,
  skipBlanks,
  skipBreak,
  skipLineEnd,
  stop,
} from './cursor.ts'

/** The context of a scalar: the indentation of its continuation lines, and whether it is inside brackets. */
export interface ScalarContext {
  /** Continuation lines are indented further than this column; -1 at the top level. */
  readonly parent: number
  readonly flow: boolean
}

/** Whether a plain scalar can start here; otherwise the character is an indicator (YAML 1.2.2, 7.3.3). */
export function startsPlain(text: string, at: number, flow: boolean): boolean {
  switch (text[at]) {
    case ',':
    case '[':
    case ']':
    case '{':
    case '}':
    case '#':
    case '&':
    case '*':
    case '!':
    case '|':
    case '>':
    case "'":
    case '"':
    case '%':
    case '@':
    case '`':
      return false
    case '-':
    case '?':
    case ':':
      return !isSeparation(text, at + 1) && !(flow && isFlowIndicator(text.charCodeAt(at + 1)))
    default:
      return true
  }
}

/** Reads the part of a plain scalar on one line. */
export function readPlainLine(cursor: Cursor, flow: boolean): string {
  const { text } = cursor
  const start = cursor.at
  let at = start
  let end = start
  for (; ; at++) {
    const code = text.charCodeAt(at)
    if (endsLine(code)) break
    if (isBlank(code)) continue
    if (code === 0x23 && at > start && isBlank(text.charCodeAt(at - 1))) break
    if (code === 0x3a && endsKey(text, at + 1, flow)) break
    if (flow && isFlowIndicator(code)) break
    end = at + 1
  }
  cursor.at = end
  return text.slice(start, end)
}

/** Reads a plain scalar of one or more lines; a line break becomes a space, an empty line a line break. */
export function readPlain(cursor: Cursor, context: ScalarContext): string {
  const first = readPlainLine(cursor, context.flow)
  let parts: string[] | undefined
  for (;;) {
    const { at, lineStart } = cursor
    skipBlanks(cursor)
    let breaks = 0
    while (skipBreak(cursor)) {
      breaks++
      skipBlanks(cursor)
    }
    if (breaks === 0 || !continuesPlain(cursor, context)) {
      cursor.at = at
      cursor.lineStart = lineStart
      return parts === undefined ? first : parts.join('')
    }
    parts ??= [first]
    const start = cursor.at
    const line = readPlainLine(cursor, context.flow)
    if (!context.flow && isKeyEnd(cursor)) {
      stop(cursor, start, {
        code: 'MQ-104',
        reason: 'indentation',
        message: `the key \`${shorten(line)}\` is indented like the continuation of the value above it`,
      })
    }
    parts.push(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), line)
  }
}

/** Whether the scalar that was read is a key. */
function isKeyEnd(cursor: Cursor): boolean {
  const { text } = cursor
  let { at } = cursor
  while (isBlank(text.charCodeAt(at))) at++
  return text.charCodeAt(at) === 0x3a && endsKey(text, at + 1, false)
}

function continuesPlain(cursor: Cursor, context: ScalarContext): boolean {
  const { text, at } = cursor
  const code = text.charCodeAt(at)
  if (endsLine(code) || code === 0x23 || isMarker(cursor) || indentOf(cursor) <= context.parent)
    return false
  if (context.flow && isFlowIndicator(code)) return false
  return !(code === 0x3a && endsKey(text, at + 1, context.flow))
}

/** Reads a single-quoted scalar; `''` is a quote. */
export function readSingleQuoted(cursor: Cursor, context: ScalarContext): string {
  const start = cursor.at++
  const parts: string[] = []
  for (;;) {
    const from = cursor.at
    const code = advanceTo(cursor, 0x27, 0x27)
    const piece = cursor.text.slice(from, cursor.at)
    if (code !== 0x27) {
      parts.push(trimBlankEnd(piece), foldQuotedBreaks(cursor, start, context))
      continue
    }
    parts.push(piece)
    cursor.at++
    if (cursor.text.charCodeAt(cursor.at) !== 0x27) return parts.join('')
    parts.push("'")
    cursor.at++
  }
}

/** Reads a scalar in double quotes. */
export function readDoubleQuoted(cursor: Cursor, context: ScalarContext): string {
  const start = cursor.at++
  const parts: string[] = []
  for (;;) {
    const from = cursor.at
    const code = advanceTo(cursor, 0x22, 0x5c)
    const piece = cursor.text.slice(from, cursor.at)
    if (code === 0x22) {
      cursor.at++
      parts.push(piece)
      return checkString(cursor, parts.join(''), start)
    }
    if (code === 0x5c) {
      // A backslash at the end of a line removes the line break and keeps the blanks before it.
      parts.push(
        piece,
        readEscape(cursor) ?? '\n'.repeat(skipQuotedBreaks(cursor, start, context) - 1),
      )
    } else parts.push(trimBlankEnd(piece), foldQuotedBreaks(cursor, start, context))
  }
}

function trimBlankEnd(piece: string): string {
  let end = piece.length
  while (end > 0 && isBlank(piece.charCodeAt(end - 1))) end--
  return piece.slice(0, end)
}

/** Folds line breaks of a quoted scalar: one becomes a space, `n` become `n - 1` line breaks. */
function foldQuotedBreaks(cursor: Cursor, start: number, context: ScalarContext): string {
  const breaks = skipQuotedBreaks(cursor, start, context)
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)
}

/** Moves to the next of two code units, or to the end of the line. */
function advanceTo(cursor: Cursor, a: number, b: number): number {
  for (; ; cursor.at++) {
    const code = cursor.text.charCodeAt(cursor.at)
    if (code === a || code === b || endsLine(code)) return code
  }
}

function skipQuotedBreaks(cursor: Cursor, start: number, context: ScalarContext): number {
  let breaks = 0
  while (skipBreak(cursor)) {
    breaks++
    if (isMarker(cursor)) break
    skipBlanks(cursor)
  }
  if (cursor.at >= cursor.text.length || isMarker(cursor)) {
    stop(cursor, start, {
      code: 'MQ-104',
      reason: 'syntax',
      message: 'unterminated quoted string',
      help: 'close it with the quote that it starts with',
    })
  }
  if (indentOf(cursor) <= context.parent) {
    stop(cursor, cursor.at, {
      code: 'MQ-104',
      reason: 'indentation',
      message: 'this line is inside a quoted string and not indented',
      help: 'close the quote, or indent the line',
    })
  }
  return breaks
}

const ESCAPES: { readonly [letter: string]: string } = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const HEX_DIGITS: { readonly [letter: string]: number } = { x: 2, u: 4, U: 8 }

/** @returns The text of an escape; `undefined` for one before a line break. */
function readEscape(cursor: Cursor): string | undefined {
  const { text } = cursor
  const at = cursor.at++
  const letter = text.charAt(cursor.at)
  if (letter === '\n' || letter === '\r') return undefined
  cursor.at++
  const plain = ESCAPES[letter]
  if (plain !== undefined) return plain
  const count = HEX_DIGITS[letter]
  const digits = count === undefined ? '' : text.slice(cursor.at, cursor.at + count)
  const code = Number.parseInt(digits, 16)
  if (
    count === undefined ||
    !/^[0-9a-fA-F]+$/.test(digits) ||
    digits.length < count ||
    code > 0x10ffff
  ) {
    note(cursor, at, {
      code: 'MQ-104',
      reason: 'syntax',
      message: `\`\\${letter}\` is not a YAML escape`,
      help: 'write `\\\\` for a backslash, or use single quotes',
    })
    return ''
  }
  cursor.at += count
  return count === 4 ? String.fromCharCode(code) : String.fromCodePoint(code)
}

/** Reads a block scalar, `|` or `>` (YAML 1.2.2, 8.1). */
export function readBlockScalar(cursor: Cursor, parent: number): string {
  const { text } = cursor
  const start = cursor.at
  const header = /[|>](?:([1-9])([+-]?)|([+-])([1-9]?))?/y
  header.lastIndex = start
  const parts = header.exec(text)
  const chomp = parts?.[2] || parts?.[3] || ''
  const digit = Number(parts?.[1] || parts?.[4] || 0)
  cursor.at += parts?.[0].length ?? 1
  skipLineEnd(cursor)
  if (!endsLine(text.charCodeAt(cursor.at))) {
    stop(cursor, cursor.at, {
      code: 'MQ-104',
      reason: 'syntax',
      message: `only a comment is allowed after \`${parts?.[0] ?? '|'}\``,
    })
  }
  skipBreak(cursor)
  const lines = readBlockLines(cursor, parent, digit)
  const kept = lines.findLastIndex((line) => line !== '') + 1
  const body = lines.slice(0, kept)
  const joined = text[start] === '|' ? body.join('\n') : fold(body)
  const tail = lines.length - kept
  if (chomp === '-' || (kept === 0 && chomp === '')) return joined
  if (chomp === '+') return kept === 0 ? '\n'.repeat(tail) : joined + '\n'.repeat(tail + 1)
  return `${joined}\n`
}

function readBlockLines(cursor: Cursor, parent: number, digit: number): readonly string[] {
  const { text } = cursor
  let indent = digit > 0 ? Math.max(parent, 0) + digit : -1
  let longestBlank = 0
  const lines: string[] = []
  for (;;) {
    if (cursor.at >= text.length || isMarker(cursor)) return lines
    const spaces = indentOf(cursor)
    const blank = endsLine(text.charCodeAt(cursor.lineStart + spaces))
    if (!blank && spaces < (indent < 0 ? parent + 1 : indent)) refuseTab(cursor, spaces)
    if (indent < 0 && !blank) {
      if (spaces <= parent) return lines
      if (spaces < longestBlank) {
        stop(cursor, cursor.at, {
          code: 'MQ-104',
          reason: 'indentation',
          message: 'an empty line above is indented further than this first line of the block',
        })
      }
      indent = spaces
    }
    if (!blank && spaces < indent) {
      if (spaces > parent && text.charCodeAt(cursor.lineStart + spaces) !== 0x23) {
        stop(cursor, cursor.at + spaces, {
          code: 'MQ-104',
          reason: 'indentation',
          message: 'this line is indented less than the block above it',
        })
      }
      return lines
    }
    if (blank) longestBlank = Math.max(longestBlank, spaces)
    const from =
      cursor.lineStart + (indent < 0 ? spaces : Math.min(indent, blank ? spaces : indent))
    cursor.at = from
    while (!endsLine(text.charCodeAt(cursor.at))) cursor.at++
    const line = text.slice(from, cursor.at)
    const broken = skipBreak(cursor)
    // Spaces before the end of the file are not a line of their own.
    if (broken || line !== '' || lines.length === 0) lines.push(line)
    if (!broken) return lines
  }
}

/** Refuses a tab where the indentation of a block scalar is expected. */
function refuseTab(cursor: Cursor, spaces: number): void {
  const at = cursor.lineStart + spaces
  if (cursor.text.charCodeAt(at) === 0x09)
    stop(cursor, at, { code: 'MQ-104', reason: 'tab', message: 'tab in the indentation' })
}

/** Joins the lines of `>`: a break between two lines of text is a space; lines that are indented further keep their line breaks. */
function fold(lines: readonly string[]): string {
  let result = ''
  let previous: string | undefined
  let empty = 0
  for (const line of lines) {
    if (line === '') {
      empty++
      continue
    }
    const further =
      isBlank(line.charCodeAt(0)) || (previous !== undefined && isBlank(previous.charCodeAt(0)))
    if (previous === undefined) result = '\n'.repeat(empty)
    else if (further) result += '\n'.repeat(empty + 1)
    else result += empty === 0 ? ' ' : '\n'.repeat(empty)
    result += line
    previous = line
    empty = 0
  }
  return result
}

/** Whether a colon ends a key: a separator follows. */
export function endsKey(text: string, at: number, flow: boolean): boolean {
  return isSeparation(text, at) || (flow && isFlowIndicator(text.charCodeAt(at)))
}

export function isFlowIndicator(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d
}

/** The text of a scalar as written, with its quotes, for messages. */
export function wordAt(text: string, at: number): string {
  const end = /[\s,\]}]|$/g
  end.lastIndex = at + 1
  return shorten(text.slice(at, end.exec(text)?.index ?? at + 1))
}

const INTEGER = /^[-+]?[0-9]+$/
const OCTAL = /^0o[0-7]+$/
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const INFINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** The value of a plain scalar; `undefined` with a finding for a number that cannot be represented exactly. */
export function readPlainValue(cursor: Cursor, text: string, offset: number): Json | undefined {
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null
    case 'true':
    case 'True':
    case 'TRUE':
      return true
    case 'false':
    case 'False':
    case 'FALSE':
      return false
  }
  if (!mayBeNumber(text.charCodeAt(0))) return text
  if (INTEGER.test(text) || FLOAT.test(text)) {
    return checkNumber(cursor, text, Number(text), offset)
  }
  if (OCTAL.test(text) || HEXADECIMAL.test(text)) {
    return checkNumber(cursor, text, Number(text), offset)
  }
  if (INFINITE.test(text)) {
    note(cursor, offset, {
      code: 'MQ-114',
      message: `\`${shorten(text)}\` is not a finite number`,
    })
    return undefined
  }
  return text
}

/** Digits, signs and the dot. */
function mayBeNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e
}
