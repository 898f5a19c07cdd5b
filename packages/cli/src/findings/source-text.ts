/**
 * The source text of a finding: its lines, and the length of the value in a line.
 *
 * @module
 */
import type { Json } from '@marque/core'

/** Looks up lines by number, from 1, without line endings. The index is built on first use, in one pass. */
export function sourceLines(text: string): (line: number) => string | undefined {
  let starts: number[] | undefined
  return (line) => {
    starts ??= startsOf(text)
    const start = starts[line - 1]
    if (start === undefined) return undefined
    const next = starts[line]
    const end = next === undefined ? text.length : next - 1
    return text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end)
  }
}

function startsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Maximum length that is scanned: a policy may be one line of many megabytes, with many findings. */
const SCANNED = 4096

const CLOSING: { readonly [open: string]: string } = { '[': ']', '{': '}' }

/**
 * The length of a value in the source, in UTF-16 code units; at least 1.
 *
 * @param line The source line.
 * @param start Start of the value in the line, from 0.
 * @param value The value, if the finding has one.
 */
export function spanLength(line: string, start: number, value: Json | undefined): number {
  const rest = line.slice(start, start + SCANNED)
  const first = rest[0] ?? ''
  if (first === '"' || first === "'") return quotedLength(rest, first)
  if (typeof value === 'string' && value !== '' && rest.startsWith(value)) return value.length
  if (first in CLOSING) return nestedLength(rest, first, CLOSING[first] ?? '')
  const word = /^[^\s,[\]{}#]+/.exec(rest)?.[0] ?? ''
  // A key is marked without its colon; a colon inside, as in `https://`, belongs to the value.
  return Math.max(1, word.endsWith(':') ? word.length - 1 : word.length)
}

function quotedLength(rest: string, quote: string): number {
  for (let at = 1; at < rest.length; at++) {
    if (rest[at] === '\\' && quote === '"') at++
    else if (rest[at] === quote) return at + 1
  }
  return rest.trimEnd().length
}

/** Up to the matching closing bracket, or to the end of the line. */
function nestedLength(rest: string, open: string, close: string): number {
  let depth = 0
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === open) depth++
    else if (rest[at] === close && --depth === 0) return at + 1
  }
  return rest.trimEnd().length
}
