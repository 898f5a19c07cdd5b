/**
 * `marque compile TARGET POLICY`: compiles a policy to a bundle.
 *
 * @module
 */
import { digestOf } from '@marque/core'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { replaceFile } from '../files/index.ts'
import { type BundleOptions, readBundleOf } from '../policy-source/index.ts'
import { count, writeError, writeOut } from '../terminal/index.ts'
import type { Signing } from './sign-bundle.ts'
import { TARGETS, targetList } from './targets.ts'

export interface CompileOptions extends BundleOptions {
  /** Output file; `undefined` for stdout. */
  readonly out: string | undefined
  readonly signing: Signing | undefined
}

/** Runs the command. The digest goes to stderr, so that stdout has only the bytes of the bundle. */
export async function runCompile(
  name: string,
  policy: string,
  options: CompileOptions,
): Promise<ExitCode> {
  const target = Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined
  if (!target) {
    const { nearestFinder } = await import('@marque/policy')
    const known = nearestFinder()(name, Object.keys(TARGETS))
    const help = known ? `did you mean \`${known}\`?` : '`marque compile --list` lists the targets'
    throw new CommandError(EXIT.usage, `unknown target \`${name}\``, help)
  }
  const { out, signing } = options
  const bundle = await readBundleOf(policy, options)
  const bytes = target.emit(bundle)
  const signature =
    signing && (await (await import('./sign-bundle.ts')).signBundle(bytes, bundle, signing))
  if (out === undefined) await writeOut(bytes)
  else replaceFile(out, bytes)
  if (out !== undefined && signature) replaceFile(signatureFile(out), signature)
  writeError(`${digestOf(bundle)}  ${bundle.environment}, ${count(bytes.length, 'byte')}\n`)
  return EXIT.fine
}

/** Runs `compile --list`. */
export async function runList(): Promise<ExitCode> {
  await writeOut(targetList())
  return EXIT.fine
}

/** `bundle.sig` for `bundle.json`. */
function signatureFile(out: string): string {
  return `${out.replace(/\.json$/, '')}.sig`
}
