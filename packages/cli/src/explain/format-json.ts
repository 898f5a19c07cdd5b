/**
 * An explanation as JSON. Names are stable.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import { curlLine, decideRequest } from '../replay/index.ts'
import { decisive, type ExplainReport } from './report.ts'
import { verdictOf } from './verdict.ts'

/** Version of the format; incremented when a key changes or is removed. */
const EXPLAIN_VERSION = 1

/** Formats one JSON document. */
export function formatJson(report: ExplainReport): string {
  const { policy, environment, now, context, origin, exchanges, browsers, locations } = report
  const { outcome, sentence, reach, read, reason, settledBy, blocked } = verdictOf(report)
  const { decision } = decisive(report)
  return `${JSON.stringify({
    explainVersion: EXPLAIN_VERSION,
    policy,
    environment,
    now: formatInstant(now),
    origin,
    verdict: {
      outcome,
      sentence,
      reach,
      read,
      reason,
      resource: decision.resource,
      grant: decision.grant,
      exception: decision.exception,
      settledBy,
      blocked,
      hostServed: report.isHostServed,
      help: report.help,
    },
    exchanges: exchanges.map(({ role, request, decision, steps }) => ({
      role,
      question: decideRequest({ request, context, moment: { now } }),
      decision,
      steps,
      curl: curlLine(request),
    })),
    browsers,
    places: locations,
  })}\n`
}
