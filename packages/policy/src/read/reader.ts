/**
 * What all readers of a document share: where findings go, and how values of unknown kind are looked at.
 *
 * Readers skip values of the wrong shape: `document` has reported them, and the model does without them.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Fault, NearestFinder, RawFinding } from '../findings/index.ts'
import { escapeStep, type Pointer } from '../text/index.ts'

/** The state of one reading of one document. */
export interface Reader {
  readonly found: RawFinding[]
  readonly nearest: NearestFinder
}

/** A mapping of a document. */
export interface Mapping {
  readonly [key: string]: unknown
}

/** Reports a fault of the value at `path`. */
export function report(reader: Reader, path: Pointer, fault: Fault, value?: Json): void {
  reader.found.push({ ...fault, path, ...(value !== undefined && { value }) })
}

/** The pointer to a part of what `path` names. */
export function below(path: Pointer, step: string | number): Pointer {
  return typeof step === 'number' ? `${path}/${step}` : `${path}/${escapeStep(step)}`
}

/** The value if it is a mapping; otherwise an empty one. */
export function asMapping(value: unknown): Mapping {
  return isMapping(value) ? value : {}
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value if it is a list; otherwise an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function asBoolean(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise
}

/** The value if it is one of the words. */
export function asWord<Word extends string>(value: unknown, words: readonly Word[]): Word | null {
  return words.find((word) => word === value) ?? null
}

/** Reads each string of a list; what `read` refuses is left out. */
export function readTexts<Value>(
  value: unknown,
  path: Pointer,
  read: (text: string, path: Pointer) => Value | undefined,
): readonly Value[] {
  const values: Value[] = []
  // Not `entries()`: a list may have a million.
  const list = asList(value)
  for (let index = 0; index < list.length; index++) {
    const entry = list[index]
    if (typeof entry !== 'string') continue
    const result = read(entry, below(path, index))
    if (result !== undefined) values.push(result)
  }
  return values
}

/** Reads each string of a list. A duplicate is reported (MQ-179) and dropped. */
export function readDistinct(
  reader: Reader,
  value: unknown,
  path: Pointer,
  read: (text: string, path: Pointer) => string | undefined,
): readonly string[] {
  const seen = new Set<string>()
  return readTexts(value, path, (text, at) => {
    const result = read(text, at)
    if (result === undefined) return undefined
    if (seen.has(result)) {
      report(reader, at, { code: 'MQ-179', message: `\`${result}\` is listed a second time` }, text)
      return undefined
    }
    seen.add(result)
    return result
  })
}
