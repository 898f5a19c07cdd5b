/**
 * `marque schema`: the JSON Schema of the policy, for editors.
 *
 * @module
 */
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../errors.ts'
import { writeOut } from '../terminal/index.ts'

export function addSchema(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('schema')
    .description('print the JSON Schema of a policy, for editors')
    .action(async () => {
      const { jsonSchema } = await import('@marque/policy')
      await writeOut(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
      finish(EXIT.fine)
    })
}
