/**
 * The observers that settings and environment configure.
 *
 * @module
 */
import { type LayerName, withFault } from '@marque/core/telemetry'
import type { PolicySource } from '@marque/sync'
import type { UsageFile } from '@marque/sync/node'
import type { LogSettings, Settings } from '../config/index.ts'
import type { TraceSampler } from '../request/index.ts'
import { dropTally } from './drop-tally.ts'
import type { LineSink } from './line-sink.ts'
import type { Metrics } from './metrics.ts'
import { combineObservers, NO_OBSERVER, type Observer } from './observer.ts'
import { traceSampler } from './trace-sampling.ts'

export interface ObservabilityOptions {
  readonly settings: Pick<Settings, 'admin' | 'log'> &
    Partial<Pick<Settings, 'environment' | 'usageFile'>>
  readonly policy: PolicySource
  /** Receives log lines; taken over, and closed with the observers. Null: nothing is logged, whatever the settings. */
  readonly log: LineSink | null
  readonly layer: LayerName
  /** Number of open streams, for the metrics. */
  readonly openStreams: () => number
  /** Environment variables of OpenTelemetry, if requests are traced. */
  readonly env: { readonly [name: string]: string | undefined }
}

export interface Observability {
  readonly observer: Observer
  /** Null without an admin address, since nothing could read them. */
  readonly metrics: Metrics | null
  /** Null if requests are not traced. */
  readonly sampleTrace: TraceSampler | null
  /** Flushes log lines and spans, for a second at most. */
  close(): Promise<void>
}

/** How long a shutdown waits for log lines and for spans, milliseconds. */
const FLUSH_TIMEOUT = 1_000

/**
 * Opens what is configured, and loads nothing else.
 *
 * @throws {TypeError} A variable of OpenTelemetry is invalid.
 * @throws The usage file cannot be opened for writing.
 */
export async function openObservability(options: ObservabilityOptions): Promise<Observability> {
  const { settings, policy, log, layer, openStreams, env } = options
  const drops = dropTally()
  const observers: Observer[] = []
  if (log !== null && isLogging(settings.log)) {
    const { logObserver } = await import('./log-observer.ts')
    observers.push(logObserver(policy, settings.log, log, drops, layer))
  }
  let metrics: Metrics | null = null
  if (settings.admin !== null) {
    const { createMetrics } = await import('./metrics.ts')
    metrics = createMetrics({ policy, drops, openStreams })
    observers.push(metrics.observer)
  }
  const sampleTrace = traceSampler(env)
  const traces = sampleTrace === null ? null : (await import('./traces.ts')).openTraces()
  if (traces !== null) observers.push(traces.observer)
  const usage = await openUsage(settings, layer)
  if (usage !== null)
    observers.push({
      ...NO_OBSERVER,
      decided: (request, fault) => usage.add(withFault(request, fault?.status)),
      withheld: (request) => usage.add(request),
    })
  return {
    observer: combineObservers(observers),
    metrics,
    sampleTrace,
    async close() {
      metrics?.close()
      await usage?.close()
      await traces?.close(FLUSH_TIMEOUT)
      await log?.close(FLUSH_TIMEOUT)
    },
  }
}

async function openUsage(
  { usageFile = null, environment }: ObservabilityOptions['settings'],
  layer: LayerName,
): Promise<UsageFile | null> {
  if (usageFile === null) return null
  const { openUsageFile } = await import('@marque/sync/node')
  return openUsageFile({ path: usageFile, layer, ...(environment && { environment }) })
}

/** Loads what {@link openObservability} needs, before the policy is available. */
export async function loadObservers(
  settings: ObservabilityOptions['settings'],
  hasLog: boolean,
): Promise<void> {
  await Promise.all([
    hasLog && isLogging(settings.log) ? import('./log-observer.ts') : null,
    settings.admin === null ? null : import('./metrics.ts'),
  ])
}

function isLogging({ access, decisions }: LogSettings): boolean {
  return access !== false || decisions.granted > 0 || decisions.denied > 0
}
