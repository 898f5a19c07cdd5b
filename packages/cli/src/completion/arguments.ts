/**
 * The arguments of `marque completion`.
 *
 * @module
 */
import { Argument, type Command } from 'commander'
import type { ExitCode } from '../errors.ts'
import type { Shell } from './command.ts'

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish']

export function addCompletion(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('completion')
    .description('print a shell completion script')
    .addArgument(new Argument('<shell>', 'shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { runCompletion } = await import('./command.ts')
      finish(await runCompletion(shell, program))
    })
}
