/**
 * From settings to the parts of a gateway.
 *
 * @module
 */
import type { Clock, PolicySource } from '@marque/sync'
import { explainStage } from '../explain/explain-stage.ts'
import { identification } from '../identity/identify.ts'
import { openLimiter } from '../limits/open-limiter.ts'
import { combine } from '../observe/combine.ts'
import type { LineSink } from '../observe/log/line-sink.ts'
import type { Metrics } from '../observe/metrics.ts'
import { openObservers } from '../observe/open-observers.ts'
import { samplingOf } from '../observe/trace-sampling.ts'
import type { Settings } from '../settings/settings.ts'
import { statementStage } from '../statement/statement-stage.ts'
import type { Parts } from './gateway.ts'
import type { Stages } from './stages.ts'

/** The parts, and what they hold open. */
export interface Assembled {
  readonly parts: Parts
  /** Null where nobody can ask for them: there is no admin address. */
  readonly metrics: Metrics | null
  close(): Promise<void>
}

const CLOCK: Clock = { wall: () => Date.now(), monotonic: () => performance.now() }

/**
 * Builds what the settings ask for, and loads nothing else.
 *
 * @param log Where log lines go; closed with the rest. Null: nothing is logged, whatever the settings say.
 * @param openStreams How many streams are open, for the metrics.
 * @throws {TypeError} A setting makes no sense; a file of a key cannot be read.
 */
export async function assemble(
  settings: Settings,
  policy: PolicySource,
  log: LineSink | null = null,
  openStreams: () => number = () => 0,
): Promise<Assembled> {
  const { observers, metrics } = await openObservers({
    settings,
    policy,
    log,
    layer: 'gateway',
    openStreams,
  })
  const sample = samplingOf(process.env)
  const traces = sample === null ? null : (await import('../observe/traces.ts')).traces()
  const observe = combine(traces === null ? observers : [...observers, traces.observer])
  const state = settings.statement === null ? null : statementStage(settings.statement)
  const identify = await identification({ settings, clock: CLOCK })
  const limits = await openLimiter(settings, CLOCK, (isThere) => {
    observe.storeChanged?.(isThere)
    log?.write(storeLine(isThere), () => undefined)
  })
  const parts: Parts = {
    observe,
    sample,
    limit: limits?.limiter ?? null,
    identify,
    wellKnown: explainStage(observe),
    ...(state !== null && { state: metrics === null ? state : counted(state, metrics.stated) }),
  }
  return {
    parts,
    metrics,
    async close() {
      metrics?.close()
      await limits?.close()
      await traces?.close(FLUSH)
      await log?.close(FLUSH)
    },
  }
}

function counted(state: NonNullable<Stages['state']>, stated: () => void): typeof state {
  return (exchange, upstream) => {
    const statement = state(exchange, upstream)
    if (statement !== undefined) stated()
    return statement
  }
}

/** Operators must see that limits hold in each process alone, whatever else is logged. */
function storeLine(isThere: boolean): string {
  const time = new Date().toISOString()
  return JSON.stringify({ event: 'store', time, state: isThere ? 'back' : 'gone' })
}

/** How long a stop waits for log lines and for spans, milliseconds. */
const FLUSH = 1_000
