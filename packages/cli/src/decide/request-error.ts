/**
 * What can be wrong with a line of `decide`.
 *
 * @module
 */

/** Every code of a line that is not answered, with what it says of the line. */
export const REQUEST_ERRORS = {
  ERR_REQUEST_TOO_LONG: 'more bytes than a line may have',
  ERR_REQUEST_ENCODING: 'bytes that are not UTF-8',
  ERR_REQUEST_SYNTAX: 'not JSON',
  ERR_REQUEST_SHAPE: 'JSON, but not an object',
  ERR_REQUEST_ID: 'an id that cannot be given back',
  ERR_REQUEST_METHOD: '`method` is missing, or no text',
  ERR_REQUEST_URL: '`url` is missing, no text, or without `scheme://`',
  ERR_REQUEST_HEADERS: '`headers` is missing, or no list of pairs of texts',
  ERR_REQUEST_CONTEXT: 'a fact of `context` is of another kind than it must be',
  ERR_REQUEST_NOW: '`now` is no instant',
  ERR_REQUEST_MOMENT: 'a part of `moment` is of another kind than it must be',
  ERR_REQUEST_UNANSWERED: 'the engine failed on it: a defect of Marque',
} as const

export type RequestErrorCode = keyof typeof REQUEST_ERRORS

/** Why one line is not answered. Data, not thrown to the caller: the next line is answered all the same. */
export interface RequestError {
  readonly code: RequestErrorCode
  /** Lower-case start, no final period. */
  readonly message: string
}
