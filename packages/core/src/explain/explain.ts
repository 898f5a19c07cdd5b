/**
 * Why a request is decided as it is.
 *
 * @module
 */

import { browse } from '../browsers/index.ts'
import { decide } from '../decide/decide.ts'
import type { Engine, Plan } from '../decide/plan.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'
import type { Explanation } from './explanation.ts'
import { pageOf } from './page-of.ts'
import { trace } from './trace.ts'

/**
 * The decision, each step to it, and what browsers make of the request behind it.
 *
 * Pure and total as {@link decide}, whose decision it is. For the owners of a policy: it names sets, dates and tenants that an answer
 * on the wire must not name (D19). Not for the hot path.
 *
 * @example
 * ```ts
 * const { decision, steps, browsers } = explain(engine, { method: 'GET', url, headers: [['Origin', origin]] }, {}, { now: Date.now() })
 * for (const { rule, outcome, text } of steps) console.log(rule, outcome, text)
 * ```
 */
export function explain(
  engine: Engine,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Explanation {
  const decision = decide(engine, request, context, moment)
  const steps = trace(engine as Plan, request, context, moment, decision)
  const page = pageOf(request, decision)
  return {
    decision,
    steps: steps.map(({ rule, outcome, text }) => ({ rule, outcome, text })),
    browsers: page === null ? null : browse(engine, page, context, moment),
  }
}
