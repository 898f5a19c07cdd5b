/**
 * Origins and patterns of a document, each text judged on its own.
 *
 * @module
 */
import { type OriginPattern, readOrigin, readPattern } from '@marque/core'
import { shorten } from '../load/reading.ts'
import type { ModelOrigin, Pointer } from '../model/model.ts'
import { punycodeFault } from './host-fault.ts'
import { originFault } from './origin-fault.ts'
import { type Reader, readTexts, report } from './reader.ts'

/** Reads a list of origins and patterns; what is neither is reported and left out. */
export function readOrigins(reader: Reader, value: unknown, path: Pointer): readonly ModelOrigin[] {
  return readTexts(value, path, (text, at) => readOriginText(reader, text, at))
}

/** Reads one origin or pattern. */
export function readOriginText(
  reader: Reader,
  text: string,
  path: Pointer,
): ModelOrigin | undefined {
  const exact = readOrigin(text)
  const pattern: OriginPattern | undefined = exact === undefined ? readPattern(text) : undefined
  const parts = exact ?? pattern
  const fault = parts === undefined ? originFault(text) : punycodeFault(parts.host)
  const granted = parts?.scheme !== 'file'
  if (parts !== undefined && fault === undefined && granted) {
    return { text, path, exact: exact ?? null, pattern: pattern ?? null }
  }
  report(reader, path, fault ?? originFault(text), shorten(text))
  return undefined
}

/** Reads an origin where no pattern may stand. */
export function readExactOrigin(
  reader: Reader,
  text: string,
  path: Pointer,
): ModelOrigin | undefined {
  const origin = text === '*' ? undefined : readOriginText(reader, text, path)
  if (text !== '*' && origin?.pattern === null) return origin
  if (text !== '*' && origin === undefined) return undefined
  report(
    reader,
    path,
    {
      code: 'MQ-189',
      message: `\`${shorten(text)}\` stands for more than one origin, and exactly one is wanted here`,
    },
    shorten(text),
  )
  return undefined
}
