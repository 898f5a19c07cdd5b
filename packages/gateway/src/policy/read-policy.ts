/**
 * From the bytes of a policy, or of a bundle, to a bundle and its digest.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { bundleBytes } from '@marque/core'
import { open } from '@marque/policy/open'
import type { CompileResult, CompileTask } from './messages.ts'

/** A bundle, or a policy without errors. `detail` holds the findings of a policy with errors. */
export async function readPolicy({ bytes, ...options }: CompileTask): Promise<CompileResult> {
  const opened = await open(bytes, options)
  if ('code' in opened) {
    const { message } = opened
    return 'findings' in opened ? { message, detail: opened.findings } : { message }
  }
  const { bundle, source } = opened
  // The hash of the platform is twenty times as fast as `digestOf`, which runs in any runtime.
  const hash = createHash('sha256').update(source === null ? bytes : bundleBytes(bundle))
  return { bundle, digest: `sha256:${hash.digest('hex')}` }
}
