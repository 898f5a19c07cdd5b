/**
 * The policy of a gateway, opened: a file that is watched, a signed bundle, or addresses that distribute one.
 *
 * @module
 */
import { type Bundle, readBundle } from '@marque/core'
import { compile, load } from '@marque/policy'
import { openUrl, type PolicySource, type SyncEvent, type SyncProblem } from '@marque/sync'
import { diskStore, type FileSource, openFile } from '@marque/sync/node'
import type { Settings } from '../settings/settings.ts'

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
  { policy, environment }: Pick<Settings, 'policy' | 'environment'>,
  onEvent: (event: SyncEvent) => void,
  isWriter = true,
): Promise<GatewayPolicy> {
  switch (policy.from) {
    case 'file':
      return openFile({
        path: policy.file,
        read: (bytes, path) => readPolicy(bytes, path, environment),
        onEvent,
      })
    case 'signed-file': {
      const { file, keys, tenant } = policy
      return openFile({
        path: file,
        signed: { keys, tenant, environment },
        onEvent,
      }) satisfies Promise<FileSource>
    }
    case 'control': {
      const { urls, leaseUrls, keys, tenant, folder, interval } = policy
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

/** A bundle, or a policy in which there is no error. What is wrong with a policy is in `detail`. */
function readPolicy(
  bytes: Uint8Array,
  path: string,
  environment: string,
): Bundle | Omit<SyncProblem, 'code'> {
  if (isBundle(bytes)) {
    const bundle = readBundle(bytes)
    if ('code' in bundle)
      return { message: `the bundle is refused: ${bundle.message} (${bundle.code})` }
    return bundle.environment === environment
      ? bundle
      : {
          message: `the bundle is of the environment \`${bundle.environment}\`, not of \`${environment}\``,
        }
  }
  const { bundle, findings } = compile(load(bytes, path), { environment, now: Date.now() })
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (bundle !== null) return bundle
  const where =
    first?.line === null || first === undefined
      ? ''
      : `, the first in line ${first.line}: ${first.message} (${first.code})`
  return { message: `the policy has ${errors.length} errors${where}`, detail: findings }
}

/** A bundle is canonical JSON, so its first key is `contact`; a policy in JSON begins with another, or has no `format`. */
function isBundle(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 4_096))
  return head.startsWith('{"contact":')
}
