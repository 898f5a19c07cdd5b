/**
 * `marque test --init POLICY`: the first test file of a policy.
 *
 * @module
 */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { basename } from 'node:path'
import { groundOf, writeCases } from '@marque/policy/tests'
import { DEFAULT_ENVIRONMENT } from '../bundle/environment.ts'
import { type BundleOptions, readSourceOf } from '../bundle/read-bundle-of.ts'
import { STDIN } from '../input/read-input.ts'
import { systemError } from '../input/system-error.ts'
import { CommandError, EXIT, type ExitCode } from '../program/exit.ts'
import { writeError } from '../terminal/output.ts'
import { count, showable } from '../terminal/text.ts'
import { isTestFile } from './find-files.ts'

/**
 * Writes `NAME.marque-test.yaml` beside the policy `NAME.yaml`. A file that is there already stays as it is.
 *
 * @throws {CommandError} Exit 1 where the file exists or cannot be written, 3 where the policy is refused.
 */
export async function writeFirst(policy: string, options: BundleOptions): Promise<ExitCode> {
  if (policy === STDIN.argument || isTestFile(policy)) {
    throw new CommandError(
      EXIT.usage,
      '`--init` writes a test file beside a policy, so it needs the policy file',
      'marque test --init policy.yaml',
    )
  }
  const { name, policy: loaded } = await readSourceOf(policy, options)
  const now = options.now ?? Date.now()
  const environment = options.env ?? DEFAULT_ENVIRONMENT
  const ground = loaded && groundOf(loaded, { environment, now }).ground
  if (ground === null) {
    throw new CommandError(
      EXIT.usage,
      `\`${name}\` is a bundle, and tests are of a policy`,
      'name the policy that it was compiled from',
    )
  }
  const target = `${policy.replace(/\.(?:ya?ml|json)$/i, '')}.marque-test.yaml`
  const text = writeCases(ground, { policy: `./${basename(policy)}`, now })
  writeNew(target, text)
  const cases = text.match(/^ {2}- name: /gm)?.length ?? 0
  writeError(
    `marque: wrote ${showable(target)} with ${count(cases, 'case')}; read it, then run \`marque test ${showable(target)}\`\n`,
  )
  return EXIT.fine
}

/** All of it, or nothing; never over a file. */
function writeNew(path: string, text: string): void {
  let created = false
  try {
    const file = openSync(path, 'wx')
    created = true
    try {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (created) rmSync(path, { force: true })
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new CommandError(
        EXIT.failure,
        `\`${path}\` is there already, and nothing was written`,
        'move it away first, and take over what you want to keep',
      )
    }
    throw new CommandError(EXIT.failure, `cannot write \`${path}\`: ${systemError(error)}`)
  }
}
