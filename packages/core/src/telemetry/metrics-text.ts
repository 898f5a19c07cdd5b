/**
 * Metrics in the text format of Prometheus, version 0.0.4.
 *
 * @module
 */
import type { MetricFamily, MetricLabels } from './decision-counts.ts'

/** The media type of {@link metricsText}. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** All series of the metrics, each metric with its help and type. */
export function metricsText(families: readonly MetricFamily[]): string {
  return families
    .map(({ name, type, help, labelNames, visit }) => {
      const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
      visit((labels, count) => lines.push(`${name}${labelsText(labelNames, labels)} ${count}`))
      return `${lines.join('\n')}\n`
    })
    .join('\n')
}

function labelsText(names: readonly string[], labels: MetricLabels): string {
  if (names.length === 0) return ''
  return `{${names.map((name) => `${name}="${escaped(labels[name] ?? '')}"`).join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
