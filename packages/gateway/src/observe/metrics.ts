/**
 * Metrics for Prometheus.
 *
 * No label holds an origin, a path or anything else that a client chooses: each series is one of a few that the policy or the settings name.
 *
 * @module
 */
import type { PolicySource } from '@marque/sync'
import { type Aggregator, Counter, Gauge, type MetricObject, Registry } from 'prom-client'
import { isStale } from '../admin/policy-state.ts'
import type { Observer } from '../serve/stages.ts'
import { DecisionCounts, PlainHistogram, RequestCounts } from './counts.ts'
import { type DropTally, dropped } from './log/drop-tally.ts'
import { DROP_CAUSES } from './log/line-sink.ts'

/** What metrics are read from when they are asked for. */
export interface MetricSources {
  readonly policy: PolicySource
  readonly drops: DropTally
  /** WebSockets and event streams that are open. */
  readonly openStreams: () => number
}

export interface Metrics {
  readonly observer: Observer
  /** To be called for each `Marque-Decision` that goes to an upstream (D29). */
  stated(): void
  read(): Promise<{ readonly type: string; readonly text: string }>
  /** For another process, which joins them with those of others. */
  values(): Promise<readonly MetricObject[]>
  close(): void
}

/** Seconds: a decision takes microseconds, one that asks an issuer of logins up to seconds. */
const DURATIONS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5]

const PANICS = ['credentials-off', 'public-only', 'deny-all'] as const

export function metrics(sources: MetricSources): Metrics {
  const register = new Registry()
  const registers = [register]
  const counter = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> => new Counter({ name, help, labelNames: [...labelNames], registers })

  const decisions = new DecisionCounts()
  new Counter({
    name: 'marque_decisions_total',
    help: 'Decisions.',
    labelNames: ['mode', 'kind', 'reach', 'read', 'reason'],
    registers,
    collect() {
      this.reset()
      decisions.each((labels, count) => this.inc(labels, count))
    },
  })
  const durations = new PlainHistogram(
    'marque_decision_duration_seconds',
    'From the header of a request to its decision, asking who sends it included.',
    DURATIONS,
    registers,
  )
  const requests = new RequestCounts()
  new Counter({
    name: 'marque_http_requests_total',
    help: 'Requests that are over.',
    labelNames: ['route', 'status'],
    registers,
    collect() {
      this.reset()
      requests.each((labels, count) => this.inc(labels, count))
    },
  })
  const upstreamErrors = counter('marque_upstream_errors_total', 'Faults of applications.', [
    'kind',
  ])
  const limited = counter('marque_rate_limited_total', 'Requests over a limit.', ['by'])
  const unreadable = counter('marque_unreadable_requests_total', 'What came and was no request.', [
    'code',
  ])
  const statements = counter('marque_statements_written_total', 'Decisions told to applications.')
  const close = watchPolicy(sources, registers)
  addLogs(sources, registers)
  addProcess(registers)
  new Gauge({
    name: 'marque_streams_open',
    help: 'WebSockets and event streams that are open.',
    registers,
    collect() {
      this.set(sources.openStreams())
    },
  })

  const store = new Gauge({
    name: 'marque_rate_limit_store_up',
    help: 'Whether the store that counts for all processes can be reached.',
    aggregator: 'min',
    registers,
  })
  store.set(1)

  const observer: Observer = {
    decided({ decision, startedAt }) {
      decisions.add(decision)
      durations.add((performance.now() - startedAt) / 1_000)
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
    storeChanged(isThere) {
      store.set(isThere ? 1 : 0)
    },
  }
  return {
    observer,
    stated: () => statements.inc(),
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
    values: async () => (await register.getMetricsAsJSON()) as unknown as MetricObject[],
    close,
  }
}

function watchPolicy({ policy }: MetricSources, registers: Registry[]): () => void {
  let success = Date.now()
  const rejected = new Counter({
    name: 'marque_bundle_rejected_total',
    help: 'Policies that came and were not taken.',
    labelNames: ['reason'],
    registers,
  })
  // Of several processes the one counts that is worst off.
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
    help: 'The policy in force.',
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
    'When the source of the policy last answered well.',
    'min',
    () => success / 1_000,
  )
  gauge(
    'marque_bundle_lease_expiry_timestamp_seconds',
    'Until when the policy is vouched for.',
    'min',
    () => {
      const { leaseUntil } = policy.moment()
      return leaseUntil === undefined ? null : leaseUntil / 1_000
    },
  )
  gauge('marque_bundle_stale', 'Whether answers are tightened for want of a lease.', 'max', () =>
    isStale(policy) ? 1 : 0,
  )
  new Gauge({
    name: 'marque_panic_active',
    help: 'Whether an incident measure holds.',
    aggregator: 'max',
    labelNames: ['mode'],
    registers,
    collect() {
      const active = new Set((policy.moment().lockdowns ?? []).map(({ mode }) => mode))
      for (const mode of PANICS) this.set({ mode }, active.has(mode) ? 1 : 0)
    },
  })
  return policy.onEvent((event) => {
    if (event.type === 'rejected') rejected.inc({ reason: event.problem.code })
    else if (event.type === 'swapped' || event.type === 'unchanged') success = Date.now()
  })
}

/** Counters that something else keeps. */
function addLogs({ drops }: MetricSources, registers: Registry[]): void {
  new Counter({
    name: 'marque_decision_log_dropped_total',
    help: 'Lines of the decision log that were not written.',
    registers,
    collect() {
      this.reset()
      this.inc(dropped(drops, 'decision'))
    },
  })
  new Counter({
    name: 'marque_decision_log_dropped_by_reason_total',
    help: 'The same, by cause.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset()
      for (const reason of DROP_CAUSES) this.inc({ reason }, drops.of('decision')[reason])
    },
  })
  new Counter({
    name: 'marque_access_log_dropped_total',
    help: 'Lines of the access log that were not written.',
    registers,
    collect() {
      this.reset()
      this.inc(dropped(drops, 'access'))
    },
  })
}

function addProcess(registers: Registry[]): void {
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system time.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1_000_000)
    },
  })
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process started.',
    aggregator: 'min',
    registers,
  }).set(Math.round(performance.timeOrigin / 1_000))
}
