/**
 * The position of each key and value of a document in its text.
 *
 * A reader records offsets while it reads: a number for a scalar, a node for a list or a mapping. Lines and columns are computed
 * on demand, because most documents have few findings or none.
 *
 * @module
 */

/** A JSON Pointer (RFC 6901) into a document. */
export type Pointer = string

/** Offsets of a value in UTF-16 code units: a number for a scalar; for a list or a mapping also the offsets of its parts. */
export type SourceOffsets = number | ListOffsets | MappingOffsets

export interface ListOffsets {
  readonly at: number
  readonly items: readonly SourceOffsets[]
}

export interface MappingOffsets {
  readonly at: number
  readonly keys: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, SourceOffsets>
}

/** A line and a column, both from 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/**
 * The offset of the value at a pointer; of its nearest ancestor if it does not exist.
 *
 * @param at Whether to return the offset of the key or of the value.
 */
export function offsetOf(root: SourceOffsets, pointer: Pointer, at: 'key' | 'value'): number {
  let parent: SourceOffsets = root
  let offsets: SourceOffsets = root
  let last = ''
  for (const step of steps(pointer)) {
    const next = stepInto(offsets, step)
    if (next === undefined) return startOf(offsets)
    parent = offsets
    offsets = next
    last = step
  }
  if (at === 'key' && typeof parent !== 'number' && 'keys' in parent) {
    return parent.keys.get(last) ?? startOf(offsets)
  }
  return startOf(offsets)
}

/** Turns offsets into lines and columns: `\n`, `\r\n` and `\r` end a line. */
export function positions(text: string): (offset: number) => Position {
  let starts: number[] | undefined
  return (offset) => {
    starts ??= lineStarts(text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

/** Writes one step of a JSON Pointer (RFC 6901, 3). */
export function escapeStep(step: string): string {
  return step.includes('~') || step.includes('/')
    ? step.replaceAll('~', '~0').replaceAll('/', '~1')
    : step
}

/** The steps of a JSON Pointer. */
export function steps(pointer: Pointer): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function stepInto(offsets: SourceOffsets, step: string): SourceOffsets | undefined {
  if (typeof offsets === 'number') return undefined
  if ('values' in offsets) return offsets.values.get(step)
  return /^(?:0|[1-9][0-9]*)$/.test(step) ? offsets.items[Number(step)] : undefined
}

function startOf(offsets: SourceOffsets): number {
  return typeof offsets === 'number' ? offsets : offsets.at
}

/** The offset at which each line starts. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) starts.push(at + 1)
  }
  return starts
}
