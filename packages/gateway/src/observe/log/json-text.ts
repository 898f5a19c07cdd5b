/**
 * Log lines as JSON, put together by hand: a serialiser that looks at every value costs more than all the rest of a line.
 *
 * @module
 */
import { printable } from './shown.ts'

/** What stands between quotes as it is: printable ASCII but for the quote and the backslash. */
const PLAIN = /^[ !#-[\]-~]*$/

/** A string of JSON, in printable ASCII. */
export function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : printable(JSON.stringify(text))
}

/** @param text Null is `null`. */
export function quotedOrNull(text: string | null): string {
  return text === null ? 'null' : quoted(text)
}

let second = Number.NaN
let upToMillis = ''

/** `2026-11-21T12:00:00.000Z`, quoted. */
export function timeText(now: number): string {
  const millis = now % 1_000
  // One text serves all lines of a second.
  if (now - millis !== second) {
    second = now - millis
    upToMillis = `"${new Date(second).toISOString().slice(0, 20)}`
  }
  return `${upToMillis}${millis < 10 ? '00' : millis < 100 ? '0' : ''}${millis}Z"`
}

/** Milliseconds to three places: the text of a whole number costs a fraction of that of a broken one. */
export function millisText(millis: number): string {
  const thousandths = Math.round(millis * 1_000)
  const rest = thousandths % 1_000
  return `${(thousandths - rest) / 1_000}.${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`
}
