/**
 * What the page holds: every field as it was typed. It is what a link carries.
 *
 * @module
 */

/** The fields, unread. */
export interface Form {
  /** YAML or JSON. */
  readonly policy: string
  /** Empty for `production`. */
  readonly environment: string
  /** An instant of RFC 3339; empty for the clock of the machine. */
  readonly now: string
  /** Empty for a client that is no browser. */
  readonly origin: string
  readonly method: string
  /** `ws:` and `wss:` open a WebSocket. */
  readonly url: string
  /** One `name: value` a line. */
  readonly headers: string
  readonly credentials: boolean
  /** A JSON object, as `context` of `marque decide`; empty for none. */
  readonly context: string
}

/** The names of a form's fields. */
export type FieldName = keyof Form

/** A form with nothing in it. */
export const EMPTY: Form = {
  policy: '',
  environment: '',
  now: '',
  origin: '',
  method: 'GET',
  url: '',
  headers: '',
  credentials: false,
  context: '',
}

/** Bounds on what a field of a link may hold, in UTF-16 code units. */
export const FIELD_LIMITS: { readonly [name in Exclude<FieldName, 'credentials'>]: number } = {
  policy: 400_000,
  environment: 200,
  now: 100,
  origin: 2_000,
  method: 200,
  url: 20_000,
  headers: 40_000,
  context: 100_000,
}
