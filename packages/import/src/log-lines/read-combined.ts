/**
 * Lines in the common or combined format, with `name="value"` after it.
 *
 * @module
 */

import { plainValue } from './line-format.ts'
import { type Fields, fieldNamed, type LogFields } from './log-fields.ts'

const QUOTED = String.raw`"((?:\\.|[^"\\])*)"`

/** Nothing before the request is read: the name of the user is what the client sends. It has no quotes, which servers escape. */
const COMBINED = new RegExp(
  String.raw`^[^"]*${QUOTED} (\d{3}) (?:\d+|-)(?: ${QUOTED} ${QUOTED})?((?: [\w-]+=${QUOTED})*)$`,
)
const PAIR = new RegExp(String.raw` ([\w-]+)=${QUOTED}`, 'g')

/** Reads a line; `undefined` if it does not have this form, or a field twice. */
export function readCombined(line: string): LogFields | undefined {
  const match = COMBINED.exec(line)
  if (match === null) return undefined
  const fields: Partial<Fields> = { request: plainValue(match[1] ?? ''), status: match[2] ?? '' }
  for (const [, name = '', value = ''] of (match[5] ?? '').matchAll(PAIR)) {
    const is = fieldNamed(name)
    if (is === undefined) continue
    if (fields[is.field] !== undefined) return undefined
    fields[is.field] = plainValue(value)
  }
  return fields as LogFields
}
