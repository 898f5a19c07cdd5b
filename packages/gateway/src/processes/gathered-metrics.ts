/**
 * Metrics of several processes as those of one.
 *
 * @module
 */
import { AggregatorRegistry, Counter, type MetricObject, Registry } from 'prom-client'

export interface GatheredMetrics {
  /** @param ask Asks all that serve, and says who was asked, each by a number of its own. */
  read(
    ask: (question: number) => readonly number[],
  ): Promise<{ readonly type: string; readonly text: string }>
  answered(question: number, worker: number, metrics: readonly MetricObject[]): void
  /** A process is gone. What it had counted stays in the sums, so that no counter falls. */
  gone(worker: number): void
}

/** How long one that does not answer is waited for, milliseconds; then what it said last stands for it. */
const PATIENCE = 1_000

type Values = readonly MetricObject[]

interface Question {
  readonly waiting: Set<number>
  readonly done: () => void
}

export function gatherMetrics(): GatheredMetrics {
  const own = new Registry()
  const replaced = new Counter({
    name: 'marque_processes_replaced_total',
    help: 'Processes that ended by themselves.',
    registers: [own],
  })
  const last = new Map<number, Values>()
  const questions = new Map<number, Question>()
  let past: Values = []
  let asked = 0

  const answer = (number: number, worker: number): void => {
    const question = questions.get(number)
    question?.waiting.delete(worker)
    if (question?.waiting.size === 0) question.done()
  }

  return {
    async read(ask) {
      const number = asked++
      const waiting = new Set(ask(number))
      if (waiting.size > 0) {
        await new Promise<void>((done) => {
          const timer = setTimeout(done, PATIENCE)
          questions.set(number, {
            waiting,
            done() {
              clearTimeout(timer)
              done()
            },
          })
        })
        questions.delete(number)
      }
      const mine = (await own.getMetricsAsJSON()) as unknown as Values
      const sum = sumOf([...last.values(), past, mine])
      return { type: sum.contentType, text: await sum.metrics() }
    },
    answered(number, worker, metrics) {
      last.set(worker, metrics)
      answer(number, worker)
    },
    gone(worker) {
      replaced.inc()
      const counted = (last.get(worker) ?? []).filter(isCount)
      past = joined(past, counted)
      last.delete(worker)
      for (const number of questions.keys()) answer(number, worker)
    },
  }
}

function sumOf(parts: readonly Values[]): Registry {
  // A metric whose first part names another way than the sum is joined that way: metrics.ts.
  return AggregatorRegistry.aggregate(parts.filter((part) => part.length > 0) as object[])
}

interface Series {
  readonly value: number
  readonly labels: { readonly [name: string]: string | number }
  readonly metricName?: string
}

/** Sums of counts, series by series. */
function joined(some: Values, more: Values): Values {
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

function isCount({ type }: MetricObject): boolean {
  return ['counter', 'histogram'].includes(String(type))
}
