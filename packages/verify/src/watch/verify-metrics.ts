/**
 * The metrics of a watch.
 *
 * @module
 */
import { type MetricFamily, metricsText } from '@marque/core/telemetry'
import type { LayerFinding } from '../report/index.ts'

export interface VerifyMetrics {
  /** The text format of Prometheus. */
  text(): string
  /** Takes over the findings of a run. Pairs of layer and cause that are gone are reported as 0 from then on, so that alerts end. */
  setFindings(findings: readonly LayerFinding[]): void
  /** @param time When a run ended that could ask every layer, epoch milliseconds. */
  setLastRun(time: number): void
}

export function createVerifyMetrics(): VerifyMetrics {
  const counts = new Map<string, { labels: { layer: string; cause: string }; count: number }>()
  let lastRun: number | null = null
  const families: readonly MetricFamily[] = [
    {
      name: 'marque_verify_findings',
      type: 'gauge',
      help: 'Findings of the last run that the baseline does not have, by layer and cause.',
      labelNames: ['layer', 'cause'],
      visit(visitor) {
        for (const { labels, count } of counts.values()) visitor(labels, count)
      },
    },
    {
      name: 'marque_verify_last_run_timestamp_seconds',
      type: 'gauge',
      help: 'Unix time of the end of the last run that could ask every layer.',
      labelNames: [],
      visit(visitor) {
        if (lastRun !== null) visitor({}, lastRun / 1000)
      },
    },
  ]
  return {
    text: () => metricsText(families),
    setFindings(findings) {
      for (const entry of counts.values()) entry.count = 0
      for (const { layer, cause } of findings) {
        const key = JSON.stringify([layer, cause])
        const entry = counts.get(key) ?? { labels: { layer, cause }, count: 0 }
        entry.count += 1
        counts.set(key, entry)
      }
    },
    setLastRun(time) {
      lastRun = time
    },
  }
}
