/**
 * Splits a byte stream into lines of text, in constant memory.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer'

/** Maximum line length in bytes, without the newline. Longer lines are skipped. */
export const LINE_LIMIT = 16_777_216

/** The text of a line, or why it cannot be read. */
export type Line = string | { readonly fault: 'encoding' | 'too-long' }

const NEWLINE = 0x0a
const BYTE_ORDER_MARK = '\ufeff'
const TOO_LONG: Line = { fault: 'too-long' }
const NOT_UTF8: Line = { fault: 'encoding' }

/**
 * Splits a stream at newlines.
 *
 * Yields the lines that each chunk completes as one batch, so that they are processed before more is read. A last line without a
 * newline is yielded at the end. A byte order mark at the start is dropped. Buffers one chunk and one incomplete line.
 *
 * @param limit In bytes; see {@link LINE_LIMIT}.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  limit: number = LINE_LIMIT,
): AsyncGenerator<readonly Line[]> {
  let unfinished: Uint8Array[] = []
  let length = 0
  let isFirst = true

  const append = (part: Uint8Array): void => {
    length += part.length
    // A line that is already too long is not buffered.
    if (length > limit) unfinished = []
    else if (part.length > 0) unfinished.push(part)
  }
  const finish = (): Line => {
    const line = length > limit ? TOO_LONG : textOf(Buffer.concat(unfinished))
    unfinished = []
    length = 0
    if (!isFirst) return line
    isFirst = false
    return typeof line === 'string' && line.startsWith(BYTE_ORDER_MARK) ? line.slice(1) : line
  }

  for await (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const lines: Line[] = []
    let start = 0
    let end = buffer.indexOf(NEWLINE)
    if (end !== -1 && (length > 0 || isFirst)) {
      append(buffer.subarray(0, end))
      lines.push(finish())
      start = end + 1
      end = buffer.indexOf(NEWLINE, start)
    }
    // Checking the whole chunk at once is cheaper; lines are checked one by one only if it contains an invalid byte.
    const allUtf8 = end !== -1 && isUtf8(buffer.subarray(start, buffer.lastIndexOf(NEWLINE)))
    while (end !== -1) {
      if (end - start > limit) lines.push(TOO_LONG)
      else if (allUtf8) lines.push(buffer.toString('utf8', start, end))
      else lines.push(textOf(buffer.subarray(start, end)))
      start = end + 1
      end = buffer.indexOf(NEWLINE, start)
    }
    append(buffer.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (length > 0) yield [finish()]
}

function textOf(bytes: Buffer): Line {
  return isUtf8(bytes) ? bytes.toString('utf8') : NOT_UTF8
}
