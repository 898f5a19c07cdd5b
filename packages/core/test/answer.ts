/**
 * Decisions of the engine, for tests.
 *
 * @module
 */

import {
  type Bundle,
  type Context,
  type Decision,
  decide,
  layerHeaders,
  type Moment,
  prepare,
  type RequestFacts,
} from '@marque/core'
import { NOW } from '@marque/testkit/bundles'

/** The context and the moment of a test, in one object. */
export interface Circumstances extends Context, Partial<Moment> {}

function split(circumstances: Circumstances): readonly [Context, Moment] {
  const { now = NOW, leaseUntil, lockdowns, revokedTokens, ...context } = circumstances
  return [
    context,
    {
      now,
      ...(leaseUntil === undefined ? {} : { leaseUntil }),
      ...(lockdowns === undefined ? {} : { lockdowns }),
      ...(revokedTokens === undefined ? {} : { revokedTokens }),
    },
  ]
}

/** The decision for a request. */
export function answer(
  bundle: Bundle,
  request: RequestFacts,
  circumstances: Circumstances = {},
): Decision {
  return decide(prepare(bundle), request, ...split(circumstances))
}

/** The decision whose headers an answer carries that the layer makes itself (D21). */
export function layerAnswer(
  bundle: Bundle,
  request: RequestFacts,
  circumstances: Circumstances = {},
): Decision {
  return layerHeaders(prepare(bundle), request, ...split(circumstances))
}

/** `reason`, and what the layer does: `goes on` or its status. */
export function outcome(
  bundle: Bundle,
  request: RequestFacts,
  circumstances: Circumstances = {},
): string {
  const { reason, reach, status } = answer(bundle, request, circumstances)
  return `${reason}, ${reach ? 'goes on' : status}`
}

/** The headers of a decision by name. */
export function headersOf({ headers }: Decision): { readonly [name: string]: string } {
  return Object.fromEntries(headers)
}

/** The names of the `Access-Control-*` headers of a decision. */
export function corsOf({ headers }: Decision): readonly string[] {
  return headers.map(([name]) => name).filter((name) => name.startsWith('access-control-'))
}

/** `Vary` of actual answers. */
export const VARY_ACTUAL: readonly string[] = ['Origin']
/** `Vary` of preflight answers. */
export const VARY_PREFLIGHT: readonly string[] = [
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
]
