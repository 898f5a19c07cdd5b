/**
 * What the two readers of text share: the cursor, the bounds, the way a mapping and a list are built, and how reading ends early.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import { escapeStep, type MappingPlace, type Place } from './positions.ts'

/** Bounds on a document, checked while it is read. */
export const DOCUMENT_LIMITS = {
  /** Bytes of UTF-8, or code units of a string: 64 MiB, some two million origins. */
  size: 67_108_864,
  /** Lists and mappings within one another. The language needs 8; claims may nest below it. */
  depth: 32,
} as const

/** A finding at an offset of the text. */
export interface OffsetFinding extends RawFinding {
  readonly offset: number
}

/** The state of one reading. */
export interface Cursor {
  readonly text: string
  /** The offset of the next character. */
  at: number
  /** The offset of the first character of the current line; YAML only. */
  lineStart: number
  /** Steps from the root to what is being read. */
  readonly path: (string | number)[]
  readonly found: OffsetFinding[]
  /** Where the value that was read last stands. */
  place: Place
}

/** Thrown inside a reader where the rest of the text cannot be understood; never leaves it. */
export class Unreadable extends Error {}

export function newCursor(text: string): Cursor {
  return { text, at: 0, lineStart: 0, path: [], found: [], place: 0 }
}

/** Notes a finding and goes on. */
export function note(
  cursor: Cursor,
  code: RawFinding['code'],
  offset: number,
  message: string,
  help?: string,
): void {
  cursor.found.push({
    code,
    offset,
    path: cursor.path.map((step) => `/${escapeStep(String(step))}`).join(''),
    message,
    ...(help !== undefined && { help }),
  })
}

/** Notes a finding after which nothing more can be read. */
export function stop(
  cursor: Cursor,
  code: RawFinding['code'],
  offset: number,
  message: string,
  help?: string,
): never {
  note(cursor, code, offset, message, help)
  throw new Unreadable(message)
}

/** Enters a list or a mapping. */
export function enter(cursor: Cursor, step: string | number): void {
  cursor.path.push(step)
  if (cursor.path.length > DOCUMENT_LIMITS.depth) {
    stop(cursor, 'MQ-111', cursor.at, `nested deeper than ${DOCUMENT_LIMITS.depth} levels`)
  }
}

/** A mapping under construction. The first of two equal keys stays; the second is read for its own mistakes only. */
export interface MappingBuilder {
  readonly value: { [key: string]: Json | undefined }
  readonly keys: Map<string, number>
  readonly values: Map<string, Place>
}

export function newMapping(): MappingBuilder {
  return { value: {}, keys: new Map(), values: new Map() }
}

/** Judges a key before its value is read. */
export function addKey(cursor: Cursor, builder: MappingBuilder, key: string, offset: number): void {
  if (key === '__proto__') {
    note(cursor, 'MQ-115', offset, 'the key `__proto__` cannot be used')
  } else if (builder.keys.has(key)) {
    note(cursor, 'MQ-107', offset, `the key \`${shorten(key)}\` stands here a second time`)
  }
}

/** Adds a member, unless its key has one or is not allowed. */
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
  builder.values.set(key, cursor.place)
}

export function placeOf(builder: MappingBuilder, at: number): MappingPlace {
  return { at, keys: builder.keys, values: builder.values }
}

/** A number that JSON and every layer hold exactly, or a finding. */
export function checkNumber(
  cursor: Cursor,
  written: string,
  value: number,
  offset: number,
): Json | undefined {
  const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
  if (exact) return Object.is(value, -0) ? 0 : value
  note(cursor, 'MQ-114', offset, `the number \`${shorten(written)}\` cannot be held exactly`)
  return undefined
}

/** Refuses half of a surrogate pair, which an escape can write and UTF-8 cannot. */
export function checkString(cursor: Cursor, value: string, offset: number): string {
  if (!value.isWellFormed()) {
    note(cursor, 'MQ-117', offset, 'a text holds half of a character (a lone surrogate)')
    return value.toWellFormed()
  }
  return value
}

/** A text short enough to stand in a message. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
