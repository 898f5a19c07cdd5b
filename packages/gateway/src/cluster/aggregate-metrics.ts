/**
 * Metrics of several processes, aggregated.
 *
 * @module
 */
import { AggregatorRegistry, Counter, type MetricObject, Registry } from 'prom-client'

export interface MetricsAggregator {
  /** @param request Requests metrics from all serving workers and returns their ids. */
  read(
    request: (id: number) => readonly number[],
  ): Promise<{ readonly type: string; readonly text: string }>
  onMetrics(request: number, worker: number, metrics: readonly MetricObject[]): void
  /** To be called when a worker has ended. Its counts remain in the sums, so that no counter decreases. */
  onWorkerEnd(worker: number): void
}

/** How long a worker may take to answer, milliseconds; then its last metrics are used. */
const TIMEOUT = 1_000

type MetricValues = readonly MetricObject[]

interface PendingRead {
  readonly waiting: Set<number>
  readonly done: () => void
}

export function metricsAggregator(): MetricsAggregator {
  const own = new Registry()
  const replaced = new Counter({
    name: 'marque_processes_replaced_total',
    help: 'Worker processes that ended unexpectedly.',
    registers: [own],
  })
  const latest = new Map<number, MetricValues>()
  const pending = new Map<number, PendingRead>()
  let ended: MetricValues = []
  let requests = 0

  const settle = (request: number, worker: number): void => {
    const read = pending.get(request)
    read?.waiting.delete(worker)
    if (read?.waiting.size === 0) read.done()
  }

  return {
    async read(request) {
      const id = requests++
      const waiting = new Set(request(id))
      if (waiting.size > 0) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, TIMEOUT)
          pending.set(id, {
            waiting,
            done() {
              clearTimeout(timer)
              done()
            },
          })
        })
        pending.delete(id)
      }
      const primary = (await own.getMetricsAsJSON()) as unknown as MetricValues
      const sum = aggregate([...latest.values(), ended, primary])
      return { type: sum.contentType, text: await sum.metrics() }
    },
    onMetrics(request, worker, metrics) {
      latest.set(worker, metrics)
      settle(request, worker)
    },
    onWorkerEnd(worker) {
      replaced.inc()
      const counts = (latest.get(worker) ?? []).filter(isCumulative)
      ended = addMetrics(ended, counts)
      latest.delete(worker)
      for (const request of pending.keys()) settle(request, worker)
    },
  }
}

function aggregate(parts: readonly MetricValues[]): Registry {
  // Each metric names its own aggregator, the sum by default: observability/metrics.ts.
  return AggregatorRegistry.aggregate(parts.filter((part) => part.length > 0) as object[])
}

interface Series {
  readonly value: number
  readonly labels: { readonly [name: string]: string | number }
  readonly metricName?: string
}

/** Adds counts series by series. */
function addMetrics(some: MetricValues, more: MetricValues): MetricValues {
  const byName = new Map(some.map((metric) => [metric.name, metric]))
  for (const metric of more) {
    const known = byName.get(metric.name)
    const series = new Map<string, Series>()
    for (const one of [...seriesOf(known), ...seriesOf(metric)]) {
      const key = JSON.stringify([one.metricName, Object.entries(one.labels).sort()])
      series.set(key, { ...one, value: one.value + (series.get(key)?.value ?? 0) })
    }
    byName.set(metric.name, { ...metric, values: [...series.values()] } as MetricObject)
  }
  return [...byName.values()]
}

function seriesOf(metric: MetricObject | undefined): readonly Series[] {
  return ((metric as { readonly values?: readonly Series[] } | undefined)?.values ?? []).map(
    (one) => ({ ...one, labels: one.labels ?? {} }),
  )
}

function isCumulative({ type }: MetricObject): boolean {
  return ['counter', 'histogram'].includes(String(type))
}
