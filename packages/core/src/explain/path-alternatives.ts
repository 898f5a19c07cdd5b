/**
 * What a raw path could be read as (D4), for the step that explains where it leads.
 *
 * The engine follows all alternatives together. Here a few whole alternatives are spelt out, each with its cause, so that one of them can be
 * shown that leads elsewhere.
 *
 * @module
 */
import { type DecodedSegment, decodeSegments } from '../path/index.ts'
import {
  type HostRoute,
  oneAlternative,
  type PreparedPolicy,
  type Route,
  routeAlternatives,
} from '../prepared/index.ts'
import { quoteAll } from '../quote.ts'

/** How one layer reads a path. */
interface Manner {
  readonly decodings: number
  readonly slash: boolean
  readonly backslash: boolean
  readonly parameters: boolean
  readonly empty: boolean
  readonly folded: boolean
}

/** One alternative of the whole path, and where it leads. */
export interface ReadPath {
  /** What the layer that reads it so does: `%25 is decoded twice`; empty for the path as received. */
  readonly how: string
  readonly path: string
  /** `undefined` where two resources fit equally. */
  readonly route: Route | undefined
}

const AS_RECEIVED: Manner = {
  decodings: 0,
  slash: false,
  backslash: false,
  parameters: false,
  empty: false,
  folded: false,
}

/**
 * Alternatives of a path: the path as received, then those with one cause, then those with several. Without duplicates, at most 96.
 *
 * @returns Null where the path is ambiguous, whatever the policy says.
 */
export function readPaths(
  policy: PreparedPolicy,
  host: HostRoute,
  path: string,
  method: string,
): readonly ReadPath[] | null {
  const segments = decodeSegments(path)
  if (segments === undefined) return null
  const byText = new Map<string, ReadPath>()
  for (const manner of mannersFor(segments, path, policy.router.hasCase)) {
    const parts = partsOf(segments, manner, true)
    const shown = `/${parts.join('/')}`
    const read = manner.folded ? shown.toLowerCase() : shown
    const key = `${manner.folded ? 'f' : 'e'}${parts.join('\n')}`
    if (byText.has(key)) continue
    const data = partsOf(segments, manner, false)
    const alternatives = oneAlternative(parts, data, manner.folded ? 'folded' : 'exact')
    const route = routeAlternatives(policy.router, host, alternatives, method)
    byText.set(key, { how: howText(segments, path, manner), path: read, route })
  }
  return [...byText.values()]
}

/** Every combination of what can change the path, those with the fewest causes first. */
function mannersFor(
  segments: readonly DecodedSegment[],
  path: string,
  hasCase: boolean,
): readonly Manner[] {
  const texts = segments.flat()
  const has = (character: string): boolean => texts.some((text) => text.includes(character))
  const choices = (isPossible: boolean): readonly boolean[] =>
    isPossible ? [false, true] : [false]
  const decodings = Math.max(...segments.map((each) => each.length))
  const isCased = hasCase || texts.some((text) => text.toLowerCase() !== text)
  const hasEmpty = has(';') || has('\\') || has('/') || /\/(?=\/)/.test(path)
  let manners: readonly Manner[] = [AS_RECEIVED]
  const vary = (vary: (manner: Manner) => readonly Manner[]): void => {
    manners = manners.flatMap(vary)
  }
  vary((manner) => Array.from({ length: decodings }, (_, at) => ({ ...manner, decodings: at })))
  vary((manner) => choices(has('/')).map((slash) => ({ ...manner, slash })))
  vary((manner) => choices(has('\\')).map((backslash) => ({ ...manner, backslash })))
  vary((manner) => choices(has(';')).map((parameters) => ({ ...manner, parameters })))
  vary((manner) => choices(hasEmpty).map((empty) => ({ ...manner, empty })))
  vary((manner) => choices(isCased).map((folded) => ({ ...manner, folded })))
  return manners.toSorted((a, b) => causes(a) - causes(b))
}

/** A decoding and the split at what it decoded are one cause. */
function causes({ decodings, slash, backslash, parameters, empty, folded }: Manner): number {
  const others = [backslash, parameters, empty, folded].filter((each) => each).length
  return others + decodings + (slash ? 0.5 : 0)
}

/** @param splits Whether a decoded `/` can split a segment: not for matches with `encodedSlash: data`. */
function partsOf(
  segments: readonly DecodedSegment[],
  { decodings, slash, backslash, parameters, empty }: Manner,
  splits: boolean,
): readonly string[] {
  const parts: string[] = []
  for (const texts of segments) {
    const text = texts[Math.min(decodings, texts.length - 1)] ?? ''
    const separators = `${slash && splits ? '/' : ''}${backslash ? '\\\\' : ''}`
    for (const part of separators === '' ? [text] : text.split(new RegExp(`[${separators}]`))) {
      parts.push(parameters ? part.replace(/;.*$/s, '') : part)
    }
  }
  const last = parts.at(-1)
  const kept = empty ? parts.filter((part) => part !== '') : parts
  return empty && last === '' ? [...kept, ''] : kept
}

/** Names the characters that can be read in more than one way. */
function howText(segments: readonly DecodedSegment[], path: string, manner: Manner): string {
  const escapes = [...new Set(path.match(/%[0-9A-Fa-f]{2}/g) ?? [])]
  const texts = segments.flat()
  const dropsEmpty = manner.empty && /\/(?=\/)/.test(path)
  return [
    ...(manner.decodings === 0
      ? []
      : [`${quoteAll(escapes, 3)} decoded${manner.decodings === 2 ? ' twice' : ''}`]),
    ...(manner.slash && texts.some((text) => text.includes('/'))
      ? ['a decoded `/` as separator']
      : []),
    ...(manner.backslash ? ['`\\` as `/`'] : []),
    ...(manner.parameters ? ['`;` and what follows dropped'] : []),
    ...(dropsEmpty ? ['`//` as `/`'] : manner.empty ? ['empty segments dropped'] : []),
    ...(manner.folded ? ['case folded'] : []),
  ].join(', ')
}
