/**
 * Runs a command line and maps errors to exit codes.
 *
 * @module
 */
import { CommanderError } from 'commander'
import { CommandError, EXIT, type ExitCode } from './errors.ts'
import { buildProgram } from './program.ts'
import { showable, watchOutput, writeError } from './terminal/index.ts'

/**
 * Runs the command on the standard streams of the process.
 *
 * @param args `process.argv` without the interpreter and the script.
 * @returns The exit code. Errors have been written to stderr.
 */
export async function run(args: readonly string[]): Promise<ExitCode> {
  watchOutput()
  process.on('SIGINT', () => process.exit(EXIT.interrupted))
  let exit: ExitCode = EXIT.fine
  const program = await buildProgram(args, (code) => {
    exit = code
  })
  try {
    if (args.length === 0) {
      writeError(program.helpInformation())
      return EXIT.usage
    }
    await program.parseAsync(args, { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage
    if (!(error instanceof CommandError)) throw error
    const help = error.help === null ? '' : `  = help: ${showable(error.help)}\n`
    writeError(`marque: ${showable(error.message)}\n${help}`)
    return error.exit
  }
}
