/**
 * `marque test --init POLICY`: the first test file of a policy.
 *
 * @module
 */
import { basename } from 'node:path'
import { preparePolicy, writeTestFile } from '@marque/policy/tests'
import { DEFAULT_ENVIRONMENT } from '../command-line/index.ts'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import { createFile, STDIN } from '../files/index.ts'
import { type BundleOptions, readSourceOf } from '../policy-source/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'
import { isTestFile } from './find-files.ts'

/**
 * Writes `NAME.marque-test.yaml` beside the policy `NAME.yaml`. A file that is there already stays as it is.
 *
 * @throws {CommandError} Exit 1 where the file exists or cannot be written, 3 where the policy is refused.
 */
export async function writeFirstTest(policy: string, options: BundleOptions): Promise<ExitCode> {
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
  const prepared = loaded && preparePolicy(loaded, { environment, now }).prepared
  if (prepared === null) {
    throw new CommandError(
      EXIT.usage,
      `\`${name}\` is a bundle, and tests are of a policy`,
      'name the policy that it was compiled from',
    )
  }
  const target = `${policy.replace(/\.(?:ya?ml|json)$/i, '')}.marque-test.yaml`
  const text = writeTestFile(prepared, { policy: `./${basename(policy)}`, now })
  createFile(target, text, 'move it away first, then copy what you want to keep')
  const cases = text.match(/^ {2}- name: /gm)?.length ?? 0
  writeError(
    `marque: wrote ${showable(target)} with ${count(cases, 'case')}; read it, then run \`marque test ${showable(target)}\`\n`,
  )
  return EXIT.fine
}
