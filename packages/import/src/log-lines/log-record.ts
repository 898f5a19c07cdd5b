/**
 * A request of a web page, as a line of a log shows it.
 *
 * @module
 */

/**
 * What the line shows about the answer:
 *
 * - `granted`: it names this origin;
 * - `any`: it allows any origin (`*`), and says nothing about this one;
 * - `refused`: script of this origin cannot read it;
 * - `unknown`: the log does not have it;
 * - `withheld`: a second line about a request that was granted, whose answer another layer kept from script.
 */
export type Verdict = 'granted' | 'any' | 'refused' | 'unknown' | 'withheld'

export interface LogRecord {
  /** As the client sent it, not checked. */
  readonly origin: string
  /** Host of the request without the port, lower case; null where the log does not have it. */
  readonly host: string | null
  /** Of a preflight the method that it asks for; null where the log does not have it. */
  readonly method: string | null
  /** Without the query. */
  readonly path: string
  readonly isPreflight: boolean
  readonly isWebSocket: boolean
  readonly verdict: Verdict
  /** Whether the answer was not an error: below 400, or made by the layer behind. */
  readonly isSuccess: boolean
  /** Whether the verdict is that of a Marque layer, which does not echo origins. */
  readonly isDecision: boolean
  /** Whether cookies were sent and the answer allowed it; null where the log does not have it. */
  readonly cookies: boolean | null
  /** Names that the preflight asks for and the answer allows, lower case; null where the log does not have them. */
  readonly requestHeaders: readonly string[] | null
}

/** Why a line is no record. */
export type SkippedLine =
  | 'broken'
  /** The log has no field for the origin. */
  | 'no-origin-field'
  /** The request had no origin. */
  | 'no-origin'
  /** A decision about a request of the API's own pages. */
  | 'same-origin'
  /** A line of the log of Marque that is no decision. */
  | 'other-event'
