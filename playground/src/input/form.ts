/**
 * The fields of the page as entered. Links contain the same data.
 *
 * @module
 */

/** Unparsed field values. */
export interface Form {
  /** YAML or JSON. */
  readonly policy: string
  /** Default: `production`. */
  readonly environment: string
  /** RFC 3339; default: the system clock. */
  readonly now: string
  /** Empty for clients other than browsers. */
  readonly origin: string
  readonly method: string
  /** `ws:` and `wss:` for a WebSocket handshake. */
  readonly url: string
  /** One `name: value` per line. */
  readonly headers: string
  readonly credentials: boolean
  /** A JSON object, as `context` of `marque decide`. */
  readonly context: string
}

/** Field names. */
export type FieldName = keyof Form

/** The empty form. */
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

/** Maximum length of a field in a link, in UTF-16 code units. */
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
