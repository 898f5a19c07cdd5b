/**
 * The arguments of `marque schema`.
 *
 * @module
 */
import type { Command } from 'commander'
import type { ExitCode } from '../program/exit.ts'

export function addSchema(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('schema')
    .description('write the JSON Schema, for editors')
    .action(async () => {
      const { runSchema } = await import('./command.ts')
      finish(await runSchema())
    })
}
