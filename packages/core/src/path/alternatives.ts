/**
 * The alternatives of a raw path (D4): what layers that decode, split, drop or fold case differently could take it for.
 *
 * Nearly all paths have one alternative only, and are distinguished from the others in one pass. The others are decoded segment by segment, not at all, once and
 * twice, and all their alternatives together are one graph.
 *
 * @module
 */

/** In characters. Servers accept no longer request lines, and following a path costs a multiple of its length. */
const MAX_LENGTH = 16384

/** Parts of a path that has alternatives: following them costs a multiple of their number. */
const MAX_PARTS = 128

/** Classes of characters of a raw path. Most paths are plain. */
const PLAIN = 0
const UPPER = 1
const SPECIAL = 2
const AMBIGUOUS = 3

const CLASSES: Uint8Array = (() => {
  const classes = new Uint8Array(128).fill(AMBIGUOUS)
  for (let code = 0x21; code <= 0x7e; code++) classes[code] = PLAIN
  for (let code = 0x41; code <= 0x5a; code++) classes[code] = UPPER
  for (const character of '%;\\') classes[character.charCodeAt(0)] = SPECIAL
  classes[0x23] = AMBIGUOUS // #
  return classes
})()

/** Kinds of raw paths: `plain` has one alternative, `cased` differs from it by upper-case letters only, `special` by anything else. */
export const PATH_KINDS = { plain: 0, cased: 1, special: 2 } as const

/**
 * Classifies the raw path that starts at `start` and ends before the first `?`, in one pass. Dot segments (which browsers resolve) are
 * ambiguous, and so is a `#` anywhere; empty segments are special.
 *
 * @returns -1 where the path is ambiguous in itself; else four times the end of the path plus its kind: one number, so that the most frequent
 *   case allocates nothing. See {@link pathEnd}, {@link pathKind}.
 */
export function classifyPath(text: string, start: number): number {
  if (text.charCodeAt(start) !== 0x2f) return -1
  let highest = PLAIN
  let previous = 0
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x3f) break
    const kind = code < 128 ? (CLASSES[code] ?? AMBIGUOUS) : AMBIGUOUS
    if (kind > highest) {
      if (kind === AMBIGUOUS) return -1
      highest = kind
    }
    if (previous === 0x2f) {
      if (code === 0x2f) highest = SPECIAL
      else if (code === 0x2e && isDotSegment(text, at)) return -1
    }
    previous = code
  }
  if (at - start > MAX_LENGTH || (at < text.length && text.includes('#', at))) return -1
  return at * 4 + highest
}

/** The end of a classified path. */
export function pathEnd(classified: number): number {
  return classified >>> 2
}

/** The kind of a classified path: see {@link PATH_KINDS}. */
export function pathKind(classified: number): number {
  return classified & 3
}

function isDotSegment(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1) === 0x2e ? at + 2 : at + 1
  const code = text.charCodeAt(next)
  return next >= text.length || code === 0x2f || code === 0x3f
}

/** The distinct decodings of one segment, the text between two raw slashes: as received, decoded once, decoded twice. */
export type DecodedSegment = readonly string[]

/**
 * Decodes each segment of a raw path. The second decoding is lenient: a `%` that does not start an escape stays as it is.
 *
 * Linear in the length of the path. A decoding equal to the one before it is left out.
 *
 * @param path Classified as not ambiguous by `classifyPath`.
 * @returns `undefined` where the path is ambiguous, whatever the policy says: a bad escape in the raw path, too many parts, or a dot segment, a
 *   control character or invalid UTF-8 in one of the decodings.
 */
export function decodeSegments(path: string): readonly DecodedSegment[] | undefined {
  if (INVALID_ESCAPE.test(path)) return undefined
  const segments: DecodedSegment[] = []
  let left = MAX_PARTS
  for (const raw of path.slice(1).split('/')) {
    const texts = decodingsOf(raw)
    if (texts === undefined) return undefined
    segments.push(texts)
    left -= partsIn(texts.at(-1) ?? '')
    if (left < 0) {
      if (hasAlternatives(path)) return undefined
      left = Number.POSITIVE_INFINITY
    }
  }
  return segments
}

/** Whether a path differs from a plain one by more than the case of letters. */
function hasAlternatives(path: string): boolean {
  return /[%;\\]|\/\//.test(path)
}

function partsIn(text: string): number {
  let parts = 1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x2f || code === 0x5c) parts++
  }
  return parts
}

/** Whether a path has more parts than alternatives of it are followed. */
export function hasTooManyParts(path: string): boolean {
  if (!hasAlternatives(path)) return false
  const parts = path
    .slice(1)
    .split('/')
    .map((raw) => partsIn(decodingsOf(raw)?.at(-1) ?? ''))
  return parts.reduce((sum, count) => sum + count, 0) > MAX_PARTS
}

function decodingsOf(raw: string): DecodedSegment | undefined {
  if (hasDotSegment(raw)) return undefined
  const texts = [raw]
  let bytes = raw
  for (let decoding = 1; decoding <= 2 && bytes.includes('%'); decoding++) {
    const decoded = percentDecode(bytes)
    if (decoded === bytes) break
    bytes = decoded
    // An escape never spans a raw slash, and neither does a character of UTF-8: each segment can be judged by itself.
    const text = fromUtf8(bytes)
    if (text === undefined || CONTROL.test(text) || hasDotSegment(text)) return undefined
    texts.push(text)
  }
  return texts
}

/** `.` or `..`, with or without parameters, between slashes and backslashes: these split a segment in one of its alternatives. */
function hasDotSegment(text: string): boolean {
  return /(?:^|[/\\])\.\.?(?:[/\\;]|$)/.test(text)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

const INVALID_ESCAPE = /%(?![0-9A-Fa-f]{2})/

/** One character for each byte, before and after. A `%` without two hex digits stays. */
function percentDecode(bytes: string): string {
  return bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function fromUtf8(bytes: string): string | undefined {
  if (!/[\u0080-\u00ff]/.test(bytes)) return bytes
  try {
    // The inverse of a percent-encoding of each byte: rejects overlong forms, surrogates and stray bytes.
    return decodeURIComponent(
      bytes.replace(
        /[%\u0080-\u00ff]/g,
        (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
      ),
    )
  } catch {
    return undefined
  }
}

/** One part of an alternative, from one position to another. */
export interface PathEdge {
  /** Null where an empty part vanishes. */
  readonly text: string | null
  /** The text with case folded. */
  readonly folded: string
  /** The position behind the part. Smaller than the position that the edge starts from. */
  readonly to: number
}

/**
 * The edges that start at each position. Position 0 is the end of the path, and the last one its start: every way from there to the end is
 * one alternative of the path.
 */
export type PathGraph = readonly (readonly PathEdge[])[]

/**
 * The graph of all alternatives: each segment at each decoding, whole or split into parts; each part with and without its parameters; each
 * empty part as a segment, or as nothing. Its size is linear in that of the path.
 *
 * @param decodedSlash `data` for matches with `encodedSlash: data`: a `/` that was decoded does not split.
 */
export function graphOf(
  segments: readonly DecodedSegment[],
  decodedSlash: 'separator' | 'data',
): PathGraph {
  const graph: PathEdge[][] = [[]]
  for (let at = segments.length - 1; at >= 0; at--) {
    const next = graph.length - 1
    const first: PathEdge[] = []
    for (const text of segments[at] ?? []) {
      for (const separator of separatorsIn(text, decodedSlash)) {
        addParts(graph, first, separator === null ? [text] : text.split(separator), next)
      }
    }
    graph.push(first)
  }
  return graph
}

/** The graph of a single alternative, every part of it a segment. */
export function graphOfParts(parts: readonly string[]): PathGraph {
  const graph: PathEdge[][] = [[]]
  for (const [at, text] of parts.toReversed().entries()) {
    graph.push([at === 0 && text === '' ? NOTHING_TO_END : edge(text, at)])
  }
  return graph
}

/** Every way to split a text that gives parts of its own; null for the whole text. */
function separatorsIn(
  text: string,
  decodedSlash: 'separator' | 'data',
): readonly (string | RegExp | null)[] {
  const slash = decodedSlash === 'separator' && text.includes('/')
  const backslash = text.includes('\\')
  if (slash && backslash) return [null, '/', '\\', /[/\\]/]
  if (slash) return [null, '/']
  return backslash ? [null, '\\'] : [null]
}

/** Adds positions between the parts; the edges of the first part are added to `first`. */
function addParts(
  graph: PathEdge[][],
  first: PathEdge[],
  parts: readonly string[],
  next: number,
): void {
  let to = next
  for (let at = parts.length - 1; at > 0; at--) {
    const edges: PathEdge[] = []
    addPart(edges, parts[at] ?? '', to)
    graph.push(edges)
    to = graph.length - 1
  }
  addPart(first, parts[0] ?? '', to)
}

function addPart(edges: PathEdge[], text: string, to: number): void {
  addText(edges, text, to)
  const parameters = text.indexOf(';')
  if (parameters >= 0) addText(edges, text.slice(0, parameters), to)
}

const NOTHING_TO_END: PathEdge = { text: null, folded: '', to: 0 }

/** An empty part at the end of the path is its trailing slash (D5), and no segment. */
function addText(edges: PathEdge[], text: string, to: number): void {
  const isEmpty = text === ''
  if (edges.some((known) => known.to === to && (known.text ?? '') === text)) return
  if (isEmpty) edges.push({ text: null, folded: '', to })
  if (!isEmpty || to !== 0) edges.push(edge(text, to))
}

function edge(text: string, to: number): PathEdge {
  return { text, folded: foldCase(text), to }
}

/** Folds case as case-insensitive layers do (D4, 11). */
export function foldCase(text: string): string {
  return text.toLowerCase()
}
