/**
 * The instant of a question.
 *
 * @module
 */

const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/**
 * Reads an instant of RFC 3339: date, time and offset, none of them left out; days that no calendar has are refused.
 *
 * @returns Epoch milliseconds, or `undefined`.
 *
 * @example
 * ```ts
 * readInstant('2026-11-21T12:00:00Z') // 1795262400000
 * ```
 */
export function readInstant(text: string): number | undefined {
  const parts = RFC_3339.exec(text)
  if (!parts) return undefined
  const [, day = '', hours, minutes, seconds, fraction = '', sign, offsetHours, offsetMinutes] =
    parts
  const start = Date.parse(`${day}T00:00:00Z`)
  const isDay = !Number.isNaN(start) && new Date(start).toISOString().startsWith(day)
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)]
  const [offsetHour, offsetMinute] = [Number(offsetHours ?? 0), Number(offsetMinutes ?? 0)]
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined
  if (offsetHour > 23 || offsetMinute > 59) return undefined
  const offset = (offsetHour * 60 + offsetMinute) * (sign === '-' ? -1 : 1)
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'))
  return start + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds
}
