/**
 * JSON values of log lines, assembled by hand: a generic serialiser would cost more than everything else about a line.
 *
 * @module
 */
import { printable } from './log-values.ts'

/** Strings that need no escaping: printable ASCII without quote and backslash. */
const PLAIN = /^[ !#-[\]-~]*$/

/** A JSON string in printable ASCII. */
export function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : printable(JSON.stringify(text))
}

export function quotedOrNull(text: string | null): string {
  return text === null ? 'null' : quoted(text)
}

let cachedSecond = Number.NaN
let cachedPrefix = ''

/** `2026-11-21T12:00:00.000Z`, quoted. */
export function timeText(now: number): string {
  const millis = now % 1_000
  // All lines of a second share the prefix.
  if (now - millis !== cachedSecond) {
    cachedSecond = now - millis
    cachedPrefix = `"${new Date(cachedSecond).toISOString().slice(0, 20)}`
  }
  return `${cachedPrefix}${millis < 10 ? '00' : millis < 100 ? '0' : ''}${millis}Z"`
}

/** Milliseconds with three decimals, from integers: formatting a fractional number costs several times as much. */
export function millisText(millis: number): string {
  const thousandths = Math.round(millis * 1_000)
  const rest = thousandths % 1_000
  return `${(thousandths - rest) / 1_000}.${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`
}
