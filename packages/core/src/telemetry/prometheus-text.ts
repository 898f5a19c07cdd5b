/**
 * Counters in the text format of Prometheus, version 0.0.4.
 *
 * @module
 */
import type { CounterFamily, CounterLabels } from './decision-counts.ts'

/** The media type of {@link countersText}. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** All series of the counters, each counter with its help and type. */
export function countersText(families: readonly CounterFamily[]): string {
  return families
    .map(({ name, help, labelNames, visit }) => {
      const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} counter`]
      visit((labels, count) => lines.push(`${name}${labelsText(labelNames, labels)} ${count}`))
      return `${lines.join('\n')}\n`
    })
    .join('\n')
}

function labelsText(names: readonly string[], labels: CounterLabels): string {
  if (names.length === 0) return ''
  return `{${names.map((name) => `${name}="${escaped(labels[name] ?? '')}"`).join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
