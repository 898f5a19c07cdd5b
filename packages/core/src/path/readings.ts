/**
 * The readings of a raw path (D4): the paths that different layers could take it for.
 *
 * @module
 */

/** One reading, in both meanings of an encoded slash. */
export interface Reading {
  /** With `%2F` decoded to a separator. */
  readonly path: string
  /** With `%2F` as {@link ENCODED_SLASH} inside its segment, for matches with `encodedSlash: data`. */
  readonly withData: string
  /** Case is folded, in the reading and in the patterns that it is matched with. */
  readonly folded: boolean
}

/** Replaces an encoded slash that is data. A path cannot hold NUL otherwise: control characters make it ambiguous. */
export const ENCODED_SLASH = '\0'

/** In characters. Servers accept no longer request lines, and the readings of a path cost a multiple of its length. */
const MAX_LENGTH = 16384

/** Classes of characters of a raw path. Most paths are plain, and have one reading. */
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

/** Kinds of raw paths: `plain` has one reading, `cased` two (as received, and case-folded), `special` those of {@link readingsOf}. */
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

/**
 * All readings of a raw path of kind `special`: every combination, in this order, of percent-decoding not at all, once, or twice; `\` as `/`; `;…`
 * dropped from each segment; slashes merged; and each with case folded.
 *
 * Linear in the length of the path; at most 48 readings, without duplicates.
 *
 * @returns `undefined` where the path is ambiguous in itself: a dot segment, an invalid percent-encoding, a control character or invalid UTF-8 in
 *   any of the readings.
 */
export function readingsOf(raw: string): readonly Reading[] | undefined {
  const readings = new Map<string, Reading>()
  for (const decoded of decodings(raw)) {
    if (decoded === undefined) return undefined
    const needed = rewritesFor(decoded.path)
    for (let mask = 0; mask <= needed; mask++) {
      if ((mask & ~needed) !== 0) continue
      const path = rewrite(decoded.path, mask)
      if (hasDotSegment(path)) return undefined
      const withData = decoded.withData === decoded.path ? path : rewrite(decoded.withData, mask)
      add(readings, { path, withData, folded: false })
      add(readings, { path: foldCase(path), withData: foldCase(withData), folded: true })
    }
  }
  return [...readings.values()]
}

function add(readings: Map<string, Reading>, reading: Reading): void {
  readings.set(`${reading.folded ? 'f' : 'r'}${reading.path}\n${reading.withData}`, reading)
}

/** Folds case as case-insensitive layers do. */
export function foldCase(text: string): string {
  return text.toLowerCase()
}

const backslashAsSlash = (path: string): string => path.replaceAll('\\', '/')
const withoutParameters = (path: string): string => path.replace(/;[^/]*/g, '')
const withMergedSlashes = (path: string): string => path.replace(/\/{2,}/g, '/')

const BACKSLASHES = 1
const PARAMETERS = 2
const SLASHES = 4

/** The rewrites that can change a path. Backslashes and dropped parameters can leave slashes to merge. */
function rewritesFor(path: string): number {
  const first = (path.includes('\\') ? BACKSLASHES : 0) | (path.includes(';') ? PARAMETERS : 0)
  return first | (first !== 0 || path.includes('//') ? SLASHES : 0)
}

/** Applies some of the rewrites, in D4's order. */
function rewrite(path: string, mask: number): string {
  let read = path
  if (mask & BACKSLASHES) read = backslashAsSlash(read)
  if (mask & PARAMETERS) read = withoutParameters(read)
  if (mask & SLASHES) read = withMergedSlashes(read)
  return read
}

function hasDotSegment(path: string): boolean {
  return /(?:^|\/)\.\.?(?:\/|$)/.test(path)
}

type Decoded = Omit<Reading, 'folded'>

/** The raw path, decoded not at all, once, and twice; `undefined` for a decoding that fails. */
function decodings(raw: string): readonly (Decoded | undefined)[] {
  const once = decode(raw, raw)
  const twice = once && decode(once.bytes, once.dataBytes)
  return [{ path: raw, withData: raw }, once, twice]
}

interface DecodedBytes extends Decoded {
  /** One character for each byte, to be decoded again. */
  readonly bytes: string
  readonly dataBytes: string
}

/** Both inputs hold one character for each byte. They differ only in encoded slashes that the first decoding kept as data. */
function decode(separated: string, data: string): DecodedBytes | undefined {
  const bytes = percentDecode(separated, false)
  const dataBytes = percentDecode(data, true)
  if (bytes === undefined || dataBytes === undefined) return undefined
  const path = fromUtf8(bytes)
  const withData = fromUtf8(dataBytes)
  if (path === undefined || withData === undefined) return undefined
  if (CONTROL.test(path)) return undefined
  return { path, withData, bytes, dataBytes }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

const INVALID_ENCODING = /%(?![0-9A-Fa-f]{2})/

function percentDecode(text: string, keepSlashes: boolean): string | undefined {
  if (!text.includes('%')) return text
  if (INVALID_ENCODING.test(text)) return undefined
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => {
    const code = Number.parseInt(hex, 16)
    return keepSlashes && code === 0x2f ? ENCODED_SLASH : String.fromCharCode(code)
  })
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
