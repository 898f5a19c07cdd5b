/**
 * Exit codes, and the error that ends a command with one.
 *
 * @module
 */

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
