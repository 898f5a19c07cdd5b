/**
 * Counters for every request, in plain numbers: prom-client looks up a series by the text of its labels, which costs more than the decision. The numbers are copied
 * into prom-client when metrics are read.
 *
 * @module
 */
import { Histogram, type Registry } from 'prom-client'

/** Counts of requests by route and status. */
export class RequestCounts {
  readonly #byRoute = new Map<string, Map<number | null, number>>()

  /** @param status Null if the client disconnected before a response. */
  add(route: string, status: number | null): void {
    let byStatus = this.#byRoute.get(route)
    if (byStatus === undefined) {
      byStatus = new Map()
      this.#byRoute.set(route, byStatus)
    }
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
  }

  visit(
    visitor: (labels: { readonly route: string; readonly status: string }, count: number) => void,
  ): void {
    for (const [route, byStatus] of this.#byRoute) {
      for (const [status, count] of byStatus) {
        visitor({ route, status: status === null ? 'none' : String(status) }, count)
      }
    }
  }
}

/** A histogram without labels. */
export class PlainHistogram {
  readonly name: string
  /** Supplies type, help and aggregator; never observed. */
  readonly #empty: Histogram
  readonly #bounds: readonly number[]
  /** One for each bound and one above the last; not cumulative. */
  readonly #counts: Float64Array
  #sum = 0

  constructor(
    name: string,
    help: string,
    bounds: readonly number[],
    registers: readonly Registry[],
  ) {
    this.name = name
    this.#empty = new Histogram({ name, help, buckets: [...bounds], registers: [] })
    this.#bounds = bounds
    this.#counts = new Float64Array(bounds.length + 1)
    // A registry only reads `name` and calls `get`.
    for (const one of registers) one.registerMetric(this as unknown as Histogram)
  }

  add(value: number): void {
    const bounds = this.#bounds
    let index = 0
    while (index < bounds.length && value > (bounds[index] ?? 0)) index++
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#sum += value
  }

  async get(): ReturnType<Histogram['get']> {
    const { name } = this
    const values: Awaited<ReturnType<Histogram['get']>>['values'] = []
    let count = 0
    for (const [index, more] of this.#counts.entries()) {
      count += more
      const le = this.#bounds[index] ?? '+Inf'
      values.push({ labels: { le }, value: count, metricName: `${name}_bucket` })
    }
    values.push({ labels: {}, value: this.#sum, metricName: `${name}_sum` })
    values.push({ labels: {}, value: count, metricName: `${name}_count` })
    return { ...(await this.#empty.get()), values }
  }
}
