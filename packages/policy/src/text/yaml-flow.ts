/**
 * Flow collections (`[…]`, `{…}`), and characters that cannot start a value.
 *
 * @module
 */
import type { Json } from '@marque/core'
import {
  addKey,
  addMember,
  atEnd,
  type Cursor,
  enter,
  indentOf,
  isSeparation,
  mappingOffsets,
  newMapping,
  note,
  shorten,
  skipToToken,
  stop,
} from './cursor.ts'
import type { SourceOffsets } from './positions.ts'
import {
  endsKey,
  isFlowIndicator,
  readDoubleQuoted,
  readPlain,
  readPlainValue,
  readSingleQuoted,
  startsPlain,
  wordAt,
} from './yaml-scalar.ts'

/** Reads `[…]` or `{…}`. */
export function readFlow(cursor: Cursor, parent: number): Json {
  return cursor.text[cursor.at] === '['
    ? readFlowSequence(cursor, parent)
    : readFlowMapping(cursor, parent)
}

function readFlowSequence(cursor: Cursor, parent: number): Json {
  const start = cursor.at++
  const list: (Json | undefined)[] = []
  const items: SourceOffsets[] = []
  while (nextInFlow(cursor, parent, start) !== ']') {
    enter(cursor, list.length)
    const { value, offsets } = readFlowEntry(cursor, parent)
    list.push(value)
    items.push(offsets)
    cursor.path.pop()
    const next = nextInFlow(cursor, parent, start)
    if (next === ':' && endsKey(cursor.text, cursor.at + 1, true)) {
      stop(cursor, cursor.at, {
        code: 'MQ-104',
        reason: 'syntax',
        message: 'a key and a value in a list',
        help: 'put them in braces: `[{ key: value }]`',
      })
    }
    readComma(cursor, next, ']')
  }
  cursor.at++
  cursor.offsets = { at: start, items }
  return list as Json
}

function readFlowMapping(cursor: Cursor, parent: number): Json {
  const start = cursor.at++
  const builder = newMapping()
  while (nextInFlow(cursor, parent, start) !== '}') {
    const keyAt = cursor.at
    const key = readFlowKey(cursor, parent)
    enter(cursor, key)
    addKey(cursor, builder, key, keyAt)
    let value: Json | undefined = null
    cursor.offsets = keyAt
    if (nextInFlow(cursor, parent, start) === ':') {
      cursor.at++
      const after = nextInFlow(cursor, parent, start)
      if (after !== ',' && after !== '}') {
        const entry = readFlowEntry(cursor, parent)
        value = entry.value
        cursor.offsets = entry.offsets
      }
    }
    addMember(cursor, builder, key, keyAt, value)
    cursor.path.pop()
    readComma(cursor, nextInFlow(cursor, parent, start), '}')
  }
  cursor.at++
  cursor.offsets = mappingOffsets(builder, start)
  return builder.value as Json
}

function readComma(cursor: Cursor, next: string, close: ']' | '}'): void {
  if (next === ',') cursor.at++
  else if (next !== close) {
    stop(cursor, cursor.at, {
      code: 'MQ-104',
      reason: 'syntax',
      message: `expected \`,\` or \`${close}\`, found \`${wordAt(cursor.text, cursor.at)}\``,
    })
  }
}

function readFlowEntry(
  cursor: Cursor,
  parent: number,
): { value: Json | undefined; offsets: SourceOffsets } {
  if (refuseProperties(cursor)) {
    skipToToken(cursor, true)
    if (isFlowEnd(cursor)) return { value: null, offsets: cursor.at }
  }
  const { text, at } = cursor
  const code = text.charCodeAt(at)
  if (code === 0x5b || code === 0x7b) {
    const value = readFlow(cursor, parent)
    return { value, offsets: cursor.offsets }
  }
  return { value: readFlowScalar(cursor, parent), offsets: at }
}

function readFlowScalar(cursor: Cursor, parent: number): Json | undefined {
  const { text, at } = cursor
  const context = { parent, flow: true }
  if (text[at] === '"') return readDoubleQuoted(cursor, context)
  if (text[at] === "'") return readSingleQuoted(cursor, context)
  if (!startsPlain(text, at, true)) return refuseStart(cursor)
  return readPlainValue(cursor, readPlain(cursor, context), at)
}

function readFlowKey(cursor: Cursor, parent: number): string {
  refuseProperties(cursor)
  const { text, at } = cursor
  if (text[at] === '?' && isSeparation(text, at + 1)) {
    stop(cursor, at, {
      code: 'MQ-112',
      reason: 'not-a-string',
      message: 'the key after `?` is not a plain string',
      help: 'write `key: value`',
    })
  }
  if (text[at] === '[' || text[at] === '{') {
    stop(cursor, at, {
      code: 'MQ-112',
      reason: 'not-a-string',
      message: 'a list or mapping cannot be a key',
      help: 'put it in quotes if it is a string',
    })
  }
  const quoted = text[at] === '"' || text[at] === "'"
  const value = readFlowScalar(cursor, parent)
  if (typeof value === 'string') {
    if (value === '<<' && !quoted)
      note(cursor, at, {
        code: 'MQ-108',
        reason: 'merge-key',
        message: 'the merge key `<<` is not supported',
      })
    return value
  }
  const written = text.slice(at, cursor.at)
  note(cursor, at, {
    code: 'MQ-112',
    reason: 'not-a-string',
    message: `the key \`${shorten(written)}\` is not a string`,
    help: `write \`'${shorten(written)}'\``,
  })
  return written
}

/** Moves to the next token inside brackets. @returns Its first character; stops at the end of the document. */
function nextInFlow(cursor: Cursor, parent: number, start: number): string {
  const crossed = skipToToken(cursor, true)
  if (atEnd(cursor)) {
    const bracket = cursor.text.charAt(start)
    stop(cursor, start, {
      code: 'MQ-104',
      reason: 'syntax',
      message: `\`${bracket}\` is not closed`,
      help: `close it with \`${bracket === '[' ? ']' : '}'}\``,
    })
  }
  if (crossed && indentOf(cursor) <= parent && !isClosing(cursor)) {
    stop(cursor, cursor.at, {
      code: 'MQ-104',
      reason: 'indentation',
      message: 'this line is inside brackets and not indented',
      help: 'indent the line',
    })
  }
  return cursor.text.charAt(cursor.at)
}

/** A closing bracket may be indented less than its collection: this is a common style, and unambiguous. */
function isClosing(cursor: Cursor): boolean {
  return /[\]}]/.test(cursor.text.charAt(cursor.at))
}

function isFlowEnd(cursor: Cursor): boolean {
  return atEnd(cursor) || isFlowIndicator(cursor.text.charCodeAt(cursor.at))
}

const ANCHOR = /&[^\s,[\]{}]+/y
const TAG = /!(?:<[^>\s]*>|[^\s,[\]{}]*)/y

/** Reports and skips anchors and tags before a value. @returns Whether there was one. */
export function refuseProperties(cursor: Cursor): boolean {
  const { text, at } = cursor
  for (;;) {
    const here = cursor.at
    if (passes(cursor, ANCHOR)) {
      note(cursor, here, {
        code: 'MQ-108',
        reason: 'anchor',
        message: `the anchor \`${wordAt(text, here)}\` is not supported`,
      })
    } else if (passes(cursor, TAG)) {
      note(cursor, here, {
        code: 'MQ-108',
        reason: 'tag',
        message: `the tag \`${wordAt(text, here)}\` is not supported`,
      })
    } else return here !== at
    while (text[cursor.at] === ' ' || text[cursor.at] === '\t') cursor.at++
  }
}

function passes(cursor: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.at
  if (!pattern.test(cursor.text)) return false
  cursor.at = pattern.lastIndex
  return true
}

/**
 * Refuses characters that cannot start a value, and reports missing quotes. Aliases and `*` are skipped; after other characters
 * reading stops.
 */
export function refuseStart(cursor: Cursor): undefined {
  const { text, at } = cursor
  const first = text.charAt(at)
  const word = wordAt(text, at)
  if (first === '*') {
    cursor.at += Math.max(1, /^\*[^\s,[\]{}]*/.exec(text.slice(at, at + 256))?.[0].length ?? 1)
    if (/^\*[A-Za-z0-9_-]+$/.test(word)) {
      note(cursor, at, {
        code: 'MQ-108',
        reason: 'alias',
        message: `the alias \`${word}\` is not supported`,
      })
    } else
      note(cursor, at, {
        code: 'MQ-104',
        reason: 'missing-quotes',
        message: `\`${word}\` needs quotes: YAML reads \`*\` as an alias`,
        help: `write \`'${word}'\``,
      })
    return undefined
  }
  if (first === '@' || first === '`' || first === '%') {
    cursor.at += Math.max(1, /^[^\s,[\]{}]*/.exec(text.slice(at, at + 256))?.[0].length ?? 1)
    note(cursor, at, {
      code: 'MQ-104',
      reason: 'missing-quotes',
      message: `\`${word}\` needs quotes: a YAML value cannot start with \`${first}\``,
      help: `write \`'${word}'\``,
    })
    return undefined
  }
  return stop(cursor, at, {
    code: 'MQ-104',
    reason: 'syntax',
    message: `expected a value, found \`${word}\``,
  })
}
