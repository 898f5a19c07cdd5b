/**
 * The id of a line, to be given back.
 *
 * @module
 */

/**
 * The JSON text of an id.
 *
 * A number that ECMAScript cannot hold exactly, as a 64-bit id, is given back digit by digit: a rounded id would belong to
 * another question.
 *
 * @param line The whole line that `value` is the `id` of.
 * @returns `undefined` when the value is nested deeper than can be written.
 */
export function exactId(value: unknown, line: string): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return 'null'
    case 'number':
      return Number.isSafeInteger(value)
        ? String(value)
        : (writtenNumber(line) ?? JSON.stringify(value))
    default:
      try {
        return JSON.stringify(value)
      } catch {
        return undefined
      }
  }
}

/** The number as it stands in the line; the runtime hands source text to a reviver since V8 11.4. */
function writtenNumber(line: string): string | undefined {
  const written = new Map<unknown, string | undefined>()
  let whole: unknown
  JSON.parse(line, function (this: unknown, ...call: unknown[]): unknown {
    const [key, value, context] = call as [
      string,
      unknown,
      { readonly source?: string } | undefined,
    ]
    if (key === 'id') written.set(this, context?.source)
    // The last call is the one for the whole.
    whole = value
    return value
  })
  return written.get(whole)
}
