/**
 * Durations: seconds as a number, or a number with `s`, `m`, `h` or `d`.
 *
 * @module
 */

import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import { type Reader, report } from './reader.ts'

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const

export interface DurationBounds {
  /** Seconds. */
  readonly least: number
  /** Seconds. */
  readonly most: number
  /** `most` in words. */
  readonly mostText: string
}

/** `maxAge`: DESIGN 3. */
export const MAX_AGE: DurationBounds = { least: 0, most: 86_400, mostText: '24h' }
/** How long an exception may last; that the limit is not above the product's own is judged with the rest of governance. */
export const EXCEPTION_DURATION: DurationBounds = { least: 1, most: 365 * 86_400, mostText: '365d' }
/** How old a login may be. */
export const LOGIN_AGE: DurationBounds = { least: 1, most: 365 * 86_400, mostText: '365d' }

/** Reads a duration in seconds; `undefined` where there is none, or none that can be read. */
export function readDuration(
  reader: Reader,
  value: unknown,
  path: Pointer,
  bounds: DurationBounds,
): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const seconds = typeof value === 'number' ? value : parseDuration(value)
  const shown = `\`${shorten(String(value))}\``
  if (seconds === undefined || !Number.isInteger(seconds)) {
    const message =
      typeof value === 'number'
        ? `${shown} is no whole number of seconds`
        : `${shown} is no duration`
    report(reader, path, { code: 'MQ-177', message, ...helpFor(value) }, value)
    return undefined
  }
  if (seconds >= bounds.least && seconds <= bounds.most) return seconds
  const message =
    seconds < 0
      ? `${shown} is below 0`
      : seconds < bounds.least
        ? `${shown} never holds`
        : `${shown} is more than ${bounds.mostText}`
  const help = `write a duration from ${bounds.least === 0 ? '`0`' : '`1s`'} to \`${bounds.mostText}\``
  report(reader, path, { code: 'MQ-178', message, help }, value)
  return undefined
}

/** Seconds; negative ones are read too, so that they can be told what they are. */
function parseDuration(text: string): number | undefined {
  const parts = /^(-?[0-9]{1,12})([smhd])$/.exec(text)
  const unit = parts?.[2] as keyof typeof SECONDS | undefined
  return unit === undefined ? undefined : Number(parts?.[1]) * SECONDS[unit]
}

function helpFor(value: string | number): { help: string } | undefined {
  if (typeof value === 'number') return undefined
  if (/^[0-9]{1,12}$/.test(value))
    return { help: `write \`${value}s\`, or the number without quotes` }
  const lower = value.toLowerCase().replaceAll(/\s/g, '')
  return parseDuration(lower) !== undefined && lower !== value
    ? { help: `write \`${lower}\`` }
    : undefined
}
