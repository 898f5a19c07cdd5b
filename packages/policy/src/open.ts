/**
 * From the bytes of a file to a bundle, whether the file holds a policy or a bundle.
 *
 * @module
 */
import {
  type Bundle,
  type BundleProblem,
  isBundle,
  isBundleProblem,
  readBundle,
} from '@marque/core'
import type { Finding } from './findings/index.ts'
import type { Loaded } from './load.ts'

/** How a file is read. */
export interface OpenOptions {
  /** The name that findings carry; a name that ends in `.json` makes a policy JSON. */
  readonly file: string
  /**
   * The environment that a policy is compiled for (default: `production`). A bundle of another environment is refused; without this
   * option a bundle of any environment is accepted.
   */
  readonly environment?: string
  /** Epoch milliseconds; for findings about dates. */
  readonly now: number
}

/** A policy without errors, compiled, or a valid bundle. */
export interface Opened {
  readonly bundle: Bundle
  /** The document of a policy with its positions; null for a bundle, which has none. */
  readonly source: Loaded | null
  /** Warnings and notes of a policy, in document order; empty for a bundle. */
  readonly findings: readonly Finding[]
}

/** Why there is no bundle. `message` is one line: the first error, and where it is. */
export type OpenProblem =
  | {
      readonly code: 'ERR_POLICY_INVALID'
      readonly message: string
      /** All findings in document order, at least one of them an error. */
      readonly findings: readonly Finding[]
    }
  | {
      readonly code: 'ERR_BUNDLE_INVALID'
      readonly message: string
      readonly problem: BundleProblem
    }
  | { readonly code: 'ERR_ENVIRONMENT_MISMATCH'; readonly message: string }

/**
 * Opens a policy or a bundle. Never throws.
 *
 * A file is a bundle when it is a JSON object whose own `format` starts with `marque-bundle/`; every other file is read as a policy. The
 * policy language is loaded only for a policy, which is why this is asynchronous.
 *
 * @example
 * ```ts
 * const opened = await open(bytes, { file: 'policy.yaml', environment: 'staging', now: Date.now() })
 * if ('code' in opened) throw new Error(opened.message)
 * const engine = prepare(opened.bundle)
 * ```
 */
export async function open(bytes: Uint8Array, options: OpenOptions): Promise<Opened | OpenProblem> {
  return isBundle(bytes) ? openBundle(bytes, options.environment) : openPolicy(bytes, options)
}

function openBundle(bytes: Uint8Array, environment: string | undefined): Opened | OpenProblem {
  const bundle = readBundle(bytes)
  if (isBundleProblem(bundle)) {
    const at = bundle.path === '' ? '' : ` at \`${bundle.path}\``
    const message = `invalid bundle: ${bundle.message}${at} (${bundle.code})`
    return { code: 'ERR_BUNDLE_INVALID', message, problem: bundle }
  }
  if (environment !== undefined && environment !== bundle.environment) {
    const message = `the bundle is for the environment \`${bundle.environment}\`, not \`${environment}\``
    return { code: 'ERR_ENVIRONMENT_MISMATCH', message }
  }
  return { bundle, source: null, findings: [] }
}

async function openPolicy(
  bytes: Uint8Array,
  { file, environment = 'production', now }: OpenOptions,
): Promise<Opened | OpenProblem> {
  const [{ load }, { compile }] = await Promise.all([import('./load.ts'), import('./check.ts')])
  const source = load(bytes, file)
  const { bundle, findings } = compile(source, { environment, now })
  return bundle === null
    ? { code: 'ERR_POLICY_INVALID', message: firstError(findings), findings }
    : { bundle, source, findings }
}

function firstError(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first === undefined) return 'the policy has errors'
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors, the first`
  const line = first.line === null ? '' : ` in line ${first.line}`
  return `the policy has ${count}${line}: ${first.message} (${first.code})`
}
