/**
 * `marque test --init POLICY`: writes a first test file.
 *
 * @module
 */
import { basename } from 'node:path'
import { preparePolicy, writeTestFile } from '@marque/policy/tests'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { createFile, STDIN } from '../files/index.ts'
import { type BundleOptions, readSourceOf } from '../policy-source/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'
import { isTestFile } from './find-files.ts'

/**
 * Writes `NAME.marque-test.yaml` next to the policy `NAME.yaml`. Never overwrites a file.
 *
 * @throws {CommandError} Exit 1 if the file exists or cannot be written, 3 for an invalid policy.
 */
export async function writeFirstTest(policy: string, options: BundleOptions): Promise<ExitCode> {
  if (policy === STDIN.argument || isTestFile(policy)) {
    throw new CommandError(
      EXIT.usage,
      '`--init` requires a policy file',
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
      `\`${name}\` is a bundle, but \`--init\` requires a policy`,
      'pass the policy that the bundle was compiled from',
    )
  }
  const target = `${policy.replace(/\.(?:ya?ml|json)$/i, '')}.marque-test.yaml`
  const text = writeTestFile(prepared, { policy: `./${basename(policy)}`, now })
  createFile(target, text, 'move it away first, then copy the cases that you want to keep')
  const cases = text.match(/^ {2}- name: /gm)?.length ?? 0
  writeError(
    `marque: wrote ${showable(target)} with ${count(cases, 'case')}; review it, then run \`marque test ${showable(target)}\`\n`,
  )
  return EXIT.fine
}
