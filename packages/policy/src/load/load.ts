/**
 * From the text of a policy to its document: values, and where each of them stands.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Finding } from '../findings/finding.ts'
import { placeAtOffsets } from '../findings/place.ts'
import type { Pointer } from '../model/model.ts'
import { offsetOf, type Place, type Position, positions } from './places.ts'
import { readJson } from './read-json.ts'
import { readYaml } from './read-yaml.ts'
import { type Cursor, newCursor, note, type TextFound, Unreadable } from './reading.ts'
import { readText } from './text.ts'

/** A policy as it was read. Immutable; everything else about it is worked out from this. */
export interface Loaded {
  /** The name that findings carry. */
  readonly file: string
  /** The values; `undefined` where the text could not be read. Parts with a finding of their own may be missing. */
  readonly document: unknown
  /** What is wrong with the text, in its order. Errors all of them. */
  readonly findings: readonly Finding[]
  /** The line and column of a part; of its nearest ancestor where it does not exist. */
  locate(pointer: Pointer, at?: 'key' | 'value'): Position
}

/**
 * Reads YAML or JSON. Never throws; linear in the size of `input`.
 *
 * JSON is what is in a file named `.json`, or starts with `{` in one that is not named `.yaml` or `.yml`.
 *
 * @param input The text, or its bytes: UTF-8, a byte order mark is passed over.
 * @param file The name to put into findings.
 *
 * @example
 * ```ts
 * load('version: 2', 'policy.yaml').document // { version: 2 }
 * ```
 */
export function load(input: string | Uint8Array, file: string): Loaded {
  const { text, found } = readText(input)
  const cursor = newCursor(text)
  const document = found === null ? readDocument(cursor, isJson(text, file)) : undefined
  const root: Place = document === undefined ? 0 : cursor.place
  const all: readonly TextFound[] = found === null ? cursor.found : [found]
  const position = positions(text)
  return {
    file,
    document,
    findings: placeAtOffsets(all, file, position),
    locate: (pointer, at = 'value') => position(offsetOf(root, pointer, at)),
  }
}

function isJson(text: string, file: string): boolean {
  if (/\.json$/i.test(file)) return true
  return !/\.ya?ml$/i.test(file) && /^\s*\{/.test(text)
}

function readDocument(cursor: Cursor, json: boolean): Json | undefined {
  if (isEmpty(cursor.text)) {
    note(cursor, 'MQ-102', 0, 'the file is empty')
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
    note(cursor, 'MQ-102', 0, 'the file holds no policy, only comments')
    return undefined
  }
  if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value)) {
    note(
      cursor,
      'MQ-103',
      startOf(cursor.place),
      `${nameOf(value)} stands where the keys of a policy are wanted`,
    )
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
  return value === null ? '`null`' : typeof value === 'string' ? 'a text' : `\`${String(value)}\``
}
