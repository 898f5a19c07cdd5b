/**
 * `marque test --init POLICY`: writes a first test file and the accepted bundle.
 *
 * @module
 */
import { existsSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { bundleBytes } from '@marque/core'
import { preparePolicy, writeTestFile } from '@marque/policy/tests'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { createFile, fileExists, policyFile, STDIN } from '../files/index.ts'
import { type BundleOptions, readSourceOf } from '../policy-source/index.ts'
import { count, showable, writeError } from '../terminal/index.ts'
import { isTestFile } from './find-files.ts'

const MOVE_TESTS = 'move it away first, then copy the cases that you want to keep'

/**
 * Writes `NAME.marque-test.yaml` and `NAME.accepted.json` next to the policy `NAME.yaml`; for another environment than production with its
 * name: `NAME.staging.accepted.json`. Writes both or none, and never overwrites a file.
 *
 * @throws {CommandError} Exit 1 if the file exists or cannot be written, 3 for an invalid policy.
 */
export async function writeFirstTest(argument: string, options: BundleOptions): Promise<ExitCode> {
  const policy = policyFile(argument)
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
  const suffix = environment === DEFAULT_ENVIRONMENT ? '' : `.${environment}`
  const stem = `${policy.replace(/\.(?:ya?ml|json)$/i, '')}${suffix}`
  const [target, accepted] = [`${stem}.marque-test.yaml`, `${stem}.accepted.json`]
  const text = writeTestFile(prepared, {
    policy: `./${basename(policy)}`,
    accepted: `./${basename(accepted)}`,
    now,
  })
  if (existsSync(target)) throw fileExists(target, MOVE_TESTS)
  const bytes = new TextDecoder().decode(bundleBytes(prepared.bundle))
  createFile(accepted, bytes, 'to accept the policy as it is now, run `marque test --accept`')
  try {
    createFile(target, text, MOVE_TESTS)
  } catch (error) {
    rmSync(accepted, { force: true })
    throw error
  }
  const cases = text.match(/^ {2}- name: /gm)?.length ?? 0
  writeError(
    `marque: wrote ${showable(target)} with ${count(cases, 'case')}, and ${showable(accepted)}; review the cases, then run \`marque test ${showable(target)}\`\n`,
  )
  return EXIT.fine
}
