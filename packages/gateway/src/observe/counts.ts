/**
 * What is counted for each request, kept in plain numbers: prom-client finds a series by the text of its labels, which costs more than the request's decision.
 * It is told when somebody asks.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import { Histogram, type Registry } from 'prom-client'

/** Counts of decisions, by what is said of them. */
export class DecisionCounts {
  /** By reason, then by kind: of the four places each is for one pair of `reach` and `read`. */
  readonly #byReason = new Map<string, Map<string, Float64Array>>()

  add({ kind, reach, read, reason }: Decision): void {
    let byKind = this.#byReason.get(reason)
    if (byKind === undefined) {
      byKind = new Map()
      this.#byReason.set(reason, byKind)
    }
    let places = byKind.get(kind)
    if (places === undefined) {
      places = new Float64Array(4)
      byKind.set(kind, places)
    }
    const place = (reach ? 2 : 0) + (read ? 1 : 0)
    places[place] = (places[place] ?? 0) + 1
  }

  each(tell: (labels: DecisionLabels, count: number) => void): void {
    for (const [reason, byKind] of this.#byReason) {
      for (const [kind, places] of byKind) {
        for (const [place, count] of places.entries()) {
          if (count === 0) continue
          const reach = String(place >= 2)
          tell({ mode: 'enforce', kind, reach, read: String(place % 2 === 1), reason }, count)
        }
      }
    }
  }
}

export type DecisionLabels = {
  readonly [name in 'mode' | 'kind' | 'reach' | 'read' | 'reason']: string
}

/** Counts of requests by where they went and what was answered; both are of a few. */
export class RequestCounts {
  readonly #byRoute = new Map<string, Map<number | null, number>>()

  /** @param status Null where the client left before an answer. */
  add(route: string, status: number | null): void {
    let byStatus = this.#byRoute.get(route)
    if (byStatus === undefined) {
      byStatus = new Map()
      this.#byRoute.set(route, byStatus)
    }
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
  }

  each(
    tell: (labels: { readonly route: string; readonly status: string }, count: number) => void,
  ): void {
    for (const [route, byStatus] of this.#byRoute) {
      for (const [status, count] of byStatus) {
        tell({ route, status: status === null ? 'none' : String(status) }, count)
      }
    }
  }
}

/** A histogram without labels. */
export class PlainHistogram {
  readonly name: string
  /** Never counted in: it says what is the same of every histogram. */
  readonly #empty: Histogram
  readonly #bounds: readonly number[]
  /** One for each bound, and one for what is above the last; each without those below it. */
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
    // A registry asks a metric for its name and its values, whatever else it is.
    for (const one of registers) one.registerMetric(this as unknown as Histogram)
  }

  add(value: number): void {
    const bounds = this.#bounds
    let place = 0
    while (place < bounds.length && value > (bounds[place] ?? 0)) place++
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
    this.#sum += value
  }

  async get(): ReturnType<Histogram['get']> {
    const { name } = this
    const values: Awaited<ReturnType<Histogram['get']>>['values'] = []
    let count = 0
    for (const [place, more] of this.#counts.entries()) {
      count += more
      const le = this.#bounds[place] ?? '+Inf'
      values.push({ labels: { le }, value: count, metricName: `${name}_bucket` })
    }
    values.push({ labels: {}, value: this.#sum, metricName: `${name}_sum` })
    values.push({ labels: {}, value: count, metricName: `${name}_count` })
    return { ...(await this.#empty.get()), values }
  }
}
