/**
 * A gateway of several processes: this one leads and answers operators, the others serve.
 *
 * @module
 */
import { isIP } from 'node:net'
import type { SyncEvent } from '@marque/sync'
import { COUNTED_APART } from '../limits/counted-apart.ts'
import { openPolicy } from '../policy/open-policy.ts'
import type { RunningGateway } from '../serve/run.ts'
import type { ListenSettings, Settings } from '../settings/settings.ts'
import type { GatheredMetrics } from './gathered-metrics.ts'
import { tryAddresses } from './try-addresses.ts'
import { type Pool, startPool } from './worker-pool.ts'

export interface RunningProcesses
  extends Pick<RunningGateway, 'urls' | 'adminUrl' | 'policy' | 'reload' | 'close'> {
  /** Fulfilled when none serves any more and none can be started; all have ended. */
  readonly failure: Promise<Error>
}

/** A process that ended by itself. */
export interface ProcessEnd {
  /** From 1. */
  readonly process: number
  /** Why it could not start, the signal, or the exit code. */
  readonly cause: string
  /** Milliseconds until another takes its place. */
  readonly delay: number
}

export interface ProcessesOptions {
  readonly onEvent?: (event: SyncEvent) => void
  readonly onEnd?: (end: ProcessEnd) => void
}

/**
 * Starts as many processes as the settings say. Access and decision logs go to standard output, which they share.
 *
 * @throws {SyncError} The policy is missing or bad: no process was started.
 * @throws {TypeError} A setting makes no sense.
 */
export async function runProcesses(
  settings: Settings,
  { onEvent = () => undefined, onEnd = () => undefined }: ProcessesOptions = {},
): Promise<RunningProcesses> {
  const { rateLimits, store, processes } = settings
  if (rateLimits.length > 0 && store === 'memory' && processes > 1)
    throw new TypeError(COUNTED_APART)
  const policy = await openPolicy(settings, onEvent, false)
  const opened: (() => Promise<void>)[] = [() => policy.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close()
  }
  let pool: Pool | null = null
  let isDraining = false
  try {
    const listen = await tryAddresses(settings.listen)
    let gathered: GatheredMetrics | null = null
    let adminUrl: string | null = null
    if (settings.admin !== null) {
      const { startAdmin } = await import('../admin/admin-server.ts')
      const { gatherMetrics } = await import('./gathered-metrics.ts')
      const metrics = gatherMetrics()
      gathered = metrics
      const admin = await startAdmin(settings.admin, {
        policy,
        notReady: () => [
          ...(policy.engine === null ? ['no policy is held yet'] : []),
          ...(pool?.notReady() ?? ['nothing is listened on yet']),
          ...(isDraining ? ['the gateway is about to stop'] : []),
        ],
        metrics: () =>
          metrics.read(
            (question) => pool?.tell({ type: 'measure', question }).map(({ id }) => id) ?? [],
          ),
      })
      opened.push(admin.close)
      adminUrl = admin.url
    }
    const workers = startPool(
      { ...settings, listen },
      {
        said({ id }, message) {
          if (message.type === 'measured') gathered?.answered(message.question, id, message.metrics)
          else if (message.type === 'not-persisted') onEvent(message)
        },
        replaced(process, { id }, cause, delay) {
          gathered?.gone(id)
          onEnd({ process, cause, delay })
        },
      },
    )
    pool = workers
    opened.push(workers.stop)
    await workers.started
    return {
      urls: listen.map(urlOf),
      adminUrl,
      policy,
      failure: workers.failure,
      async reload() {
        workers.tell({ type: 'reload' })
        await policy.reload()
      },
      async close() {
        isDraining = true
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

function urlOf({ host, port, tls }: ListenSettings): string {
  return `${tls === null ? 'http' : 'https'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}
