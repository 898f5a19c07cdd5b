/**
 * Opening of the policy that the settings configure.
 *
 * @module
 */
import type { PolicySource, SyncEvent } from '@marque/sync'
import type { Settings } from '../config/index.ts'
import { type CompilerProcess, startCompiler } from './compiler-process.ts'
import { isLargeBundle, releaseMemory } from './release-memory.ts'

/** A policy that can be reloaded on request. */
export interface GatewayPolicy extends PolicySource {
  /** Reads the file again, as on SIGHUP. Distribution URLs keep their polling interval. */
  reload(): Promise<void>
}

/**
 * Opens it.
 *
 * @param isWriter Whether this process keeps the last valid bundles on disk; with several processes, one does.
 * @throws {SyncError} A file is missing or invalid; `detail` holds the findings.
 */
export async function openPolicy(
  settings: Pick<Settings, 'policy' | 'environment'>,
  onEvent: (event: SyncEvent) => void,
  isWriter = true,
): Promise<GatewayPolicy> {
  const source = await openSource(settings, onEvent, isWriter)
  // At the start before any request is served; later after every listener of the swap has dropped the old policy.
  if (source.held !== null && isLargeBundle(source.held.bundle)) releaseMemory()
  source.onEvent((event) => {
    if (event.type === 'swapped' && isLargeBundle(event.held.bundle)) setImmediate(releaseMemory)
  })
  return source
}

async function openSource(
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
  const abort = new AbortController()
  // The first compiler process starts before anything else is loaded here: both take about as long.
  let prestarted: CompilerProcess | null = startCompiler(abort.signal)
  try {
    const { openFile } = await import('@marque/sync/node')
    const source = await openFile({
      path,
      read(bytes, file) {
        const compiler = prestarted ?? startCompiler(abort.signal)
        prestarted = null
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
        abort.abort()
        return source.close()
      },
    }
  } catch (error) {
    abort.abort()
    throw error
  }
}
