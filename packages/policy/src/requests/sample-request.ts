/**
 * A request with everything that a decision depends on: the policy's other inputs, and the time.
 *
 * @module
 */
import type { Context, HeaderLine, Vector } from '@marque/core'

/** A request of a page, before anything is known of its answer. */
export interface SampleRequest {
  readonly origin: string
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** Without Origin and Cookie. */
  readonly headers: readonly HeaderLine[]
  /** What the layer knows of the user. */
  readonly context: Context
  /** Epoch milliseconds. */
  readonly now: number
}

/** The request itself, without cookies, as `decide` takes it. */
export function actualRequest(sample: SampleRequest): Vector['in'] {
  const { origin, method, url, headers, context, now } = sample
  return {
    request: { method, url, headers: [['Origin', origin], ...headers] },
    context,
    moment: { now },
  }
}

/** Its preflight: no identity, hence no context (D11). The header names are sent in the order given, as browsers sort them. */
export function preflightRequest(sample: SampleRequest, names: readonly string[]): Vector['in'] {
  const { origin, method, url, now } = sample
  return {
    request: { method: 'OPTIONS', url, headers: preflightHeaders(origin, method, names) },
    context: {},
    moment: { now },
  }
}

/** The headers of a CORS preflight (Fetch, CORS-preflight fetch, steps 3 to 5). */
export function preflightHeaders(
  origin: string,
  method: string,
  names: readonly string[],
): readonly HeaderLine[] {
  return [
    ['Origin', origin],
    ['Access-Control-Request-Method', method],
    ...(names.length > 0 ? [['Access-Control-Request-Headers', names.join(',')] as const] : []),
  ]
}
