/**
 * Start and shutdown of a gateway: policy, observers, listeners and admin server are opened in this order and closed in reverse.
 *
 * @module
 */
import type { PolicySource, SyncEvent } from '@marque/sync'
import type { Settings } from '../config/index.ts'
import { type LineSink, loadObservers, type Metrics } from '../observability/index.ts'
import { type GatewayPolicy, openPolicy } from '../policy-source/index.ts'
import type { Gateway, GatewayDeps } from './start-gateway.ts'

export type { Gateway, GatewayDeps }

export interface RunningGateway extends Gateway {
  readonly policy: GatewayPolicy
  /** URL of the admin server, which answers until the last request is finished; null if the settings have none. */
  readonly adminUrl: string | null
  /** Null without an admin address. */
  readonly metrics: Metrics | null
  /** Reads the policy again. An invalid one is reported to `onEvent`, and the current policy stays in use. */
  reload(): Promise<void>
}

export interface RunOptions {
  readonly onEvent?: (event: SyncEvent) => void
  /** Whether this process keeps the last valid bundles on disk (default: true). */
  readonly isWriter?: boolean
  /** Whether this process runs the admin server, if the settings have an address for it (default: true); with several processes the primary does. */
  readonly servesAdmin?: boolean
  /** Receives the lines of access log and decision log; taken over, and closed with the gateway (default: nothing is logged). */
  readonly log?: LineSink
}

/**
 * Starts the listeners of a gateway with a policy source and parts that the caller provides.
 *
 * @param policy Owned by the caller, who closes it.
 * @throws {TypeError} A setting is invalid.
 * @throws An address is in use, or a file cannot be read: no address is listened on then.
 */
export async function startGateway(
  settings: Settings,
  policy: PolicySource,
  deps?: GatewayDeps,
): Promise<Gateway> {
  const gateway = await import('./start-gateway.ts')
  return gateway.startGateway(settings, policy, deps)
}

/**
 * Starts a gateway from its settings.
 *
 * @throws {SyncError} The policy is missing or invalid: no address is listened on.
 * @throws {TypeError} A setting is invalid.
 */
export async function runGateway(
  settings: Settings,
  options: RunOptions = {},
): Promise<RunningGateway> {
  const { onEvent = () => undefined, isWriter = true, servesAdmin = true, log = null } = options
  const opening = openPolicy(settings, onEvent, isWriter)
  // While another process compiles the policy, this one loads what serves requests.
  const loading = Promise.all([
    import('./assemble.ts'),
    import('./start-gateway.ts'),
    servesAdmin && settings.admin !== null ? import('../admin/index.ts') : null,
    loadObservers(settings, log !== null),
  ])
  const [policy, [{ assemble }, starter, admin]] = await Promise.all([opening, loading])
  const closers: (() => Promise<void>)[] = [() => policy.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close()
  }
  let gateway: Gateway | null = null
  let isShuttingDown = false
  try {
    const { deps, metrics, close } = await assemble(
      settings,
      policy,
      log,
      () => gateway?.openStreams ?? 0,
    )
    closers.push(close)
    let adminUrl: string | null = null
    if (settings.admin !== null && metrics !== null && admin !== null) {
      const server = await admin.startAdmin(settings.admin, {
        policy,
        notReady: () =>
          admin.readinessProblems({
            policy,
            listening: gateway === null ? admin.NOT_LISTENING : [],
            isShuttingDown,
          }),
        metrics: metrics.read,
      })
      closers.push(server.close)
      adminUrl = server.url
    }
    const started = await starter.startGateway(settings, policy, deps)
    gateway = started
    closers.push(started.close)
    return {
      urls: started.urls,
      get openStreams() {
        return started.openStreams
      },
      adminUrl,
      metrics,
      policy,
      reload: () => policy.reload(),
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
