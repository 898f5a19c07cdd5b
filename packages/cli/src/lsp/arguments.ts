/**
 * The arguments of `marque lsp`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import { environmentOption } from '../command-line/index.ts'
import type { ExitCode } from '../errors/index.ts'

export function addLsp(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('lsp')
    .description('help in editors: the language server')
    .addOption(environmentOption())
    // What clients add by themselves: no other transport is spoken, and the protocol library ends the process with that one.
    .addOption(new Option('--stdio', 'speak on stdin and stdout, as always').hideHelp())
    .addOption(new Option('--clientProcessId <id>', 'end when this process has ended').hideHelp())
    .action(async ({ env }: { readonly env?: string }) => {
      const { runLsp } = await import('./command.ts')
      finish(await runLsp(env))
    })
}
