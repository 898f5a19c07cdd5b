/**
 * One side of a comparison: `FILE` or `FILE@ENV`.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { CommandError, EXIT } from '../errors/index.ts'
import { STDIN } from '../files/index.ts'
import type { Source } from '../policy-source/index.ts'

/** What an argument names. */
export interface SideArgument {
  readonly file: string
  /** `undefined` where the argument names no environment. */
  readonly env: string | undefined
}

/** A side that was read. */
export interface Side extends Source {
  readonly environment: string
}

// The names of environments (MQ-180); no file name with an extension ends like that.
const WITH_ENVIRONMENT = /^(.+)@([a-z][a-z0-9-]{0,62})$/s

/**
 * Reads `FILE@ENV`. A file that exists under the whole name is that file.
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

/** @throws {CommandError} Exit 64 where both are stdin, which can be read once. */
export function checkSides(old: SideArgument, next: SideArgument): void {
  if (old.file !== STDIN.argument || next.file !== STDIN.argument) return
  throw new CommandError(
    EXIT.usage,
    '`-` cannot be both sides: stdin is read once',
    'name a file for one of them',
  )
}
