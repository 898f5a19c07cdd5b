/**
 * Origins and patterns of a document, each text judged on its own.
 *
 * @module
 */
import { type Origin, type OriginPattern, readOrigin, readPattern } from '@marque/core'
import { type Pointer, shorten } from '../text/index.ts'
import { punycodeFault } from './host-fault.ts'
import type { ModelOrigin } from './model.ts'
import { originFault } from './origin-fault.ts'
import { asList, below, type Reader, report } from './reader.ts'

/** Reads a list of origins and patterns; what is neither is reported and left out. */
export function readOrigins(reader: Reader, value: unknown, path: Pointer): readonly ModelOrigin[] {
  const origins: ModelOrigin[] = []
  const list = asList(value)
  for (let index = 0; index < list.length; index++) {
    const text = list[index]
    if (typeof text !== 'string') continue
    const { exact, pattern } = partsOf(text)
    const origin =
      exact !== null || pattern !== null
        ? new ListedOrigin(text, path, index, exact, pattern)
        : undefined
    if (origin !== undefined) origins.push(origin)
    else reportFault(reader, text, below(path, index))
  }
  return origins
}

/** An entry of a list. There may be a million of them, so its path is built only on demand. */
class ListedOrigin implements ModelOrigin {
  readonly text: string
  readonly exact: Origin | null
  readonly pattern: OriginPattern | null
  private readonly list: Pointer
  private readonly index: number

  constructor(
    text: string,
    list: Pointer,
    index: number,
    exact: Origin | null,
    pattern: OriginPattern | null,
  ) {
    this.text = text
    this.list = list
    this.index = index
    this.exact = exact
    this.pattern = pattern
  }

  get path(): Pointer {
    return below(this.list, this.index)
  }
}

/** Both null where the text is neither an origin nor a pattern that may be granted. */
function partsOf(text: string): Pick<ModelOrigin, 'exact' | 'pattern'> {
  const exact = readOrigin(text) ?? null
  const pattern = exact === null ? (readPattern(text) ?? null) : null
  const parts = exact ?? pattern
  const granted =
    parts !== null && parts.scheme !== 'file' && punycodeFault(parts.host) === undefined
  return granted ? { exact, pattern } : { exact: null, pattern: null }
}

function reportFault(reader: Reader, text: string, path: Pointer): void {
  const parts = readOrigin(text) ?? readPattern(text)
  const fault = parts === undefined ? originFault(text) : punycodeFault(parts.host)
  report(reader, path, fault ?? originFault(text), shorten(text))
}

/** Reads one origin or pattern. */
export function readOriginText(
  reader: Reader,
  text: string,
  path: Pointer,
): ModelOrigin | undefined {
  const { exact, pattern } = partsOf(text)
  if (exact !== null || pattern !== null) return { text, path, exact, pattern }
  reportFault(reader, text, path)
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
      message: `\`${shorten(text)}\` matches more than one origin; expected exactly one`,
    },
    shorten(text),
  )
  return undefined
}
