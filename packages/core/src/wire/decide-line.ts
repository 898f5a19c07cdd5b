/**
 * One line of `marque decide`: a request with an `id` of any JSON, which its answer carries.
 *
 * @module
 */
import { type DecideRequest, readDecideRequest } from './decide-request.ts'
import { isObject, parseJson } from './json-values.ts'
import { isRequestProblem, type RequestProblem, requestProblem } from './request-problem.ts'

/** A line that was read. `id` is the JSON text of its id, `null` where it has none. */
export type DecideLine =
  | { readonly id: string; readonly request: DecideRequest }
  | { readonly id: string; readonly problem: RequestProblem }

/** Reads one line without its end. Never throws. */
export function readDecideLine(line: string): DecideLine {
  const value = parseJson(line)
  if (value === undefined) {
    return { id: 'null', problem: requestProblem('ERR_REQUEST_SYNTAX', 'invalid JSON') }
  }
  const id = isObject(value) ? idText(value.id, line) : 'null'
  if (id === undefined) {
    const message = '`id` is nested too deeply to be written back'
    return { id: 'null', problem: requestProblem('ERR_REQUEST_ID', message, '/id') }
  }
  const request = readDecideRequest(value)
  return isRequestProblem(request) ? { id, problem: request } : { id, request }
}

/**
 * The JSON text of an id.
 *
 * A number that ECMAScript cannot hold exactly, such as a 64-bit id, is written back digit by digit: a rounded id would belong to another request.
 *
 * @param line The whole line that `value` is the `id` of.
 * @returns `undefined` where the value is nested deeper than can be written.
 */
function idText(value: unknown, line: string): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return 'null'
    case 'number':
      return Number.isSafeInteger(value)
        ? String(value)
        : (sourceOfNumber(line) ?? JSON.stringify(value))
    default:
      try {
        return JSON.stringify(value)
      } catch {
        return undefined
      }
  }
}

/** The number as the line has it; the runtime passes source text to a reviver since V8 11.4. */
function sourceOfNumber(line: string): string | undefined {
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
