/**
 * One line of `decide` read: the question, or why there is none.
 *
 * The keys of docs/rules.md#decision-lines are required to be of their kind; keys that it does not name are ignored, so that a line may carry remarks.
 * Nothing is repaired: the engine judges the texts as they came.
 *
 * @module
 */
import type { Context, HeaderLine, Moment, RequestFacts } from '@marque/core'
import { readMoment } from '../input/read-instant.ts'
import { readContext } from './context.ts'
import { exactId } from './exact-id.ts'
import { type Fields, isFields } from './fields.ts'
import { readMomentParts } from './moment.ts'
import type { RequestError, RequestErrorCode } from './request-error.ts'

/** What the engine is asked. `now` is `undefined` where the line names none. */
export interface Question {
  readonly request: RequestFacts
  readonly context: Context
  readonly moment: Omit<Moment, 'now'>
  readonly now: number | undefined
}

/** A line that was read. `id` is the JSON text of its id, `null` where it has none. */
export type ReadLine =
  | { readonly id: string; readonly question: Question }
  | { readonly id: string; readonly error: RequestError }

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:\/\//i

/** Reads the text of one line. Never throws. */
export function readQuestion(line: string): ReadLine {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return refuse('null', 'ERR_REQUEST_SYNTAX', 'the line is not JSON')
  }
  if (!isFields(value)) {
    return refuse(
      'null',
      'ERR_REQUEST_SHAPE',
      'the line must be an object with `method`, `url` and `headers`',
    )
  }
  const id = exactId(value.id, line)
  if (id === undefined) {
    return refuse('null', 'ERR_REQUEST_ID', '`id` is nested too deeply to be given back')
  }
  return readFields(value, id)
}

function readFields(fields: Fields, id: string): ReadLine {
  const { method, url, headers } = fields
  if (typeof method !== 'string' || method === '') {
    return refuse(id, 'ERR_REQUEST_METHOD', '`method` must be a text such as `GET`')
  }
  if (typeof url !== 'string' || !ABSOLUTE.test(url)) {
    return refuse(id, 'ERR_REQUEST_URL', '`url` must be a text that starts with a scheme and `://`')
  }
  const wrong = wrongHeader(headers)
  if (wrong) return refuse(id, 'ERR_REQUEST_HEADERS', wrong)
  const context = readContext(fields.context)
  if ('wrong' in context) return refuse(id, 'ERR_REQUEST_CONTEXT', context.wrong)
  const parts = readMomentParts(fields.moment)
  if ('wrong' in parts) return refuse(id, 'ERR_REQUEST_MOMENT', parts.wrong)
  let now = parts.now
  if (fields.now !== undefined && fields.now !== null) {
    now = readMoment(fields.now)
    if (now === undefined) {
      const message =
        '`now` must be an instant such as `2098-11-21T12:00:00Z`, or whole epoch milliseconds'
      return refuse(id, 'ERR_REQUEST_NOW', message)
    }
  }
  // `wrongHeader` has seen every element.
  const request = { method, url, headers: headers as readonly HeaderLine[] }
  return { id, question: { request, context: context.context, moment: parts.moment, now } }
}

/** What is wrong with `headers`, or nothing. */
function wrongHeader(headers: unknown): string | undefined {
  if (!Array.isArray(headers)) {
    return '`headers` must be a list of pairs such as `["Origin","https://app.example.com"]`'
  }
  for (let index = 0; index < headers.length; index++) {
    const pair: unknown = headers[index]
    const isPair =
      Array.isArray(pair) &&
      pair.length === 2 &&
      typeof pair[0] === 'string' &&
      typeof pair[1] === 'string'
    if (!isPair) return `\`headers[${index}]\` must be a pair of two texts, a name and a value`
  }
  return undefined
}

function refuse(id: string, code: RequestErrorCode, message: string): ReadLine {
  return { id, error: { code, message } }
}
