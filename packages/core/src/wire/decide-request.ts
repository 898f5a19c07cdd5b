/**
 * A request to be decided or explained, as JSON: `{ method, url, headers, context, now, moment }`.
 *
 * Nothing is repaired: the engine decides the strings as they were received.
 *
 * @module
 */
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'
import { instantIn, isAbsent, isObject, type JsonObject, parseJson } from './json-values.ts'
import { readContext } from './read-context.ts'
import { readMoment } from './read-moment.ts'
import { isRequestProblem, type RequestProblem, requestProblem } from './request-problem.ts'

/** The arguments of `decide`. */
export interface DecideRequest {
  readonly request: RequestFacts
  readonly context: Context
  readonly moment: Omit<Moment, 'now'>
  /** Epoch milliseconds; `undefined` where the caller's clock is meant. */
  readonly now: number | undefined
}

/** The arguments of `explain`. */
export type ExplainRequest = Omit<DecideRequest, 'moment'>

/**
 * Reads a request to be decided: `method`, `url` and `headers` are required, the rest is optional, and unknown keys are ignored, so that a line
 * may carry remarks. `now` wins over `moment.now`.
 *
 * @param value Parsed JSON.
 */
export function readDecideRequest(value: unknown): DecideRequest | RequestProblem {
  if (!isObject(value)) {
    const message = 'the request must be an object with `method`, `url` and `headers`'
    return requestProblem('ERR_REQUEST_SHAPE', message)
  }
  const request = readFacts(value)
  if (isRequestProblem(request)) return request
  const context = readContext(value.context, 'ignore')
  if (isRequestProblem(context)) return context
  const moment = readMoment(value.moment)
  if (isRequestProblem(moment)) return moment
  const now = readNow(value.now)
  if (typeof now === 'object') return now
  const { now: inMoment, ...rest } = moment
  return { request, context, moment: rest, now: now ?? inMoment }
}

const EXPLAIN_KEYS: readonly string[] = ['method', 'url', 'headers', 'context', 'now']

/** Bounds on a request to be explained: the length of each string, and the number of header lines. */
const EXPLAIN_LIMITS = { characters: 8_192, headers: 256 } as const

/**
 * Reads a request to be explained, which a person writes: `method` (default `GET`) and `headers` (default none) may be missing, and unknown keys are
 * refused, in `context` too.
 *
 * @param text JSON, such as the body of `POST /explain`.
 */
export function readExplainRequest(text: string): ExplainRequest | RequestProblem {
  const value = parseJson(text)
  if (value === undefined) return requestProblem('ERR_REQUEST_SYNTAX', 'invalid JSON')
  if (!isObject(value)) {
    return requestProblem('ERR_REQUEST_SHAPE', 'the request must be an object with `url`')
  }
  const unknown = Object.keys(value).find((key) => !EXPLAIN_KEYS.includes(key))
  if (unknown !== undefined) {
    const message = `unknown key \`${unknown.slice(0, 64)}\`; the keys are ${EXPLAIN_KEYS.join(', ')}`
    return requestProblem('ERR_REQUEST_UNKNOWN_KEY', message)
  }
  const request = readFacts({
    ...value,
    method: value.method ?? 'GET',
    headers: value.headers ?? [],
  })
  if (isRequestProblem(request)) return request
  const tooLong = limitProblem(request)
  if (tooLong !== undefined) return tooLong
  const context = readContext(value.context, 'refuse')
  if (isRequestProblem(context)) return context
  const now = readNow(value.now)
  return typeof now === 'object' ? now : { request, context, now }
}

function limitProblem({ method, url, headers }: RequestFacts): RequestProblem | undefined {
  const { characters, headers: lines } = EXPLAIN_LIMITS
  if (method.length > characters) {
    const message = `\`method\` has more than ${characters} characters`
    return requestProblem('ERR_REQUEST_METHOD', message, '/method')
  }
  if (url.length > characters) {
    const message = `\`url\` has more than ${characters} characters`
    return requestProblem('ERR_REQUEST_URL', message, '/url')
  }
  if (headers.length > lines) {
    const message = `\`headers\` has more than ${lines} lines`
    return requestProblem('ERR_REQUEST_HEADERS', message, '/headers')
  }
  const at = headers.findIndex((line) => line.some((text) => text.length > characters))
  if (at < 0) return undefined
  const message = `\`headers[${at}]\` has more than ${characters} characters`
  return requestProblem('ERR_REQUEST_HEADERS', message, `/headers/${at}`)
}

const ABSOLUTE_URL = /^[a-z][a-z0-9+.-]*:\/\//i

function readFacts({ method, url, headers }: JsonObject): RequestFacts | RequestProblem {
  if (typeof method !== 'string' || method === '') {
    const message = '`method` must be a string such as `GET`'
    return requestProblem('ERR_REQUEST_METHOD', message, '/method')
  }
  if (typeof url !== 'string' || !ABSOLUTE_URL.test(url)) {
    const message = '`url` must be an absolute URL, with its scheme and `://`'
    return requestProblem('ERR_REQUEST_URL', message, '/url')
  }
  if (!Array.isArray(headers)) {
    const message =
      '`headers` must be an array of pairs such as `["Origin","https://app.example.com"]`'
    return requestProblem('ERR_REQUEST_HEADERS', message, '/headers')
  }
  const at = headers.findIndex((line) => !isHeaderLine(line))
  if (at >= 0) {
    const message = `\`headers[${at}]\` must be a pair of two strings, a name and a value`
    return requestProblem('ERR_REQUEST_HEADERS', message, `/headers/${at}`)
  }
  return { method, url, headers: headers as readonly HeaderLine[] }
}

function isHeaderLine(value: unknown): value is HeaderLine {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0] === 'string' &&
    typeof value[1] === 'string'
  )
}

function readNow(value: unknown): number | undefined | RequestProblem {
  if (isAbsent(value)) return undefined
  const instant = instantIn(value)
  if (instant !== undefined) return instant
  const message =
    '`now` must be an instant such as `2098-11-21T12:00:00Z`, or an integer of epoch milliseconds'
  return requestProblem('ERR_REQUEST_NOW', message, '/now')
}
