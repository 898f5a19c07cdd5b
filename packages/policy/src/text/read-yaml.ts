/**
 * Reads YAML 1.2 with positions, in one pass, linear in the size of the text.
 *
 * Supports block and flow collections, all scalars and the core schema. Refuses anchors and aliases (and so exponential expansion),
 * tags, merge keys, directives, several documents, keys that are not strings and tabs as indentation. What it accepts has the same
 * value as in other YAML parsers; the tests compare it with `yaml`.
 *
 * The package `yaml` is not used, because its syntax tree takes 13 seconds and gigabytes for a million origins.
 *
 * @module
 */
import type { Json } from '@marque/core'
import {
  addKey,
  addMember,
  atEnd,
  type Cursor,
  columnOf,
  endsLine,
  enter,
  isMarker,
  isSeparation,
  mappingOffsets,
  newMapping,
  note,
  shorten,
  skipBlanks,
  skipLineEnd,
  skipToToken,
  stop,
} from './cursor.ts'
import type { SourceOffsets } from './positions.ts'
import { readFlow, refuseProperties, refuseStart } from './yaml-flow.ts'
import {
  endsKey,
  readBlockScalar,
  readDoubleQuoted,
  readPlain,
  readPlainLine,
  readPlainValue,
  readSingleQuoted,
  startsPlain,
  wordAt,
} from './yaml-scalar.ts'

/** Reads the whole text as one document. Stops where the rest cannot be parsed. */
export function readYaml(cursor: Cursor): Json | undefined {
  const { text } = cursor
  skipToToken(cursor)
  while (text[cursor.at] === '%' && columnOf(cursor) === 0) {
    note(cursor, cursor.at, {
      code: 'MQ-108',
      reason: 'directive',
      message: 'YAML directives are not supported',
      help: 'remove the line',
    })
    while (!endsLine(text.charCodeAt(cursor.at))) cursor.at++
    skipToToken(cursor)
  }
  let sameLine = false
  if (text.startsWith('---', cursor.at) && isMarker(cursor)) {
    cursor.at += 3
    sameLine = !skipToToken(cursor)
  }
  const value = atEnd(cursor) ? null : readNode(cursor, -1, !sameLine)
  const offsets = cursor.offsets
  finish(cursor)
  cursor.offsets = offsets
  return value
}

/** The rest after the document: nothing, or its end marker. */
function finish(cursor: Cursor): void {
  skipToToken(cursor)
  while (cursor.text.startsWith('...', cursor.at) && isMarker(cursor)) {
    cursor.at += 3
    skipToToken(cursor)
  }
  if (cursor.at >= cursor.text.length) return
  if (isMarker(cursor) || cursor.text[cursor.at] === '%') {
    stop(cursor, cursor.at, {
      code: 'MQ-108',
      reason: 'multiple-documents',
      message: 'a second YAML document starts here',
    })
  }
  stop(cursor, cursor.at, {
    code: 'MQ-104',
    reason: 'syntax',
    message: `expected a key, found \`${wordAt(cursor.text, cursor.at)}\``,
  })
}

/**
 * Reads the value at the cursor.
 *
 * @param parent The column of the enclosing collection; continuation lines are indented further.
 * @param block Whether a block collection may start here: not on the line of a key.
 */
function readNode(cursor: Cursor, parent: number, block: boolean): Json | undefined {
  if (refuseProperties(cursor)) {
    const crossed = skipToToken(cursor)
    if (atEnd(cursor) || (crossed && columnOf(cursor) <= parent)) return null
    return readNode(cursor, parent, block || crossed)
  }
  const { text, at } = cursor
  const code = text.charCodeAt(at)
  if (block) {
    if (code === 0x2d && isSeparation(text, at + 1)) return readSequence(cursor)
    if (code === 0x3f && isSeparation(text, at + 1)) return refuseComplexKey(cursor)
    if (isKeyAhead(cursor)) return readMapping(cursor)
  } else if (code === 0x2d && isSeparation(text, at + 1)) {
    stop(cursor, at, {
      code: 'MQ-104',
      reason: 'syntax',
      message: 'a list cannot start on the line of its key',
      help: 'start it on the next line, indented',
    })
  }
  cursor.offsets = at
  switch (code) {
    case 0x7c:
    case 0x3e:
      return readBlockScalar(cursor, parent)
    case 0x5b:
    case 0x7b: {
      const value = readFlow(cursor, parent)
      const offsets = cursor.offsets
      endScalar(cursor)
      cursor.offsets = offsets
      return value
    }
    case 0x22:
    case 0x27: {
      const read = code === 0x22 ? readDoubleQuoted : readSingleQuoted
      const value = read(cursor, { parent, flow: false })
      endScalar(cursor)
      return value
    }
  }
  if (!startsPlain(text, at, false)) {
    refuseStart(cursor)
    endScalar(cursor)
    return undefined
  }
  const value = readPlainValue(cursor, readPlain(cursor, { parent, flow: false }), at)
  endScalar(cursor)
  return value
}

/** Refuses anything after a value on its line. */
function endScalar(cursor: Cursor): void {
  skipLineEnd(cursor)
  const { text, at } = cursor
  if (endsLine(text.charCodeAt(at))) return
  if (text[at] === ':') {
    stop(cursor, at, {
      code: 'MQ-104',
      reason: 'syntax',
      message: '`:` followed by a space starts a key, but this is already a value',
      help: 'put the value in quotes',
    })
  }
  stop(cursor, at, {
    code: 'MQ-104',
    reason: 'syntax',
    message: `unexpected \`${wordAt(text, at)}\` after the end of a value`,
    help: 'put the whole value in quotes',
  })
}

function readSequence(cursor: Cursor): Json {
  const column = columnOf(cursor)
  const start = cursor.at
  const list: (Json | undefined)[] = []
  const items: SourceOffsets[] = []
  do {
    const dash = cursor.at++
    refuseTabAfterDash(cursor)
    enter(cursor, list.length)
    const crossed = skipToToken(cursor)
    const empty = atEnd(cursor) || (crossed && columnOf(cursor) <= column)
    cursor.offsets = dash
    list.push(empty ? null : readNode(cursor, column, true))
    items.push(cursor.offsets)
    cursor.path.pop()
    skipToToken(cursor)
  } while (goesOn(cursor, column) && isDash(cursor))
  cursor.offsets = { at: start, items }
  return list as Json
}

/** The column after a dash counts as indentation, so a tab there would be indentation. */
function refuseTabAfterDash(cursor: Cursor): void {
  let { at } = cursor
  while (cursor.text.charCodeAt(at) === 0x20) at++
  if (cursor.text.charCodeAt(at) === 0x09) {
    stop(cursor, at, { code: 'MQ-104', reason: 'tab', message: 'tab after `-`' })
  }
}

function isDash(cursor: Cursor): boolean {
  return cursor.text.charCodeAt(cursor.at) === 0x2d && isSeparation(cursor.text, cursor.at + 1)
}

function readMapping(cursor: Cursor): Json {
  const column = columnOf(cursor)
  const start = cursor.at
  const builder = newMapping()
  do {
    const keyAt = cursor.at
    const key = readKey(cursor)
    enter(cursor, key)
    addKey(cursor, builder, key, keyAt)
    cursor.offsets = keyAt
    addMember(cursor, builder, key, keyAt, readMember(cursor, column))
    cursor.path.pop()
    skipToToken(cursor)
  } while (goesOn(cursor, column))
  cursor.offsets = mappingOffsets(builder, start)
  return builder.value as Json
}

/** Reads the value after the colon of a key. */
function readMember(cursor: Cursor, column: number): Json | undefined {
  const crossed = skipToToken(cursor)
  if (atEnd(cursor)) return null
  if (!crossed) return readNode(cursor, column, false)
  const under = columnOf(cursor)
  if (under > column) return readNode(cursor, column, true)
  return under === column && isDash(cursor) ? readSequence(cursor) : null
}

/** Whether the collection at `column` has another entry at the cursor. */
function goesOn(cursor: Cursor, column: number): boolean {
  if (atEnd(cursor)) return false
  const here = columnOf(cursor)
  if (here > column) {
    stop(cursor, cursor.at, {
      code: 'MQ-104',
      reason: 'indentation',
      message: `\`${wordAt(cursor.text, cursor.at)}\` is indented further than the lines before it`,
    })
  }
  return here === column
}

/** Reads a key and its colon. */
function readKey(cursor: Cursor): string {
  refuseProperties(cursor)
  const { text, at } = cursor
  const code = text.charCodeAt(at)
  if (code === 0x3f && isSeparation(text, at + 1)) return refuseComplexKey(cursor)
  if (isDash(cursor)) {
    stop(cursor, at, {
      code: 'MQ-104',
      reason: 'indentation',
      message: 'list entry between the keys of a mapping',
      help: 'indent it below its key',
    })
  }
  if (!isKeyAhead(cursor)) {
    if (!startsPlain(text, at, false) && code !== 0x22 && code !== 0x27) refuseStart(cursor)
    stop(cursor, at, {
      code: 'MQ-104',
      reason: 'syntax',
      message: `expected a key, found \`${wordAt(text, at)}\``,
      help: 'write `key: value`',
    })
  }
  const key = readKeyText(cursor)
  skipBlanks(cursor)
  cursor.at++
  return key
}

function readKeyText(cursor: Cursor): string {
  const { text, at } = cursor
  const code = text.charCodeAt(at)
  const context = { parent: Number.POSITIVE_INFINITY, flow: false }
  if (code === 0x22) return readDoubleQuoted(cursor, context)
  if (code === 0x27) return readSingleQuoted(cursor, context)
  const key = readPlainLine(cursor, false)
  if (key === '<<')
    note(cursor, at, {
      code: 'MQ-108',
      reason: 'merge-key',
      message: 'the merge key `<<` is not supported',
    })
  else if (typeof readPlainValue(cursor, key, at) !== 'string') {
    note(cursor, at, {
      code: 'MQ-112',
      reason: 'not-a-string',
      message: `the key \`${shorten(key)}\` is not a string`,
      help: `write \`'${shorten(key)}'\``,
    })
  }
  return key
}

/** Whether there is a key at the cursor: a scalar, then a colon and a space. */
function isKeyAhead(cursor: Cursor): boolean {
  const { text, at } = cursor
  const code = text.charCodeAt(at)
  let end: number
  if (code === 0x22 || code === 0x27) end = endOfQuoted(text, at, code)
  else {
    if (!startsPlain(text, at, false)) return false
    readPlainLine(cursor, false)
    end = cursor.at
    cursor.at = at
  }
  while (text.charCodeAt(end) === 0x20 || text.charCodeAt(end) === 0x09) end++
  return text.charCodeAt(end) === 0x3a && endsKey(text, end + 1, false)
}

/** The end of a quoted scalar that closes on its line; otherwise the end of the line. */
function endOfQuoted(text: string, start: number, quote: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at)
    if (endsLine(code)) return at
    if (code === 0x5c && quote === 0x22) at++
    else if (code === quote) {
      if (quote === 0x22 || text.charCodeAt(at + 1) !== quote) return at + 1
      at++
    }
  }
}

function refuseComplexKey(cursor: Cursor): never {
  return stop(cursor, cursor.at, {
    code: 'MQ-112',
    reason: 'not-a-string',
    message: 'the key after `?` is not a plain string',
    help: 'write `key: value`',
  })
}
