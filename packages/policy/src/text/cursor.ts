/**
 * What the readers of JSON and YAML share: the cursor, limits, construction of mappings, early exit, and white space.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Fault, RawFinding } from '../findings/index.ts'
import { escapeStep, type MappingOffsets, type SourceOffsets } from './positions.ts'

/** Limits on a document, checked while it is read. */
export const DOCUMENT_LIMITS = {
  /** Bytes of UTF-8, or code units of a string: 64 MiB, some two million origins. */
  size: 67_108_864,
  /** Levels of nested lists and mappings. The language needs 8; claims may nest deeper. */
  depth: 32,
} as const

/** A finding at an offset of the text. */
export type OffsetFinding = RawFinding & { readonly offset: number }

/** The state of a reader. */
export interface Cursor {
  readonly text: string
  /** The offset of the next character. */
  at: number
  /** The offset of the first character of the current line; YAML only. */
  lineStart: number
  /** Steps from the root to what is being read. */
  readonly path: (string | number)[]
  readonly found: OffsetFinding[]
  /** The offsets of the value that was read last. */
  offsets: SourceOffsets
}

/** Thrown inside a reader when the rest of the text cannot be parsed; never leaves `readDocument`. */
export class Unreadable extends Error {}

export function newCursor(text: string): Cursor {
  return { text, at: 0, lineStart: 0, path: [], found: [], offsets: 0 }
}

/** Records a finding and goes on. */
export function note(cursor: Cursor, offset: number, fault: Fault): void {
  const path = cursor.path.map((step) => `/${escapeStep(String(step))}`).join('')
  cursor.found.push({ ...fault, offset, path })
}

/** Records a finding after which nothing more can be read. */
export function stop(cursor: Cursor, offset: number, fault: Fault): never {
  note(cursor, offset, fault)
  throw new Unreadable(fault.message)
}

/** Enters a list or a mapping. */
export function enter(cursor: Cursor, step: string | number): void {
  cursor.path.push(step)
  if (cursor.path.length > DOCUMENT_LIMITS.depth) {
    stop(cursor, cursor.at, {
      code: 'MQ-101',
      reason: 'depth',
      message: `nested deeper than ${DOCUMENT_LIMITS.depth} levels`,
    })
  }
}

/** A mapping under construction. The first of two equal keys is kept; the second is only checked. */
export interface MappingBuilder {
  readonly value: { [key: string]: Json | undefined }
  readonly keys: Map<string, number>
  readonly values: Map<string, SourceOffsets>
}

export function newMapping(): MappingBuilder {
  return { value: {}, keys: new Map(), values: new Map() }
}

/** Checks a key before its value is read. */
export function addKey(cursor: Cursor, builder: MappingBuilder, key: string, offset: number): void {
  if (key === '__proto__') {
    note(cursor, offset, {
      code: 'MQ-112',
      reason: 'reserved',
      message: 'the key `__proto__` is reserved',
    })
  } else if (builder.keys.has(key)) {
    note(cursor, offset, {
      code: 'MQ-107',
      message: `duplicate key \`${shorten(key)}\``,
    })
  }
}

/** Adds a member, unless its key is a duplicate or reserved. */
export function addMember(
  cursor: Cursor,
  builder: MappingBuilder,
  key: string,
  keyOffset: number,
  value: Json | undefined,
): void {
  if (key === '__proto__' || builder.keys.has(key)) return
  builder.value[key] = value
  builder.keys.set(key, keyOffset)
  builder.values.set(key, cursor.offsets)
}

export function mappingOffsets(builder: MappingBuilder, at: number): MappingOffsets {
  return { at, keys: builder.keys, values: builder.values }
}

/** A number that JSON and every layer represent exactly, or a finding. */
export function checkNumber(
  cursor: Cursor,
  written: string,
  value: number,
  offset: number,
): Json | undefined {
  const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
  if (exact) return Object.is(value, -0) ? 0 : value
  note(cursor, offset, {
    code: 'MQ-114',
    message: `the number \`${shorten(written)}\` cannot be represented exactly`,
  })
  return undefined
}

/** Refuses a lone surrogate, which an escape can express and UTF-8 cannot. */
export function checkString(cursor: Cursor, value: string, offset: number): string {
  if (!value.isWellFormed()) {
    note(cursor, offset, {
      code: 'MQ-100',
      reason: 'lone-surrogate',
      message: 'lone surrogate (half of a UTF-16 pair) in a string',
    })
    return value.toWellFormed()
  }
  return value
}

/** Shortens a string for a message. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/** Whether a code unit ends a line, or is the end of the text. */
export function endsLine(code: number): boolean {
  return code === 0x0a || code === 0x0d || Number.isNaN(code)
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

/** Whether `at` separates two tokens: a blank, the end of a line or of the text. */
export function isSeparation(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return isBlank(code) || endsLine(code)
}

/** The column of the cursor, from 0: the indentation of the next token. */
export function columnOf(cursor: Cursor): number {
  return cursor.at - cursor.lineStart
}

/** Skips blanks within a line. */
export function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at++
}

/** Skips one line break, if there is one at the cursor. */
export function skipBreak(cursor: Cursor): boolean {
  const code = cursor.text.charCodeAt(cursor.at)
  if (code !== 0x0a && code !== 0x0d) return false
  cursor.at += code === 0x0d && cursor.text.charCodeAt(cursor.at + 1) === 0x0a ? 2 : 1
  cursor.lineStart = cursor.at
  return true
}

/** Skips blanks and a comment at the end of a line. */
export function skipLineEnd(cursor: Cursor): void {
  const before = cursor.at
  skipBlanks(cursor)
  const { text } = cursor
  if (text.charCodeAt(cursor.at) !== 0x23) return
  if (cursor.at === before && cursor.at !== cursor.lineStart) return
  while (!endsLine(text.charCodeAt(cursor.at))) cursor.at++
}

/**
 * Moves to the next token, over blanks, comments and line breaks.
 *
 * @param flow Inside brackets a tab may precede a token; elsewhere it would be indentation.
 * @returns Whether a line break was skipped.
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

/** Whether the line starts with a `---` or `...` marker. */
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
    stop(cursor, at, { code: 'MQ-104', reason: 'tab', message: 'tab in the indentation' })
  }
}
