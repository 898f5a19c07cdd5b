/**
 * Exit codes, and the failure that carries one.
 *
 * @module
 */

/** What the exit codes of `marque` mean. */
export const EXIT = {
  fine: 0,
  /** The command could not do its work: a file that cannot be read, a full disk. */
  failure: 1,
  /** Differences were found, where the user asked to be told by the exit code. */
  differences: 2,
  /** Findings, or a policy or bundle that is refused. */
  findings: 3,
  /** Wrong use of the command line (`EX_USAGE` of sysexits). */
  usage: 64,
  /** Ended by an interrupt from the keyboard: 128 and the number of the signal. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends the command with a message on stderr. The message starts in lower case and has no final period. */
export class CommandError extends Error {
  readonly exit: ExitCode
  /** What to do about it, on a line of its own. */
  readonly help: string | null

  constructor(exit: ExitCode, message: string, help: string | null = null) {
    super(message)
    this.exit = exit
    this.help = help
  }
}
