/**
 * Spans of time in which no grant starts or ends (D12).
 *
 * @module
 */
import { SAMPLE_INSTANT } from '../../requests/index.ts'
import type { RulesPair, SenderClass } from '../senders/index.ts'

/** Epoch milliseconds; null for no bound. */
export interface Span {
  readonly from: number | null
  readonly until: number | null
  /** An instant within. */
  readonly now: number
}

export function timeSpans(rules: RulesPair, { fits }: SenderClass): readonly Span[] {
  const bounds = new Set<number>()
  rules.forEach(({ grants }, side) => {
    for (const { at, end } of fits[side === 0 ? 0 : 1]) {
      const grant = grants[at]?.grant
      for (const bound of [grant?.from, grant?.until, end]) {
        if (typeof bound === 'number') bounds.add(bound)
      }
    }
  })
  const sorted = [...bounds].sort((a, b) => a - b)
  const [first] = sorted
  if (first === undefined) return [{ from: null, until: null, now: SAMPLE_INSTANT }]
  const spans: Span[] = first > 0 ? [{ from: null, until: first, now: first - 1 }] : []
  sorted.forEach((from, at) => {
    spans.push({ from, until: sorted[at + 1] ?? null, now: from })
  })
  return spans
}

/** Merges adjacent spans, given by their indices; null for all spans. */
export function mergeSpans(
  spans: readonly Span[],
  indices: readonly number[],
): readonly ({ readonly from: number | null; readonly until: number | null } | null)[] {
  const held = new Set(indices)
  if (spans.every((_, at) => held.has(at))) return [null]
  const runs: { from: number | null; until: number | null }[] = []
  spans.forEach(({ from, until }, at) => {
    if (!held.has(at)) return
    const last = runs.at(-1)
    if (last !== undefined && held.has(at - 1)) last.until = until
    else runs.push({ from, until })
  })
  return runs
}
