/**
 * Errors that end a command: exit codes, and operating system errors as text.
 *
 * @module
 */
import { getSystemErrorMap } from 'node:util'

/** Exit codes of `marque`. */
export const EXIT = {
  fine: 0,
  /** The command failed: a file that cannot be read, a full disk. */
  failure: 1,
  /** `diff` found differences that `--detailed-exitcode` or `--fail-on` reports. */
  differences: 2,
  /** Findings, or an invalid policy or bundle. */
  findings: 3,
  /** Incorrect command line (`EX_USAGE` of sysexits.h). */
  usage: 64,
  /** Interrupted from the keyboard: 128 plus the number of SIGINT. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends the command with a message on stderr. The message starts in lower case and has no final period. */
export class CommandError extends Error {
  readonly exit: ExitCode
  /** How to fix it, printed on a line of its own. */
  readonly help: string | null

  constructor(exit: ExitCode, message: string, help: string | null = null) {
    super(message)
    this.exit = exit
    this.help = help
  }
}

/**
 * The description and code of an error: ``no such file or directory (ENOENT)``.
 *
 * @param error What a function of `node:fs` or a stream threw.
 */
export function systemError(error: unknown): string {
  const { code, errno, message } = error as NodeJS.ErrnoException
  if (code === 'EISDIR') return 'it is a directory (EISDIR)'
  const words = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]
  if (words !== undefined && code !== undefined) return `${words} (${code})`
  return code === undefined ? message : `${message} (${code})`
}
