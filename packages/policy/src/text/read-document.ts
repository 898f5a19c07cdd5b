/**
 * From the text of a document to its values and their positions.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import { type Cursor, newCursor, note, type OffsetFinding, Unreadable } from './cursor.ts'
import { readText } from './decode.ts'
import { offsetOf, type Place, type Pointer, type Position, positions } from './positions.ts'
import { readJson } from './read-json.ts'
import { readYaml } from './read-yaml.ts'

/** A finding of the text itself, with its position: what has no value yet has no reliable path. */
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
  const root: Place = document === undefined ? 0 : cursor.place
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
    note(cursor, startOf(cursor.place), {
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

function startOf(place: Place): number {
  return typeof place === 'number' ? place : place.at
}

function nameOf(value: Json | undefined): string {
  if (Array.isArray(value)) return 'a list'
  return value === null ? '`null`' : typeof value === 'string' ? 'a string' : `\`${String(value)}\``
}
