/**
 * Everything that is reported of a decision.
 *
 * @module
 */
import type { DecidedRequest, UsageRecorder } from '@marque/core/telemetry'
import type { PolicySource } from '@marque/sync'
import { decisionLogger, type LogOption } from './decision-log.ts'
import { reportPolicy } from './policy-reports.ts'
import { countDecision } from './process-metrics.ts'

/**
 * Reports a decision. Never throws.
 *
 * @param client Address of the client, or null.
 */
export type Telemetry = (request: DecidedRequest, client: string | null) => void

/** Starts reports of a middleware: of its decisions, and of its policy source. */
export function createTelemetry(
  source: PolicySource,
  { log, usage }: { readonly log?: LogOption; readonly usage?: UsageRecorder },
): Telemetry {
  reportPolicy(source)
  const logDecision = decisionLogger(log)
  return (request, client) => {
    countDecision(request)
    usage?.add(request)
    if (logDecision === null) return
    const { held } = source
    const isHeld = request.engine !== null && held?.engine === request.engine
    logDecision(request, { release: isHeld ? (held.release?.number ?? null) : null, client })
  }
}
