/**
 * Why a request is decided as it is.
 *
 * @module
 */
import { browse } from '../browsers/index.ts'
import { decide, lacksLogin } from '../decide/index.ts'
import type { Engine, PreparedPolicy } from '../prepared/index.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'
import type { Explanation } from './explanation.ts'
import { pageRequestOf } from './page-request-of.ts'
import { trace } from './trace.ts'

/**
 * The decision, every step to it, and what browsers do with the page's request behind it.
 *
 * Pure and total as {@link decide}. For the owners of a policy: it names sets, dates and tenants that a response must not reveal (D19). Not for the
 * hot path.
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
  const steps = trace(engine as PreparedPolicy, request, context, moment, decision)
  const page = pageRequestOf(request, decision)
  return {
    decision,
    steps: steps.map(({ rule, outcome, text }) => ({ rule, outcome, text })),
    lacksLogin: lacksLogin(engine, decision, context),
    browsers: page === null ? null : browse(engine, page, context, moment),
  }
}
