/**
 * Start and shutdown of a gateway of several processes.
 *
 * @module
 */
import { type AddressInfo, createServer, isIP } from 'node:net'
import type { SyncEvent } from '@marque/sync'
import { type ListenSettings, type Settings, SHARED_STORE_REQUIRED } from '../config/index.ts'
import type { RunningGateway } from '../gateway/index.ts'
import { openPolicy } from '../policy-source/index.ts'
import type { MetricsAggregator } from './aggregate-metrics.ts'
import { startPool, type WorkerPool } from './worker-pool.ts'

export interface RunningProcesses
  extends Pick<RunningGateway, 'urls' | 'adminUrl' | 'policy' | 'reload' | 'close'> {
  /** Fulfilled when no worker serves and none can be started; all have ended then. */
  readonly failure: Promise<Error>
}

/** A worker that ended unexpectedly. */
export interface ProcessEnd {
  /** Number of the process, from 1. */
  readonly process: number
  /** The start error, the signal, or the exit code. */
  readonly cause: string
  /** Milliseconds until it is replaced. */
  readonly delay: number
}

export interface ProcessesOptions {
  readonly onEvent?: (event: SyncEvent) => void
  readonly onEnd?: (end: ProcessEnd) => void
}

/**
 * Starts as many workers as the settings say. They share standard output for access log and decision log.
 *
 * @throws {SyncError} The policy is missing or invalid: no worker was started.
 * @throws {TypeError} A setting is invalid.
 */
export async function runProcesses(
  settings: Settings,
  { onEvent = () => undefined, onEnd = () => undefined }: ProcessesOptions = {},
): Promise<RunningProcesses> {
  const { rateLimits, store, processes } = settings
  if (rateLimits.length > 0 && store === 'memory' && processes > 1)
    throw new TypeError(SHARED_STORE_REQUIRED)
  const policy = await openPolicy(settings, onEvent, false)
  const closers: (() => Promise<void>)[] = [() => policy.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close()
  }
  let pool: WorkerPool | null = null
  let isShuttingDown = false
  try {
    const listen = await reserveAddresses(settings.listen)
    let aggregator: MetricsAggregator | null = null
    let adminUrl: string | null = null
    if (settings.admin !== null) {
      const { NOT_LISTENING, readinessProblems, startAdmin } = await import('../admin/index.ts')
      const { metricsAggregator } = await import('./aggregate-metrics.ts')
      const metrics = metricsAggregator()
      aggregator = metrics
      const server = await startAdmin(settings.admin, {
        policy,
        notReady: () =>
          readinessProblems({
            policy,
            listening: pool?.notReady() ?? NOT_LISTENING,
            isShuttingDown,
          }),
        metrics: () =>
          metrics.read(
            (request) => pool?.send({ type: 'read-metrics', request }).map(({ id }) => id) ?? [],
          ),
      })
      closers.push(server.close)
      adminUrl = server.url
    }
    const workers = startPool(
      { ...settings, listen },
      {
        onMessage({ id }, message) {
          if (message.type === 'metrics')
            aggregator?.onMetrics(message.request, id, message.metrics)
          else if (message.type === 'not-persisted') onEvent(message)
        },
        onReplace(process, { id }, cause, delay) {
          aggregator?.onWorkerEnd(id)
          onEnd({ process, cause, delay })
        },
      },
    )
    pool = workers
    closers.push(workers.stop)
    await workers.started
    return {
      urls: listen.map(urlOf),
      adminUrl,
      policy,
      failure: workers.failure,
      async reload() {
        workers.send({ type: 'reload' })
        await policy.reload()
      },
      async close() {
        isShuttingDown = true
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/**
 * Listens on each address for a moment, so that an address in use is reported once, and so that a port assigned by the system stays the same when workers are
 * replaced.
 *
 * @returns The addresses, with assigned ports in place of 0.
 * @throws An address cannot be listened on.
 */
async function reserveAddresses(
  addresses: readonly ListenSettings[],
): Promise<readonly ListenSettings[]> {
  const servers = addresses.map(() => createServer((socket) => socket.destroy()))
  const reserved: ListenSettings[] = []
  try {
    // All are open at once, so that no port is assigned twice.
    for (const [index, address] of addresses.entries()) {
      const server = servers[index]
      if (server === undefined) continue
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(address.port, address.host, resolve)
      })
      reserved.push({ ...address, port: (server.address() as AddressInfo).port })
    }
    return reserved
  } finally {
    for (const server of servers) {
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    }
  }
}

function urlOf({ host, port, tls }: ListenSettings): string {
  return `${tls === null ? 'http' : 'https'}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}
