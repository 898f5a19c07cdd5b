/**
 * Why JSON is not a question to the engine.
 *
 * @module
 */

/** Every code of a {@link RequestProblem}, with its meaning. The first two and the last are for the reader of a stream of lines. */
export const REQUEST_PROBLEMS = {
  ERR_REQUEST_TOO_LONG: 'more bytes than a line may have',
  ERR_REQUEST_ENCODING: 'invalid UTF-8',
  ERR_REQUEST_SYNTAX: 'invalid JSON',
  ERR_REQUEST_SHAPE: 'JSON, but not an object',
  ERR_REQUEST_UNKNOWN_KEY: 'a key that the question does not have',
  ERR_REQUEST_ID: 'an `id` that cannot be written back',
  ERR_REQUEST_METHOD: '`method` is missing or invalid',
  ERR_REQUEST_URL: '`url` is missing or not an absolute URL',
  ERR_REQUEST_HEADERS: '`headers` is missing or not a list of names and values',
  ERR_REQUEST_CREDENTIALS: '`credentials` is not a boolean or a mode of Fetch',
  ERR_REQUEST_CONTEXT: 'a fact in `context` has the wrong type',
  ERR_REQUEST_NOW: '`now` is not an instant',
  ERR_REQUEST_MOMENT: 'a part of `moment` has the wrong type',
  ERR_REQUEST_UNANSWERED: 'the engine failed, which is a defect of Marque',
} as const

export type RequestProblemCode = keyof typeof REQUEST_PROBLEMS

/** The first problem of a question. It is returned, not thrown. */
export interface RequestProblem {
  readonly code: RequestProblemCode
  /** Lower-case start, no final period; names the key in backticks. */
  readonly message: string
  /** JSON Pointer (RFC 6901) to the value; empty for the whole. */
  readonly path: string
}

/** Distinguishes a problem from a question, which has no key `code`. */
export function isRequestProblem(result: object): result is RequestProblem {
  return Object.hasOwn(result, 'code')
}

export function requestProblem(
  code: RequestProblemCode,
  message: string,
  path = '',
): RequestProblem {
  return { code, message, path }
}
