/**
 * Reading of `Retry-After` (RFC 9110, 10.2.3).
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import { valuesOf } from './wire/index.ts'

/**
 * How long a layer asks to be left alone.
 *
 * @param now Epoch milliseconds. Where the answer has a `Date`, the clock of the layer counts instead.
 * @returns Milliseconds, 0 for a moment that has passed; null where the answer has no `Retry-After`, or none that can be read.
 */
export function readRetryAfter(headers: readonly HeaderLine[], now: number): number | null {
  const [value] = valuesOf(headers, 'retry-after')
  if (value === undefined) return null
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = readHttpDate(value)
  if (until === null) return null
  return Math.max(0, until - (readHttpDate(valuesOf(headers, 'date')[0] ?? '') ?? now))
}

/** IMF-fixdate and the two obsolete forms all name a weekday first; without it `Date.parse` would take almost anything. */
function readHttpDate(value: string): number | null {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return null
  const moment = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`)
  return Number.isNaN(moment) ? null : moment
}
