/**
 * What is asked of a resource: all that is known of a request once its kind and its route are.
 *
 * @module
 */
import type { RequestFields } from '../headers/request-fields.ts'
import type { Membership } from '../origin/origin-index.ts'
import type { Route } from '../path/router.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'
import type { Kind } from './decision.ts'
import type { Incident } from './incidents.ts'

export interface Question {
  readonly request: RequestFacts
  readonly fields: RequestFields
  readonly kind: Kind
  /** The method that is judged: the requested one at a preflight, GET for a WebSocket. */
  readonly method: string
  readonly route: Route
  readonly context: Context
  readonly moment: Moment
  readonly incident: Incident
  /** The lists that hold the origin; `undefined` where it is `null` or malformed, or nobody asks. */
  readonly lists: Membership | undefined
  /** The layer makes the answer itself (D21): conditions are not asked. */
  readonly byLayer: boolean
}
