/**
 * A gateway as a running thing: policy, parts and listeners opened in order, and closed in the reverse.
 *
 * @module
 */
import type { SyncEvent } from '@marque/sync'
import type { LineSink } from '../observe/log/line-sink.ts'
import type { Metrics } from '../observe/metrics.ts'
import { loadObservers } from '../observe/open-observers.ts'
import { type GatewayPolicy, openPolicy } from '../policy/open-policy.ts'
import type { Settings } from '../settings/settings.ts'
import type { Gateway } from './gateway.ts'

export interface RunningGateway extends Gateway {
  readonly policy: GatewayPolicy
  /** Where operators ask; null where the settings have no such address. It answers until the last request is over. */
  readonly adminUrl: string | null
  /** Null where the settings have no address for operators. */
  readonly metrics: Metrics | null
  /** Looks at the policy again. A bad one is told to `onEvent`, and what is held stays. */
  reload(): Promise<void>
}

export interface RunOptions {
  readonly onEvent?: (event: SyncEvent) => void
  /** Whether this process keeps the last good bundles on disk. */
  readonly isWriter?: boolean
  /** Whether this process answers operators, where the settings have an address for it; another one does that for several processes. */
  readonly servesAdmin?: boolean
  /** Where the lines of the access log and the decision log go; taken over, and closed with the gateway. Left out: they go nowhere. */
  readonly log?: LineSink
}

/**
 * Starts a gateway from its settings.
 *
 * @throws {SyncError} The policy is missing or bad: nothing is listened on.
 * @throws {TypeError} A setting makes no sense.
 */
export async function runGateway(
  settings: Settings,
  options: RunOptions = {},
): Promise<RunningGateway> {
  const { onEvent = () => undefined, isWriter = true, servesAdmin = true, log = null } = options
  const opening = openPolicy(settings, onEvent, isWriter)
  // Another process reads the policy; meanwhile this one gets what it needs to serve.
  const loading = Promise.all([
    import('./assemble.ts'),
    import('./gateway.ts'),
    loadObservers(settings, log !== null),
    servesAdmin && settings.admin !== null ? import('../admin/admin-server.ts') : null,
  ])
  const [policy, [{ assemble }, { startGateway }, , admins]] = await Promise.all([opening, loading])
  const opened: (() => Promise<void>)[] = [() => policy.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close()
  }
  let gateway: Gateway | null = null
  let isDraining = false
  try {
    const { parts, metrics, close } = await assemble(
      settings,
      policy,
      log,
      () => gateway?.openStreams ?? 0,
    )
    opened.push(close)
    let adminUrl: string | null = null
    if (settings.admin !== null && metrics !== null && admins !== null) {
      const notReady = (): readonly string[] => [
        ...(policy.engine === null ? ['no policy is held yet'] : []),
        ...(gateway === null ? ['nothing is listened on yet'] : []),
        ...(isDraining ? ['the gateway is about to stop'] : []),
      ]
      const admin = await admins.startAdmin(settings.admin, {
        policy,
        notReady,
        metrics: metrics.read,
      })
      opened.push(admin.close)
      adminUrl = admin.url
    }
    const started = await startGateway(settings, policy, parts)
    gateway = started
    opened.push(started.close)
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
        isDraining = true
        await closeAll()
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}
