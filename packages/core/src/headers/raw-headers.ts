/**
 * Header lines from the flat form in which HTTP parsers give them.
 *
 * @module
 */
import type { HeaderLine } from '../request.ts'

/**
 * Pairs up names and values that stand in turn, as in `rawHeaders` of Node. Nothing is joined, so that a doubled line stays visible (D1).
 *
 * @example
 * ```ts
 * headerLines(['Origin', 'https://a.example', 'Host', 'api.example']) // [['Origin', 'https://a.example'], ['Host', 'api.example']]
 * ```
 */
export function headerLines(raw: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 1; at < raw.length; at += 2) lines.push([raw[at - 1] as string, raw[at] as string])
  return lines
}
