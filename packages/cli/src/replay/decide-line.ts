/**
 * The line for `marque decide` that asks a question again.
 *
 * @module
 */
import type { Vector } from '@marque/core'

/** A request line of `marque decide` (docs/rules.md#decision-lines), ready for `JSON.stringify`; what says nothing is left out. */
export function decideQuestion({ request, context, moment }: Vector['in']): object {
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

/** The question as one line of ASCII: what a terminal would obey or hide is written as an escape of JSON. */
export function decideLine(question: Vector['in']): string {
  return JSON.stringify(decideQuestion(question)).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The instants that RFC 3339 can write: four digits for the year. */
function isDate(time: number): boolean {
  return time >= -62_167_219_200_000 && time < 253_402_300_800_000
}
