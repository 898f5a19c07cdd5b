/**
 * A policy from a file, for applications without a gateway or a control plane. Needs `@marque/policy`, which the other parts do not.
 *
 * @module
 */
import { type Bundle, readBundle } from '@marque/core'
import { compile, load } from '@marque/policy'
import type { SyncProblem } from '@marque/sync'
import { type FileOptions, type FileSource, openFile } from '@marque/sync/node'

/** What of a watched file a policy leaves to be chosen. */
export interface PolicyFileOptions
  extends Pick<FileOptions, 'interval' | 'limit' | 'clock' | 'onEvent'> {
  /** As in `--env`; `production` where it is left out. */
  readonly environment?: string
}

/**
 * Opens a policy, or a bundle that was compiled from one, and looks each second whether it has changed.
 *
 * A change that is bad leaves the policy that is held, and `onEvent` hears of it as `rejected`, with the findings.
 *
 * @param path Of a policy in YAML or JSON, or of a bundle.
 * @throws {SyncError} The file cannot be read, or the policy has an error: `message` says the first and where, `detail` has all findings. An application
 *   that cannot read its policy must not start.
 *
 * @example
 * ```ts
 * const policy = await policyFile('policy.yaml', { environment: 'staging' })
 * app.use(marque({ policy }))
 * ```
 */
export function policyFile(path: string, options: PolicyFileOptions = {}): Promise<FileSource> {
  const { environment = 'production', ...rest } = options
  return openFile({ ...rest, path, read: (bytes) => readPolicy(bytes, path, environment) })
}

function readPolicy(
  bytes: Uint8Array,
  path: string,
  environment: string,
): Bundle | Omit<SyncProblem, 'code'> {
  if (isBundle(bytes)) return readCompiled(bytes, environment)
  const { bundle, findings } = compile(load(bytes, path), { environment, now: Date.now() })
  if (bundle !== null) return bundle
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  const where = first?.line == null ? '' : ` in line ${first.line}`
  const message =
    first === undefined
      ? 'the policy is refused'
      : `the policy has ${errors.length === 1 ? 'an error' : `${errors.length} errors, the first`}${where}: ${first.message} (${first.code})`
  return { message, detail: findings }
}

function readCompiled(bytes: Uint8Array, environment: string): Bundle | Omit<SyncProblem, 'code'> {
  const bundle = readBundle(bytes)
  if ('code' in bundle) {
    return { message: `the bundle is refused: ${bundle.message} (${bundle.code})`, detail: bundle }
  }
  return bundle.environment === environment
    ? bundle
    : {
        message: `the bundle is of the environment \`${bundle.environment}\`, not of \`${environment}\``,
      }
}

/** JSON whose own `format` says so; a policy has no such key. */
function isBundle(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  if (!text.trimStart().startsWith('{')) return false
  try {
    const { format } = JSON.parse(text) as { readonly format?: unknown }
    return typeof format === 'string' && format.startsWith('marque-bundle/')
  } catch {
    return false
  }
}
