/**
 * Reads JSON (RFC 8259) with positions, in one pass, linear in the size of the text.
 *
 * `JSON.parse` reports no positions, hides duplicate keys and has different error messages in each runtime.
 *
 * @module
 */
import type { Json } from '@marque/core'
import {
  addKey,
  addMember,
  type Cursor,
  checkNumber,
  checkString,
  enter,
  mappingOffsets,
  newMapping,
  shorten,
  stop,
} from './cursor.ts'
import type { ListOffsets, SourceOffsets } from './positions.ts'

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORD = /[A-Za-z0-9_+\-.]+/y

/** Reads the whole text as one value. Stops at the first syntax error. */
export function readJson(cursor: Cursor): Json | undefined {
  const value = readValue(cursor)
  const offsets = cursor.offsets
  skipSpace(cursor)
  if (cursor.at < cursor.text.length) {
    stop(cursor, cursor.at, {
      code: 'MQ-105',
      reason: 'syntax',
      message: `unexpected ${seen(cursor)} after the end of the document`,
    })
  }
  cursor.offsets = offsets
  return value
}

function readValue(cursor: Cursor): Json | undefined {
  skipSpace(cursor)
  const at = cursor.at
  switch (cursor.text.charCodeAt(at)) {
    case 0x7b:
      return readObject(cursor)
    case 0x5b:
      return readArray(cursor)
    case 0x22: {
      const value = readString(cursor)
      cursor.offsets = at
      return value
    }
    default:
      cursor.offsets = at
      return readWord(cursor)
  }
}

function readObject(cursor: Cursor): Json {
  const start = cursor.at++
  const builder = newMapping()
  let next = nextToken(cursor)
  if (next === '}') cursor.at++
  while (next !== '}') {
    const keyAt = cursor.at
    if (next !== '"')
      stop(cursor, keyAt, {
        code: 'MQ-105',
        reason: 'syntax',
        message: `expected a key in double quotes, found ${seen(cursor)}`,
      })
    const key = readString(cursor)
    enter(cursor, key)
    addKey(cursor, builder, key, keyAt)
    if (nextToken(cursor) !== ':') {
      stop(cursor, cursor.at, {
        code: 'MQ-105',
        reason: 'syntax',
        message: `expected \`:\` after the key \`${shorten(key)}\`, found ${seen(cursor)}`,
      })
    }
    cursor.at++
    const value = readValue(cursor)
    addMember(cursor, builder, key, keyAt, value)
    cursor.path.pop()
    next = readSeparator(cursor, '}')
  }
  cursor.offsets = mappingOffsets(builder, start)
  return builder.value as Json
}

function readArray(cursor: Cursor): Json {
  const start = cursor.at++
  const list: (Json | undefined)[] = []
  const items: SourceOffsets[] = []
  let next = nextToken(cursor)
  if (next === ']') cursor.at++
  while (next !== ']') {
    enter(cursor, list.length)
    list.push(readValue(cursor))
    items.push(cursor.offsets)
    cursor.path.pop()
    next = readSeparator(cursor, ']')
  }
  const offsets: ListOffsets = { at: start, items }
  cursor.offsets = offsets
  return list as Json
}

/** Reads `,` or the closing bracket. @returns The bracket, or the token after the comma. */
function readSeparator(cursor: Cursor, close: ']' | '}'): string {
  const token = nextToken(cursor)
  if (token === close) {
    cursor.at++
    return close
  }
  if (token !== ',') {
    stop(cursor, cursor.at, {
      code: 'MQ-105',
      reason: 'syntax',
      message: `expected \`,\` or \`${close}\`, found ${seen(cursor)}`,
    })
  }
  const comma = cursor.at++
  const next = nextToken(cursor)
  if (next === close) {
    stop(cursor, comma, {
      code: 'MQ-105',
      reason: 'trailing-comma',
      message: `trailing comma before \`${close}\``,
      help: 'remove the comma',
    })
  }
  return next
}

function readString(cursor: Cursor): string {
  const { text } = cursor
  const start = cursor.at
  let escaped = false
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      cursor.at = at + 1
      if (!escaped) return checkString(cursor, text.slice(start + 1, at), start)
      return checkString(cursor, readEscapes(cursor, start, at + 1), start)
    }
    if (code === 0x5c) {
      escaped = true
      at++
    } else if (code < 0x20 || Number.isNaN(code)) {
      stop(cursor, start, {
        code: 'MQ-105',
        reason: 'syntax',
        message: 'unterminated string',
        help: 'close it with `"`; write `\\n` for a line break',
      })
    }
  }
}

function readEscapes(cursor: Cursor, start: number, end: number): string {
  const { text } = cursor
  const pattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})?/y
  for (
    let at = text.indexOf('\\', start);
    at >= 0 && at < end;
    at = text.indexOf('\\', pattern.lastIndex)
  ) {
    pattern.lastIndex = at
    if (pattern.exec(text)?.[0].length === 1) {
      stop(cursor, at, {
        code: 'MQ-105',
        reason: 'syntax',
        message: `\`${text.slice(at, at + 2)}\` is not a JSON escape`,
        help: 'write `\\\\` for a backslash',
      })
    }
  }
  return JSON.parse(text.slice(start, end)) as string
}

function readWord(cursor: Cursor): Json | undefined {
  const { text, at } = cursor
  for (const [word, value] of [
    ['true', true],
    ['false', false],
    ['null', null],
  ] as const) {
    if (text.startsWith(word, at) && !isWordCode(text.charCodeAt(at + word.length))) {
      cursor.at += word.length
      return value
    }
  }
  NUMBER.lastIndex = at
  const number = NUMBER.exec(text)?.[0]
  if (number === undefined || isWordCode(text.charCodeAt(at + number.length))) {
    return stop(cursor, at, {
      code: 'MQ-105',
      reason: 'syntax',
      message: `expected a value, found ${seen(cursor)}`,
    })
  }
  cursor.at += number.length
  return checkNumber(cursor, number, Number(number), at)
}

function isWordCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x2e
  )
}

function nextToken(cursor: Cursor): string {
  skipSpace(cursor)
  return cursor.text.charAt(cursor.at)
}

function skipSpace(cursor: Cursor): void {
  for (; ; cursor.at++) {
    const code = cursor.text.charCodeAt(cursor.at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
  }
}

/** The token at the cursor, in words. */
function seen(cursor: Cursor): string {
  const { text, at } = cursor
  if (at >= text.length) return 'the end of the file'
  if (text.startsWith('//', at) || text.startsWith('/*', at) || text[at] === '#') return 'a comment'
  WORD.lastIndex = at
  const word = WORD.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0)
  return `\`${shorten(word)}\``
}
