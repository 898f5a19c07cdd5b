/**
 * The metrics of all middlewares in a process, or on other runtimes than Node in an isolate.
 *
 * They are kept in one place of the global object: bundlers (Next.js) put a copy of this module into each bundle, and their counts belong together.
 *
 * @module
 */
import { type DecidedRequest, DecisionCounts, metricsText } from '@marque/core/telemetry'
import type { PolicySource } from '@marque/sync'

interface ProcessMetrics {
  readonly decisions: DecisionCounts
  readonly rejected: Map<string, number>
  /** Sources of middlewares that are still in use. */
  readonly sources: Set<WeakRef<PolicySource>>
}

const KEY: unique symbol = Symbol.for('@marque/middleware/metrics/1')

function processMetrics(): ProcessMetrics {
  const holder = globalThis as { [KEY]?: ProcessMetrics }
  holder[KEY] ??= { decisions: new DecisionCounts(), rejected: new Map(), sources: new Set() }
  return holder[KEY]
}

export function countDecision(request: DecidedRequest): void {
  processMetrics().decisions.add(request)
}

/** @param reason A code of `SYNC_PROBLEMS`. */
export function countRejected(reason: string): void {
  const { rejected } = processMetrics()
  rejected.set(reason, (rejected.get(reason) ?? 0) + 1)
}

/** Includes the policy of a source in `marque_bundle_info`. */
export function registerSource(source: PolicySource): void {
  processMetrics().sources.add(new WeakRef(source))
}

/** All metrics in the text format of Prometheus. */
export function processMetricsText(): string {
  const { decisions, rejected, sources } = processMetrics()
  return metricsText([
    ...decisions.families,
    {
      name: 'marque_bundle_info',
      type: 'gauge',
      help: 'The policy in use.',
      labelNames: ['number', 'digest'],
      visit(visitor) {
        const seen = new Set<string>()
        for (const reference of sources) {
          const source = reference.deref()
          if (source === undefined) sources.delete(reference)
          const held = source?.held
          if (!held || seen.has(held.digest)) continue
          seen.add(held.digest)
          visitor({ number: String(held.release?.number ?? ''), digest: held.digest }, 1)
        }
      },
    },
    {
      name: 'marque_bundle_rejected_total',
      type: 'counter',
      help: 'Policies that were refused.',
      labelNames: ['reason'],
      visit(visitor) {
        for (const [reason, count] of rejected) visitor({ reason }, count)
      },
    },
  ])
}
