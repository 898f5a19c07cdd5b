/**
 * Prometheus metrics.
 *
 * No label holds an origin, a path or any other value that a client chooses, so the number of series is bounded by policy and settings.
 *
 * @module
 */
import { DecisionCounts, withFault } from '@marque/core/telemetry'
import { isStale, type PolicySource, SYNC_PROBLEMS } from '@marque/sync'
import { type Aggregator, Counter, Gauge, type MetricObject, Registry } from 'prom-client'
import { type DropTally, totalDropped } from './drop-tally.ts'
import { DROP_CAUSES } from './line-sink.ts'
import type { Observer } from './observer.ts'
import { PlainHistogram, RequestCounts } from './request-counts.ts'

/** Sources that are read when metrics are collected. */
export interface MetricSources {
  readonly policy: PolicySource
  readonly drops: DropTally
  /** Number of open WebSockets and event streams. */
  readonly openStreams: () => number
}

export interface Metrics {
  readonly observer: Observer
  /** To be called for each `Marque-Decision` statement sent to an upstream (D29). */
  statementWritten(): void
  read(): Promise<{ readonly type: string; readonly text: string }>
  /** For aggregation by the primary process. */
  values(): Promise<readonly MetricObject[]>
  close(): void
}

/** Seconds: a decision takes microseconds, with introspection up to seconds. */
const DURATIONS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5]

const LOCKDOWN_MODES = ['credentials-off', 'public-only', 'deny-all'] as const

export function createMetrics(sources: MetricSources): Metrics {
  const register = new Registry()
  const registers = [register]
  const counter = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> => new Counter({ name, help, labelNames: [...labelNames], registers })

  const decisions = new DecisionCounts()
  for (const { name, help, labelNames, visit } of decisions.families) {
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        this.reset()
        visit((labels, count) => this.inc(labels, count))
      },
    })
  }
  const durations = new PlainHistogram(
    'marque_decision_duration_seconds',
    'Time from the request header to the final decision, authentication included.',
    DURATIONS,
    registers,
  )
  const requests = new RequestCounts()
  new Counter({
    name: 'marque_http_requests_total',
    help: 'Finished requests by route and status.',
    labelNames: ['route', 'status'],
    registers,
    collect() {
      this.reset()
      requests.visit((labels, count) => this.inc(labels, count))
    },
  })
  const upstreamErrors = counter('marque_upstream_errors_total', 'Upstream errors by kind.', [
    'kind',
  ])
  const limited = counter('marque_rate_limited_total', 'Requests over a rate limit.', ['by'])
  const unreadable = counter(
    'marque_unreadable_requests_total',
    'Connections with input that is not a valid request.',
    ['code'],
  )
  const statements = counter(
    'marque_statements_written_total',
    'Decision statements sent to upstreams.',
  )
  const close = addPolicyMetrics(sources, registers)
  addLogMetrics(sources, registers)
  addProcessMetrics(registers)
  new Gauge({
    name: 'marque_streams_open',
    help: 'Open WebSockets and event streams.',
    registers,
    collect() {
      this.set(sources.openStreams())
    },
  })

  const store = new Gauge({
    name: 'marque_rate_limit_store_up',
    help: 'Whether the shared rate limit store is reachable.',
    aggregator: 'min',
    registers,
  })
  store.set(1)

  const observer: Observer = {
    decided(request, fault) {
      decisions.add(withFault(request, fault?.status))
      durations.add((performance.now() - request.startedAt) / 1_000)
    },
    // Counted beside the first decision, as the decision log has a second line: an alert on unread answers sees what the application withholds.
    withheld(request) {
      decisions.add(request)
    },
    finished({ upstream, status }) {
      requests.add(upstream ?? 'gateway', status)
    },
    failed(_exchange, { kind }) {
      if (kind.startsWith('upstream-')) upstreamErrors.inc({ kind })
    },
    limited(_exchange, by) {
      limited.inc({ by: by ?? 'client' })
    },
    unreadable(code) {
      unreadable.inc({ code })
    },
    storeChanged(isReachable) {
      store.set(isReachable ? 1 : 0)
    },
  }
  return {
    observer,
    statementWritten: () => statements.inc(),
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
    values: async () => (await register.getMetricsAsJSON()) as unknown as MetricObject[],
    close,
  }
}

function addPolicyMetrics({ policy }: MetricSources, registers: Registry[]): () => void {
  let lastSuccess = Date.now()
  const rejected = new Counter({
    name: 'marque_bundle_rejected_total',
    help: 'Policies that were refused.',
    labelNames: ['reason'],
    registers,
  })
  // From the start: `increase` over a series that begins with 1 is 0.
  for (const reason of Object.keys(SYNC_PROBLEMS)) rejected.inc({ reason }, 0)
  let isRejected = false
  // With several processes the worst value counts.
  const gauge = (
    name: string,
    help: string,
    aggregator: Aggregator,
    value: () => number | null,
  ): void => {
    new Gauge({
      name,
      help,
      aggregator,
      registers,
      collect() {
        const now = value()
        if (now === null) this.remove()
        else this.set(now)
      },
    })
  }
  new Gauge({
    name: 'marque_bundle_info',
    help: 'The policy in use.',
    aggregator: 'max',
    labelNames: ['number', 'digest'],
    registers,
    collect() {
      this.reset()
      const { held } = policy
      if (held === null) return
      this.set({ number: String(held.release?.number ?? ''), digest: held.digest }, 1)
    },
  })
  gauge(
    'marque_bundle_last_success_timestamp_seconds',
    'Time of the last successful check for a new policy.',
    'min',
    () => lastSuccess / 1_000,
  )
  gauge(
    'marque_bundle_lease_expiry_timestamp_seconds',
    'Time when the lease of the policy expires.',
    'min',
    () => {
      const { leaseUntil } = policy.moment()
      return leaseUntil === undefined ? null : leaseUntil / 1_000
    },
  )
  gauge('marque_bundle_stale', 'Whether an expired lease makes decisions stricter.', 'max', () =>
    isStale(policy) ? 1 : 0,
  )
  gauge(
    'marque_bundle_newest_rejected',
    'Whether the newest policy was refused, so that an older one or none is in use.',
    'max',
    () => (isRejected ? 1 : 0),
  )
  new Gauge({
    name: 'marque_panic_active',
    help: 'Whether a lockdown is active.',
    aggregator: 'max',
    labelNames: ['mode'],
    registers,
    collect() {
      const active = new Set((policy.moment().lockdowns ?? []).map(({ mode }) => mode))
      for (const mode of LOCKDOWN_MODES) this.set({ mode }, active.has(mode) ? 1 : 0)
    },
  })
  return policy.onEvent((event) => {
    if (event.type === 'rejected') {
      rejected.inc({ reason: event.problem.code })
      if (event.of === 'bundle') isRejected = true
    } else if (event.type === 'swapped' || event.type === 'unchanged') {
      isRejected = false
      lastSuccess = Date.now()
    }
  })
}

function addLogMetrics({ drops }: MetricSources, registers: Registry[]): void {
  new Counter({
    name: 'marque_decision_log_dropped_total',
    help: 'Dropped decision log lines.',
    registers,
    collect() {
      this.reset()
      this.inc(totalDropped(drops, 'decision'))
    },
  })
  new Counter({
    name: 'marque_decision_log_dropped_by_reason_total',
    help: 'Dropped decision log lines by cause.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset()
      for (const reason of DROP_CAUSES) this.inc({ reason }, drops.of('decision')[reason])
    },
  })
  new Counter({
    name: 'marque_access_log_dropped_total',
    help: 'Dropped access log lines.',
    registers,
    collect() {
      this.reset()
      this.inc(totalDropped(drops, 'access'))
    },
  })
}

function addProcessMetrics(registers: Registry[]): void {
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system CPU time.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1_000_000)
    },
  })
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'Start time of the process.',
    aggregator: 'min',
    registers,
  }).set(Math.round(performance.timeOrigin / 1_000))
}
