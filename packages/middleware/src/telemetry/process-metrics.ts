/**
 * The metrics of all middlewares in a process, or on other runtimes than Node in an isolate.
 *
 * They are kept in one place of the global object: bundlers (Next.js) put a copy of this module into each bundle, and their counts belong together.
 *
 * @module
 */
import {
  type DecidedRequest,
  DecisionCounts,
  type MetricFamily,
  metricsText,
} from '@marque/core/telemetry'
import { isStale, type PolicySource, SYNC_PROBLEMS } from '@marque/sync'

interface ProcessMetrics {
  readonly decisions: DecisionCounts
  readonly rejected: Map<string, number>
  /** Lines of the decision log that were not written. */
  dropped: number
  /** The policy sources of middlewares, while they are in use. */
  readonly sources: Set<WeakRef<PolicySource>>
  readonly tracked: WeakMap<PolicySource, TrackedSource>
}

export interface TrackedSource {
  /** Time of the last successful check for a new policy, epoch milliseconds. */
  lastSuccess: number
  /** The newest policy was refused. */
  isRejected: boolean
}

const KEY: unique symbol = Symbol.for('@marque/middleware/metrics/1')

function processMetrics(): ProcessMetrics {
  const holder = globalThis as { [KEY]?: ProcessMetrics }
  holder[KEY] ??= {
    decisions: new DecisionCounts(),
    // From the start: `increase` over a series that begins with 1 is 0.
    rejected: new Map(Object.keys(SYNC_PROBLEMS).map((code) => [code, 0])),
    dropped: 0,
    sources: new Set(),
    tracked: new WeakMap(),
  }
  return holder[KEY]
}

export function countDecision(request: DecidedRequest): void {
  processMetrics().decisions.add(request)
}

export function countDropped(): void {
  processMetrics().dropped++
}

/** @param reason A code of `SYNC_PROBLEMS`. */
export function countRejected(reason: string): void {
  const { rejected } = processMetrics()
  rejected.set(reason, (rejected.get(reason) ?? 0) + 1)
}

/** Includes a policy source in the metrics. Null: it is included already. */
export function trackSource(source: PolicySource): TrackedSource | null {
  const { sources, tracked } = processMetrics()
  if (tracked.has(source)) return null
  const state = { lastSuccess: Date.now(), isRejected: false }
  tracked.set(source, state)
  sources.add(new WeakRef(source))
  return state
}

function trackedSources(): readonly PolicySource[] {
  const { sources } = processMetrics()
  const found: PolicySource[] = []
  for (const reference of sources) {
    const source = reference.deref()
    if (source === undefined) sources.delete(reference)
    else found.push(source)
  }
  return found
}

/** All metrics in the text format of Prometheus. */
export function processMetricsText(): string {
  const { decisions, rejected, dropped } = processMetrics()
  return metricsText([
    ...decisions.families,
    {
      name: 'marque_bundle_rejected_total',
      type: 'counter',
      help: 'Policies that were refused.',
      labelNames: ['reason'],
      visit(visitor) {
        for (const [reason, count] of rejected) visitor({ reason }, count)
      },
    },
    {
      name: 'marque_decision_log_dropped_total',
      type: 'counter',
      help: 'Dropped decision log lines.',
      labelNames: [],
      visit: (visitor) => visitor({}, dropped),
    },
    ...policyFamilies(trackedSources()),
  ])
}

const LOCKDOWN_MODES = ['credentials-off', 'public-only', 'deny-all'] as const

/** With several sources the worst value counts, as with several processes of a gateway. */
function policyFamilies(sources: readonly PolicySource[]): readonly MetricFamily[] {
  const { tracked } = processMetrics()
  const gauge = (name: string, help: string, values: readonly number[]): MetricFamily => ({
    name,
    type: 'gauge',
    help,
    labelNames: [],
    visit(visitor) {
      if (values.length > 0) visitor({}, Math.min(...values))
    },
  })
  const leases = sources.flatMap((source) => source.moment().leaseUntil ?? [])
  return [
    {
      name: 'marque_bundle_info',
      type: 'gauge',
      help: 'The policy in use.',
      labelNames: ['number', 'digest'],
      visit(visitor) {
        const inUse = new Map(
          sources.flatMap(({ held }) =>
            held === null ? [] : [[`${held.release?.number ?? ''} ${held.digest}`, held] as const],
          ),
        )
        for (const { release, digest } of inUse.values())
          visitor({ number: String(release?.number ?? ''), digest }, 1)
      },
    },
    gauge(
      'marque_bundle_last_success_timestamp_seconds',
      'Time of the last successful check for a new policy.',
      sources.map((source) => (tracked.get(source)?.lastSuccess ?? 0) / 1_000),
    ),
    gauge(
      'marque_bundle_lease_expiry_timestamp_seconds',
      'Time when the lease of the policy expires.',
      leases.map((time) => time / 1_000),
    ),
    {
      name: 'marque_panic_active',
      type: 'gauge',
      help: 'Whether a lockdown is active.',
      labelNames: ['mode'],
      visit(visitor) {
        const active = new Set(
          sources.flatMap((source) => (source.moment().lockdowns ?? []).map(({ mode }) => mode)),
        )
        for (const mode of LOCKDOWN_MODES) visitor({ mode }, active.has(mode) ? 1 : 0)
      },
    },
    gauge(
      'marque_bundle_newest_rejected',
      'Whether the newest policy was refused, so that an older one or none is in use.',
      [sources.some((source) => tracked.get(source)?.isRejected) ? 1 : 0],
    ),
    gauge('marque_bundle_stale', 'Whether an expired lease makes decisions stricter.', [
      sources.some(isStale) ? 1 : 0,
    ]),
  ]
}
