/**
 * From the bytes of a policy, or of a bundle, to a bundle and its name.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { bundleBytes, type Digest, readBundle } from '@marque/core'
import { compile, load } from '@marque/policy'
import type { CompileResult, CompileTask } from './messages.ts'

/** A bundle, or a policy in which there is no error. What is wrong with a policy is in `detail`. */
export function readPolicy({ bytes, file, environment, now }: CompileTask): CompileResult {
  if (isBundle(bytes)) return readCompiled(bytes, environment)
  const { bundle, findings } = compile(load(bytes, file), { environment, now })
  if (bundle !== null) return { bundle, digest: nameOf(bundleBytes(bundle)) }
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  const where =
    first?.line === null || first === undefined
      ? ''
      : `, the first in line ${first.line}: ${first.message} (${first.code})`
  return { message: `the policy has ${errors.length} errors${where}`, detail: findings }
}

function readCompiled(bytes: Uint8Array, environment: string): CompileResult {
  const bundle = readBundle(bytes)
  if ('code' in bundle)
    return { message: `the bundle is refused: ${bundle.message} (${bundle.code})` }
  return bundle.environment === environment
    ? { bundle, digest: nameOf(bytes) }
    : {
        message: `the bundle is of the environment \`${bundle.environment}\`, not of \`${environment}\``,
      }
}

/** The platform's own hash: twenty times as fast as the one for all runtimes. */
function nameOf(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** A bundle is canonical JSON, so its first key is `contact`; a policy in JSON begins with another, or has no `format`. */
function isBundle(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 4_096))
  return head.startsWith('{"contact":')
}
