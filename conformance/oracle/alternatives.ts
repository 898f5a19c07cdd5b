/**
 * D4: the paths that are ambiguous whatever the policy says, and the alternatives of each segment of every other path.
 *
 * @module
 */

/** D4, *Reading* (13). */
const MAX_LENGTH = 16384

/** Of a path that is not plain. */
const MAX_PARTS = 128

/** One way on: over one part, or over an empty part that is no segment (null). */
export interface Move {
  readonly part: string | null
  /** The index of a later position. */
  readonly to: number
}

/**
 * The moves from each position in a path. Position 0 is its start, the last one its end, which has no moves. A position is the start
 * of a segment, or a place between two parts of one of its alternatives.
 */
export type Positions = readonly (readonly Move[])[]

/** The path raw, decoded once and decoded twice; null where it is ambiguous whatever the policy says. */
export function decodings(path: string): readonly string[] | null {
  if (path.length > MAX_LENGTH || !/^\/[\x21-\x7e]*$/.test(path) || path.includes('#')) return null
  // A bad escape in the raw path. Another one may come out of the first decoding: that one stays as it is.
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return null
  const once = decode(path)
  const twice = once === null ? null : decode(once)
  if (once === null || twice === null) return null
  const isPlain = !/[%;\\]|\/\//.test(path)
  if (!isPlain && twice.slice(1).split(/[/\\]/).length > MAX_PARTS) return null
  const levels = [path, once, twice]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: D4 is about control characters
  if (levels.some((text) => /[\u0000-\u001f\u007f-\u009f]/.test(text))) return null
  return levels.some(hasDotSegment) ? null : levels
}

/** D4: after splitting at `/`, or at `/` and `\`; with or without parameters. */
function hasDotSegment(path: string): boolean {
  const parts = [...path.split('/'), ...path.split(/[/\\]/)]
  return parts.some((part) => [part, withoutParameters(part)].some(isDots))
}

function isDots(part: string): boolean {
  return part === '.' || part === '..'
}

function withoutParameters(part: string): string {
  return part.replace(/;[\s\S]*$/, '')
}

/** One lenient percent-decoding: what starts no escape stays. Null where the bytes of the whole are invalid UTF-8. */
function decode(text: string): string | null {
  const bytes: number[] = []
  for (const [piece] of text.matchAll(/%[0-9A-Fa-f]{2}|[\s\S]/gu)) {
    if (/^%./.test(piece)) bytes.push(Number.parseInt(piece.slice(1), 16))
    else bytes.push(...new TextEncoder().encode(piece))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes))
  } catch {
    return null
  }
}

/**
 * The alternatives of all segments of a path that {@link decodings} accepts.
 *
 * @param encodedSlash Whether a `/` that was decoded splits a segment, or is data in it.
 */
export function positionsOf(path: string, encodedSlash: 'separator' | 'data'): Positions {
  const segments = path.slice(1).split('/')
  const positions: Move[][] = [[]]
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1
    const start = positions.length - 1
    const splits = splitsOf(segment, encodedSlash)
    const inner = splits.reduce((sum, parts) => sum + parts.length - 1, 0)
    const end = start + inner + 1
    for (const parts of splits) {
      let from = start
      for (const [place, part] of parts.entries()) {
        const isEnd = place === parts.length - 1
        const to = isEnd ? end : positions.push([]) - 1
        positions[from]?.push(...movesOver(part, to, isLast && isEnd))
        from = to
      }
    }
    positions.push([])
  }
  return positions
}

/** The segment whole or in parts, at each of the three decodings. Equal ones are kept once. */
function splitsOf(segment: string, encodedSlash: 'separator' | 'data'): readonly string[][] {
  const once = decode(segment) ?? ''
  const splits = new Map<string, string[]>()
  for (const text of [segment, once, decode(once) ?? '']) {
    const ways =
      encodedSlash === 'data'
        ? [[text], text.split('\\')]
        : [[text], text.split('/'), text.split('\\'), text.split(/[/\\]/)]
    for (const parts of ways) splits.set(JSON.stringify(parts), parts)
  }
  return [...splits.values()]
}

/** A part with and without its parameters; an empty one is a segment, or nothing. D5: at the end of the path it is the trailing slash. */
function movesOver(part: string, to: number, isEndOfPath: boolean): readonly Move[] {
  const moves: Move[] = []
  for (const text of new Set([part, withoutParameters(part)])) {
    if (text !== '' || !isEndOfPath) moves.push({ part: text, to })
    if (text === '') moves.push({ part: null, to })
  }
  return moves
}

/** Whether some segment of the path has more than one alternative, or a letter that has another case. */
export function hasAlternatives(path: string): boolean {
  return (
    path !== path.toLowerCase() || positionsOf(path, 'separator').some((moves) => moves.length > 1)
  )
}
