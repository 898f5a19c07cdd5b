/**
 * Answers that stay open: event streams.
 *
 * @module
 */
import { type HeaderLine, isEventStream } from '@marque/core'

/** Whether the lines of an answer are those of an event stream (HTML, 9.2). */
export function hasEventStream(lines: readonly HeaderLine[]): boolean {
  return lines.some(
    ([name, value]) =>
      name.length === 12 && name.toLowerCase() === 'content-type' && isEventStream(value),
  )
}
