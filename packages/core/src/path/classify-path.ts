/**
 * Classification of raw paths (D4): nearly all have one alternative only, and are told apart from the others in one pass.
 *
 * @module
 */

/** In characters. Servers accept no longer request lines, and following a path costs a multiple of its length. */
const MAX_LENGTH = 16384

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
