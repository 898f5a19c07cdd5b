/**
 * Instants, days and durations.
 *
 * @module
 */

import type { Fault } from '../findings/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { type Reader, report } from './reader.ts'

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/
/** RFC 3339, 5.6; three digits of a second at most, since times are milliseconds. */
const INSTANT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,3}))?(Z|z|[+-][0-9]{2}:[0-9]{2})?$/

/** Reads an instant as epoch milliseconds; null if it is missing or invalid. */
export function readInstant(reader: Reader, value: unknown, path: Pointer): number | null {
  return readTime(reader, value, path, parseInstant)
}

/** Reads a day as the epoch milliseconds of its start in UTC. */
export function readDay(reader: Reader, value: unknown, path: Pointer): number | null {
  return readTime(reader, value, path, parseDay)
}

/**
 * Parses an instant.
 *
 * @returns Epoch milliseconds, or what is wrong.
 */
export function parseInstant(text: string): number | Fault {
  const parts = INSTANT.exec(text)
  if (!parts) return notInstant(text)
  const [, day = '', hours = '', minutes = '', seconds = '', fraction = '', offset] = parts
  if (offset === undefined) {
    return {
      code: 'MQ-174',
      message: `\`${text}\` has no offset`,
      help: `add the time zone: \`${text}Z\` for UTC, or an offset such as \`+01:00\``,
    }
  }
  const start = parseDay(day)
  if (typeof start !== 'number') return start
  const shift = offsetMinutes(offset)
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || shift === undefined) {
    return {
      code: 'MQ-175',
      message: `\`${text}\` is not a valid time of day`,
      help: 'hours end at 23, minutes and seconds at 59; leap seconds are not supported',
    }
  }
  const clock = ((Number(hours) * 60 + Number(minutes) - shift) * 60 + Number(seconds)) * 1000
  const instant = start + clock + Number(fraction.padEnd(3, '0'))
  return instant >= 0 ? instant : tooEarly(text)
}

function parseDay(text: string): number | Fault {
  const parts = DAY.exec(text)
  if (!parts) {
    return { code: 'MQ-176', message: `\`${shorten(text)}\` is not a valid date` }
  }
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number)
  if (year < 1970) return tooEarly(text)
  const time = Date.UTC(year, month - 1, day)
  const date = new Date(time)
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? time : { code: 'MQ-175', message: `the date \`${text}\` does not exist` }
}

function notInstant(text: string): Fault {
  const code = 'MQ-173'
  const shown = `\`${shorten(text)}\``
  if (DAY.test(text)) {
    return {
      code,
      message: `${shown} is a date; expected an instant`,
      help: `add the time and the offset: \`${text}T00:00:00Z\``,
    }
  }
  const spaced = text.replace(/^(\S+) +(\S+)$/, '$1T$2')
  if (spaced !== text && INSTANT.test(spaced)) {
    return {
      code,
      message: `${shown} is not a valid instant`,
      help: `write \`T\` between date and time: \`${spaced}\``,
    }
  }
  return { code, message: `${shown} is not a valid instant` }
}

function tooEarly(text: string): Fault {
  return { code: 'MQ-175', message: `\`${text}\` is before 1970, when the clocks of layers start` }
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(4))
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function readTime(
  reader: Reader,
  value: unknown,
  path: Pointer,
  parse: (text: string) => number | Fault,
): number | null {
  if (typeof value !== 'string') return null
  const time = parse(value)
  if (typeof time === 'number') return time
  report(reader, path, time, shorten(value))
  return null
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const

export interface DurationBounds {
  /** Seconds. */
  readonly least: number
  /** Seconds. */
  readonly most: number
  /** `most`, as written in a message. */
  readonly mostText: string
}

/** `maxAge` (docs/rules.md#sensitivity). */
export const MAX_AGE: DurationBounds = { least: 0, most: 86_400, mostText: '24h' }
/** The duration of an exception. */
export const EXCEPTION_DURATION: DurationBounds = { least: 1, most: 365 * 86_400, mostText: '365d' }
/** How old a login may be. */
export const LOGIN_AGE: DurationBounds = { least: 1, most: 365 * 86_400, mostText: '365d' }

/** Reads a duration in seconds; `undefined` if it is missing or invalid. */
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
        ? `${shown} is not a whole number of seconds`
        : `${shown} is not a valid duration`
    report(reader, path, { code: 'MQ-177', message, ...helpFor(value) }, value)
    return undefined
  }
  if (seconds >= bounds.least && seconds <= bounds.most) return seconds
  const message =
    seconds < 0
      ? `${shown} is below 0`
      : seconds < bounds.least
        ? `${shown} is never satisfied`
        : `${shown} is more than ${bounds.mostText}`
  const help = `write a duration from ${bounds.least === 0 ? '`0`' : '`1s`'} to \`${bounds.mostText}\``
  report(reader, path, { code: 'MQ-178', message, help }, value)
  return undefined
}

/** Seconds. Negative numbers are read too, so that they are reported as out of range. */
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
