/**
 * A request with its decision, as logs and counts receive it from any layer.
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { linesOf } from '../headers/index.ts'
import type { Engine } from '../prepared/index.ts'
import type { Reason } from '../reasons.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'

/** The deciding layer. */
export type LayerName = 'gateway' | 'decision-service' | 'middleware'

/** A request with its final decision. */
export interface DecidedRequest {
  readonly facts: RequestFacts
  /** What the layer knew of the sender. */
  readonly context: Context
  readonly moment: Moment
  /** Null: no policy was loaded. */
  readonly engine: Engine | null
  readonly decision: Decision
  /** Status of an error that the layer answered in place of what the decision grants, such as 401; see {@link withFault}. */
  readonly faultStatus?: number
}

/**
 * The request as it is reported where the layer answered an error of its own, such as 401 for a missing login: it did not reach the application, and no grant was used.
 *
 * @param status Undefined: there was no such error.
 */
export function withFault(request: DecidedRequest, status: number | undefined): DecidedRequest {
  if (status === undefined) return request
  const { facts, context, moment, engine, decision } = request
  const unused = { ...decision, reach: false, read: false, grant: null, exception: null }
  return { facts, context, moment, engine, decision: unused, faultStatus: status }
}

/** A kind of credential that a request carried; its value is never logged. */
export type Credential = 'cookie' | 'authorization' | 'certificate'

/** The kinds of credentials that a request carried, valid or not. */
export function credentialsOf({
  facts: { headers },
  context,
}: Pick<DecidedRequest, 'facts' | 'context'>): readonly Credential[] {
  const found: Credential[] = []
  if (linesOf(headers, 'cookie').length > 0) found.push('cookie')
  if (linesOf(headers, 'authorization').length > 0) found.push('authorization')
  if (context.certificate === true) found.push('certificate')
  return found
}

const NOT_DENIED: ReadonlySet<Reason> = new Set([
  'granted',
  'granted-any',
  'reach-only',
  'same-origin',
  'not-cors',
])

/** Whether something was denied: the request itself, or, with `enforce: headers`, only the reading of its response. */
export function isDenial({ reason }: Pick<Decision, 'reason'>): boolean {
  return !NOT_DENIED.has(reason)
}
