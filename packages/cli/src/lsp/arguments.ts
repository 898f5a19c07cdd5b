/**
 * The arguments of `marque lsp`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import { environmentOption } from '../command-line.ts'
import type { ExitCode } from '../errors.ts'

export function addLsp(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('lsp')
    .description('run the language server for editors')
    .addOption(environmentOption())
    // Editors pass these two. stdio is the only transport; the protocol library exits when the client process has exited.
    .addOption(new Option('--stdio', 'use stdin and stdout (the default)').hideHelp())
    .addOption(new Option('--clientProcessId <id>', 'exit when this process exits').hideHelp())
    .action(async ({ env }: { readonly env?: string }) => {
      const { runLsp } = await import('./command.ts')
      finish(await runLsp(env))
    })
}
