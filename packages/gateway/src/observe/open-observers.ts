/**
 * Who hears what a layer decides: its log and its metrics.
 *
 * @module
 */
import type { PolicySource } from '@marque/sync'
import type { Observer } from '../serve/stages.ts'
import type { LogSettings, Settings } from '../settings/settings.ts'
import type { LayerName } from './log/decision-line.ts'
import { dropTally } from './log/drop-tally.ts'
import type { LineSink } from './log/line-sink.ts'
import type { Metrics } from './metrics.ts'

export interface ObserverSources {
  readonly settings: Pick<Settings, 'admin' | 'log'>
  readonly policy: PolicySource
  /** Null: nothing is logged, whatever the settings say. */
  readonly log: LineSink | null
  readonly layer: LayerName
  /** How many streams are open, for the metrics. */
  readonly openStreams: () => number
}

export interface OpenObservers {
  readonly observers: readonly Observer[]
  /** Null where nobody can ask for them: there is no admin address. */
  readonly metrics: Metrics | null
}

/** Opens what the settings ask for, and loads nothing else. */
export async function openObservers(sources: ObserverSources): Promise<OpenObservers> {
  const { settings, policy, log, layer, openStreams } = sources
  const drops = dropTally()
  const observers: Observer[] = []
  if (log !== null && isLogging(settings.log)) {
    const { logObserver } = await import('./log/log-observer.ts')
    observers.push(logObserver(policy, settings.log, log, drops, layer))
  }
  if (settings.admin === null) return { observers, metrics: null }
  const metrics = (await import('./metrics.ts')).metrics({ policy, drops, openStreams })
  return { observers: [...observers, metrics.observer], metrics }
}

/** Loads what {@link openObservers} opens, where it is known before there is a policy. */
export async function loadObservers(
  settings: ObserverSources['settings'],
  hasLog: boolean,
): Promise<void> {
  await Promise.all([
    hasLog && isLogging(settings.log) ? import('./log/log-observer.ts') : null,
    settings.admin === null ? null : import('./metrics.ts'),
  ])
}

function isLogging({ access, decisions }: LogSettings): boolean {
  return access !== false || decisions.granted > 0 || decisions.denied > 0
}
