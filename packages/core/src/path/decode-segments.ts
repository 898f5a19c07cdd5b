/**
 * Decoding of a raw path (D4): not at all, once, and twice.
 *
 * @module
 */

/** The distinct decodings of one segment, the text between two raw slashes: as received, decoded once, decoded twice. */
export type DecodedSegment = readonly string[]

/**
 * Decodes each segment of a raw path. The second decoding is lenient: a `%` that does not start an escape stays as it is.
 *
 * Linear in the length of the path. A decoding equal to the one before it is left out.
 *
 * @param path Classified as not ambiguous by `classifyPath`.
 * @returns `undefined` where the path is ambiguous, whatever the policy says: a bad escape in the raw path, or a dot segment, a control
 *   character or invalid UTF-8 in one of the decodings.
 */
export function decodeSegments(path: string): readonly DecodedSegment[] | undefined {
  if (INVALID_ESCAPE.test(path)) return undefined
  const segments: DecodedSegment[] = []
  for (const raw of path.slice(1).split('/')) {
    const texts = decodingsOf(raw)
    if (texts === undefined) return undefined
    segments.push(texts)
  }
  return segments
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
