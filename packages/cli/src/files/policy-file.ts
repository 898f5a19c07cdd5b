/**
 * The file of a policy argument.
 *
 * @module
 */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError, EXIT } from '../errors.ts'

/** The policy of a folder. */
const POLICY_FILE = 'policy.yaml'

/**
 * A policy argument names a file, or a folder with a `policy.yaml`. What does not exist is returned as it is; reading it fails.
 *
 * @throws {CommandError} Exit 1 for a folder without one.
 */
export function policyFile(argument: string): string {
  if (statSync(argument, { throwIfNoEntry: false })?.isDirectory() !== true) return argument
  const file = policyIn(argument)
  if (file !== undefined) return file
  throw new CommandError(
    EXIT.failure,
    `the folder \`${argument}\` has no \`${POLICY_FILE}\``,
    `pass a policy file, or a folder with a \`${POLICY_FILE}\``,
  )
}

/** The policy of a folder; `undefined` where it has none. */
export function policyIn(folder: string): string | undefined {
  const file = join(folder, POLICY_FILE)
  return existsSync(file) ? file : undefined
}
