/**
 * Instants as text: RFC 3339.
 *
 * @module
 */

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/** The last instant that ECMAScript's Date can hold (ECMA-262, 21.4.1.1). */
export const LAST_INSTANT = 8_640_000_000_000_000

/**
 * Reads an instant of RFC 3339: date, time and offset, none of them left out.
 *
 * Stricter than `Date.parse`, which takes 30 February for 2 March and assumes local time where the offset is missing. Leap seconds
 * are refused: the clocks of layers do not have them.
 *
 * @returns Epoch milliseconds (what is finer is cut off), or `undefined`.
 *
 * @example
 * ```ts
 * readInstant('2026-11-21T12:00:00Z') // 1795262400000
 * ```
 */
export function readInstant(text: string): number | undefined {
  const parts = RFC_3339.exec(text)
  if (!parts) return undefined
  const [, years, months, days, hours, minutes, seconds, fraction = '', sign] = parts
  const [year, month, day] = [Number(years), Number(months), Number(days)]
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)]
  const [offsetHour, offsetMinute] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59)
    return undefined
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'))
  // `Date.UTC` takes the years 0 to 99 for 1900 to 1999; the calendar repeats after 400 years.
  const local = Date.UTC(year + 400, month - 1, day, hour, minute, second, milliseconds) - CYCLE
  const offset = (offsetHour * 60 + offsetMinute) * 60_000
  return sign === '-' ? local + offset : local - offset
}

const CYCLE = 146_097 * 86_400_000

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/**
 * Writes an instant in UTC, without milliseconds where they are zero: `2026-11-21T12:00:00Z`.
 *
 * @param time Epoch milliseconds. What `Date` cannot hold is written as the number.
 */
export function formatInstant(time: number): string {
  return Math.abs(time) <= LAST_INSTANT
    ? new Date(time).toISOString().replace('.000Z', 'Z')
    : String(time)
}
