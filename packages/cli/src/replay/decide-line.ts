/**
 * A request line for `marque decide` that repeats an evaluation.
 *
 * @module
 */
import type { Vector } from '@marque/core'

/** A request line of `marque decide` (docs/rules.md#decision-lines), ready for `JSON.stringify`; empty members are omitted. */
export function decideRequest({ request, context, moment }: Vector['in']): object {
  const { now, ...others } = moment
  return {
    method: request.method,
    url: request.url,
    headers: request.headers,
    ...(Object.keys(context).length > 0 && { context }),
    now: isDate(now) ? new Date(now).toISOString() : now,
    ...(Object.keys(others).length > 0 && { moment: others }),
  }
}

/** One line of ASCII: other characters are JSON escapes, so that a terminal neither interprets nor hides them. */
export function decideLine(input: Vector['in']): string {
  return JSON.stringify(decideRequest(input)).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Whether RFC 3339 can express the instant: its year has four digits. */
function isDate(time: number): boolean {
  return time >= -62_167_219_200_000 && time < 253_402_300_800_000
}
