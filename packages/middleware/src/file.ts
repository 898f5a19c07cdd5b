/**
 * A policy from a file, for applications without a gateway or a control plane. Needs `@marque/policy`, which the other subpaths do not.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { open } from '@marque/policy/open'
import type { SyncProblem } from '@marque/sync'
import { type FileOptions, type FileSource, openFile } from '@marque/sync/node'

/** Options of a watched policy file. */
export interface PolicyFileOptions
  extends Pick<FileOptions, 'interval' | 'limit' | 'clock' | 'onEvent'> {
  /** The environment (default: `production`). */
  readonly environment?: string
}

/**
 * Opens a policy, or a bundle that was compiled from one, and checks each second whether it has changed.
 *
 * After an invalid change the previous policy stays in force, and `onEvent` gets `rejected` with the findings.
 *
 * @param path A policy in YAML or JSON, or a bundle.
 * @throws {TypeError} An option is unknown.
 * @throws {SyncError} The file cannot be read, or the policy has an error: `message` has the file, the first error and its line, `detail` all findings. An application
 *   that cannot read its policy must not start.
 *
 * @example
 * ```ts
 * const policy = await policyFile('policy.yaml', { environment: 'staging' })
 * app.use(marque({ policy }))
 * ```
 */
export async function policyFile(
  path: string,
  options: PolicyFileOptions = {},
): Promise<FileSource> {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  // A misspelt `environment` would silently be production.
  if (unknown !== undefined) throw new TypeError(`unknown option \`${unknown}\` of \`policyFile\``)
  const { environment = 'production', ...rest } = options
  return openFile({ ...rest, path, read: (bytes) => readPolicy(bytes, path, environment) })
}

const KNOWN: readonly string[] = ['environment', 'interval', 'limit', 'clock', 'onEvent']

async function readPolicy(
  bytes: Uint8Array,
  file: string,
  environment: string,
): Promise<Bundle | Omit<SyncProblem, 'code'>> {
  const opened = await open(bytes, { file, environment, now: Date.now() })
  if (!('code' in opened)) return opened.bundle
  const message = `\`${file}\`: ${opened.message}`
  if ('findings' in opened) return { message, detail: opened.findings }
  return 'problem' in opened ? { message, detail: opened.problem } : { message }
}
