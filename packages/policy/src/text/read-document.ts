/**
 * From the bytes or the text of a document to its values and their positions.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Fault, RawFinding } from '../findings/index.ts'
import {
  type Cursor,
  DOCUMENT_LIMITS,
  newCursor,
  note,
  type OffsetFinding,
  Unreadable,
} from './cursor.ts'
import {
  offsetOf,
  type Pointer,
  type Position,
  positions,
  type SourceOffsets,
} from './positions.ts'
import { readJson } from './read-json.ts'
import { readYaml } from './read-yaml.ts'

/** A finding of the text, with its position: an invalid document has no reliable path. */
export type TextFinding = RawFinding & { readonly position: Position }

/** A document as it was read. Immutable. */
export interface TextDocument {
  /** The name that findings carry. */
  readonly file: string
  /** The values; `undefined` if the text cannot be read. Parts with a finding of their own may be missing. */
  readonly document: unknown
  /** What is wrong with the text, in its order; all of them errors. */
  readonly found: readonly TextFinding[]
  /** The position of a value or of its key; of the nearest ancestor if it does not exist. */
  locate(pointer: Pointer, at?: 'key' | 'value'): Position
}

/**
 * Reads YAML or JSON. Never throws; linear in the size of `input`.
 *
 * A file named `.json` is JSON, one named `.yaml` or `.yml` is YAML; any other is JSON if it starts with `{`.
 *
 * @param input The text, or its bytes in UTF-8. A byte order mark is skipped.
 * @param file The name that findings carry.
 */
export function readDocument(input: string | Uint8Array, file: string): TextDocument {
  const { text, found } = readText(input)
  const cursor = newCursor(text)
  const document = found === null ? readValues(cursor, isJson(text, file)) : undefined
  const root: SourceOffsets = document === undefined ? 0 : cursor.offsets
  const all: readonly OffsetFinding[] = found === null ? cursor.found : [found]
  const position = positions(text)
  return {
    file,
    document,
    found: all.map(({ offset, ...one }) => ({ ...one, position: position(offset) })),
    locate: (pointer, at = 'value') => position(offsetOf(root, pointer, at)),
  }
}

function isJson(text: string, file: string): boolean {
  if (/\.json$/i.test(file)) return true
  return !/\.ya?ml$/i.test(file) && /^\s*\{/.test(text)
}

function readValues(cursor: Cursor, json: boolean): Json | undefined {
  if (isEmpty(cursor.text)) {
    note(cursor, 0, { code: 'MQ-102', reason: 'empty', message: 'the file is empty' })
    return undefined
  }
  let value: Json | undefined
  try {
    value = json ? readJson(cursor) : readYaml(cursor)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
  if (value === null && !json) {
    note(cursor, 0, {
      code: 'MQ-102',
      reason: 'empty',
      message: 'the file contains only comments',
    })
    return undefined
  }
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) {
    note(cursor, startOf(cursor.offsets), {
      code: 'MQ-102',
      reason: 'not-a-mapping',
      message: `expected a mapping of keys, found ${nameOf(value)}`,
    })
    return undefined
  }
  return value
}

function isEmpty(text: string): boolean {
  return !/\S/.test(text)
}

function startOf(offsets: SourceOffsets): number {
  return typeof offsets === 'number' ? offsets : offsets.at
}

function nameOf(value: Json | undefined): string {
  if (Array.isArray(value)) return 'a list'
  return value === null ? '`null`' : typeof value === 'string' ? 'a string' : `\`${String(value)}\``
}

/** The decoded text without byte order mark, and the first problem with it. */
export interface ReadText {
  readonly text: string
  readonly found: OffsetFinding | null
}

/** Decodes the bytes of a file; a string gets the same checks. */
export function readText(input: string | Uint8Array): ReadText {
  if (input.length > DOCUMENT_LIMITS.size) {
    return wrong('', 0, {
      code: 'MQ-101',
      reason: 'size',
      message: `the file has ${input.length} bytes; the limit is ${DOCUMENT_LIMITS.size}`,
    })
  }
  const decoded = typeof input === 'string' ? { text: dropMark(input), found: null } : decode(input)
  if (decoded.found !== null) return decoded
  const { text } = decoded
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(text)
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()
    return wrong(text, control.index, {
      code: 'MQ-100',
      reason: 'control-character',
      message: `control character U+${code}`,
    })
  }
  if (!text.isWellFormed()) {
    return wrong(text, loneSurrogate(text), {
      code: 'MQ-100',
      reason: 'lone-surrogate',
      message: 'lone surrogate (half of a UTF-16 pair)',
    })
  }
  return decoded
}

function decode(bytes: Uint8Array): ReadText {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return wrong('', 0, {
      code: 'MQ-100',
      reason: 'utf-16',
      message: 'the file is encoded in UTF-16, not UTF-8',
    })
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), found: null }
  } catch {
    const good = validPrefix(bytes)
    const before = new TextDecoder().decode(bytes.subarray(0, good))
    const byte = (bytes[good] ?? 0).toString(16).padStart(2, '0')
    return wrong(before, before.length, {
      code: 'MQ-100',
      reason: 'not-utf-8',
      message: `byte 0x${byte} is not valid UTF-8`,
    })
  }
}

function dropMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** How many bytes from the start are UTF-8: found by bisection, because the decoder does not report it. */
function validPrefix(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1
    if (isPrefixOfUtf8(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  return startOfCharacter(bytes, good)
}

function isPrefixOfUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Moves back over the bytes of an incomplete character. */
function startOfCharacter(bytes: Uint8Array, end: number): number {
  let at = end
  while (at > 0 && ((bytes[at - 1] ?? 0) & 0xc0) === 0x80 && end - at < 3) at--
  const lead = bytes[at - 1] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return at > 0 && lead >= 0xc0 && at - 1 + length > end ? at - 1 : end
}

function loneSurrogate(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at) ?? 0
    if (point >= 0xd800 && point <= 0xdfff) return at
    if (point > 0xffff) at++
  }
  return 0
}

function wrong(text: string, offset: number, fault: Fault): ReadText {
  return { text, found: { ...fault, offset, path: '' } }
}
