/**
 * An explanation for programs: one document, names stable.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import { curlLine, decideQuestion } from '../replay/index.ts'
import { type ExplainReport, settling } from './report.ts'
import { verdictOf } from './words.ts'

/** The version of the shape; it changes when a name changes or goes. */
const EXPLAIN_VERSION = 1

/** Writes one document. */
export function formatJson(report: ExplainReport): string {
  const { policy, environment, now, context, origin, exchanges, browsers, places } = report
  const { outcome, sentence } = verdictOf(report)
  const { role, decision } = settling(report)
  return `${JSON.stringify({
    explainVersion: EXPLAIN_VERSION,
    policy,
    environment,
    now: formatInstant(now),
    origin,
    verdict: {
      outcome,
      sentence,
      reach: decision.reach,
      read: decision.read,
      reason: decision.reason,
      resource: decision.resource,
      grant: decision.grant,
      exception: decision.exception,
      settledBy: role,
    },
    exchanges: exchanges.map(({ role, request, decision, steps }) => ({
      role,
      question: decideQuestion({ request, context, moment: { now } }),
      decision,
      steps,
      curl: curlLine(request),
    })),
    browsers,
    places,
  })}\n`
}
