/**
 * The policy of a gateway, opened: a file that is watched, a signed bundle, or addresses that distribute one.
 *
 * @module
 */
import type { PolicySource, SyncEvent } from '@marque/sync'
import type { Settings } from '../settings/settings.ts'
import { type Compiler, startCompiler } from './compile-apart.ts'
import { giveBack, isLarge } from './give-back.ts'

/** A policy that can be told to look for a new one at once. */
export interface GatewayPolicy extends PolicySource {
  /** Looks at the file again, as on SIGHUP; addresses are asked at their own pace. */
  reload(): Promise<void>
}

/**
 * Opens it.
 *
 * @param isWriter Whether this process keeps the last good bundles: one of several does.
 * @throws {SyncError} A file is missing or bad: `detail` holds the findings. There is nothing to serve from yet.
 */
export async function openPolicy(
  settings: Pick<Settings, 'policy' | 'environment'>,
  onEvent: (event: SyncEvent) => void,
  isWriter = true,
): Promise<GatewayPolicy> {
  const source = await open(settings, onEvent, isWriter)
  // Before anybody is served. Later when all that hear of a swap have let go of the old one.
  if (source.held !== null && isLarge(source.held.bundle)) giveBack()
  source.onEvent((event) => {
    if (event.type === 'swapped' && isLarge(event.held.bundle)) setImmediate(giveBack)
  })
  return source
}

async function open(
  { policy, environment }: Pick<Settings, 'policy' | 'environment'>,
  onEvent: (event: SyncEvent) => void,
  isWriter: boolean,
): Promise<GatewayPolicy> {
  switch (policy.from) {
    case 'file':
      return openCompiled(policy.file, environment, onEvent)
    case 'signed-file': {
      const { openFile } = await import('@marque/sync/node')
      const { file, keys, tenant } = policy
      return openFile({
        path: file,
        signed: { keys, tenant, environment },
        onEvent,
      })
    }
    case 'control': {
      const { urls, leaseUrls, keys, tenant, folder, interval } = policy
      const { openUrl } = await import('@marque/sync')
      const { diskStore } = await import('@marque/sync/node')
      const store = folder === null ? undefined : diskStore(folder)
      const source = await openUrl({
        urls,
        keys,
        tenant,
        environment,
        interval: interval / 1_000,
        onEvent,
        ...(leaseUrls.length > 0 && { leaseUrls }),
        ...(store !== undefined && {
          store: isWriter ? store : { read: store.read, write: async () => undefined },
        }),
      })
      return Object.assign(source, { reload: async () => undefined })
    }
  }
}

async function openCompiled(
  path: string,
  environment: string,
  onEvent: (event: SyncEvent) => void,
): Promise<GatewayPolicy> {
  const end = new AbortController()
  // The first is started before anything else is loaded here, which takes as long as its own start.
  let ahead: Compiler | null = startCompiler(end.signal)
  try {
    const { openFile } = await import('@marque/sync/node')
    const source = await openFile({
      path,
      read(bytes, file) {
        const compiler = ahead ?? startCompiler(end.signal)
        ahead = null
        return compiler.read({ bytes, file, environment, now: Date.now() })
      },
      onEvent,
    })
    return {
      get engine() {
        return source.engine
      },
      get held() {
        return source.held
      },
      moment: source.moment,
      onEvent: source.onEvent,
      reload: source.reload,
      close() {
        end.abort()
        return source.close()
      },
    }
  } catch (error) {
    end.abort()
    throw error
  }
}
