/**
 * Reading of a policy or bundle file into a bundle with its digest.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { bundleBytes } from '@marque/core'
import type { Finding } from '@marque/policy'
import { open } from '@marque/policy/open'
import type { NamedBundle } from '@marque/sync'

export interface CompileTask {
  readonly bytes: Uint8Array
  /** The file name in findings. */
  readonly file: string
  readonly environment: string
  /** Epoch milliseconds, for findings about dates. */
  readonly now: number
}

/** A bundle, or the reason why there is none; `detail` holds the findings. */
export type CompileResult =
  | NamedBundle
  | { readonly message: string; readonly detail?: readonly Finding[] }

/** Reads a bundle, or compiles a policy. `detail` holds the findings of a policy with errors. */
export async function readPolicy({ bytes, ...options }: CompileTask): Promise<CompileResult> {
  const opened = await open(bytes, options)
  if ('code' in opened) {
    const { message } = opened
    return 'findings' in opened ? { message, detail: opened.findings } : { message }
  }
  const { bundle, source } = opened
  // Node's hash is twenty times as fast as `digestOf` of core, which runs in any runtime.
  const hash = createHash('sha256').update(source === null ? bytes : bundleBytes(bundle))
  return { bundle, digest: `sha256:${hash.digest('hex')}` }
}
