/**
 * One of the two policies of a comparison: `FILE` or `FILE@ENV`.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { CommandError, EXIT } from '../errors.ts'
import { STDIN } from '../files/index.ts'
import type { PolicySource } from '../policy-source/index.ts'

/** A parsed argument. */
export interface SideArgument {
  readonly file: string
  /** `undefined` if neither the argument nor `--env` names one. */
  readonly env: string | undefined
}

/** A policy that has been read. */
export interface Side extends PolicySource {
  readonly environment: string
}

// Names of environments (MQ-180); a file name with an extension does not end like this.
const WITH_ENVIRONMENT = /^(.+)@([a-z][a-z0-9-]{0,62})$/s

/**
 * Parses `FILE@ENV`. If a file with the whole name exists, it is used.
 *
 * @example
 * ```ts
 * readSideArgument('policy.yaml@staging', undefined) // { file: 'policy.yaml', env: 'staging' }
 * ```
 */
export function readSideArgument(argument: string, env: string | undefined): SideArgument {
  const [, file, named] = WITH_ENVIRONMENT.exec(argument) ?? []
  if (file === undefined || named === undefined || existsSync(argument)) {
    return { file: argument, env }
  }
  return { file, env: named }
}

/** @throws {CommandError} Exit 64 if both are stdin, which can be read only once. */
export function checkSides(old: SideArgument, next: SideArgument): void {
  if (old.file !== STDIN.argument || next.file !== STDIN.argument) return
  throw new CommandError(
    EXIT.usage,
    '`-` can be used for only one of the two policies',
    'pass a file for the other',
  )
}
