/**
 * Answers that stay open: event streams.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'

/** Server-sent events (HTML, 9.2). */
export function isEventStream(lines: readonly HeaderLine[]): boolean {
  return lines.some(
    ([name, value]) =>
      name.length === 12 &&
      name.toLowerCase() === 'content-type' &&
      /^text\/event-stream\b/i.test(value),
  )
}
