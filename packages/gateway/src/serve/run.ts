/**
 * A gateway as a running thing: policy, parts and listeners opened in order, and closed in the reverse.
 *
 * @module
 */
import type { SyncEvent } from '@marque/sync'
import { type GatewayPolicy, openPolicy } from '../policy/open-policy.ts'
import type { Settings } from '../settings/settings.ts'
import { assemble } from './assemble.ts'
import { type Gateway, startGateway } from './gateway.ts'

export interface RunningGateway extends Gateway {
  readonly policy: GatewayPolicy
  /** Looks at the policy again. A bad one is told to `onEvent`, and what is held stays. */
  reload(): Promise<void>
}

export interface RunOptions {
  readonly onEvent?: (event: SyncEvent) => void
  /** Whether this process keeps the last good bundles on disk. */
  readonly isWriter?: boolean
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
  const { onEvent = () => undefined, isWriter = true } = options
  const policy = await openPolicy(settings, onEvent, isWriter)
  try {
    const { parts, close } = await assemble(settings, policy)
    const gateway = await startGateway(settings, policy, parts)
    return {
      urls: gateway.urls,
      policy,
      reload: () => policy.reload(),
      async close() {
        await gateway.close()
        await close()
        await policy.close()
      },
    }
  } catch (error) {
    await policy.close()
    throw error
  }
}
