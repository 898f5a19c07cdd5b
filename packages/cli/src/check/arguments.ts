/**
 * The arguments and options of `marque check`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line/index.ts'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import { FORMATS } from '../findings/index.ts'

export function addCheck(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('check')
    .description('find every mistake, with place, reason and fix')
    .argument('[policy...]', 'policy files, YAML or JSON; `-` for stdin')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addOption(
      new Option('--format <format>', 'how to write the findings')
        .choices(Object.keys(FORMATS))
        .default('pretty'),
    )
    .option('--strict', 'fail on warnings too')
    .option('--openapi <file>', 'compare with the description of the API: OpenAPI 3.0 to 3.2')
    .option('--explain <code>', 'show the page of a finding code')
    .action(
      async (
        files: readonly string[],
        flags: JudgementFlags & {
          readonly format: string
          readonly strict?: boolean
          readonly explain?: string
          readonly openapi?: string
        },
      ) => {
        if (flags.explain === undefined && files.length === 0) {
          throw new CommandError(EXIT.usage, 'name a policy file', 'marque check policy.yaml')
        }
        if (flags.openapi !== undefined && files.length > 1) {
          throw new CommandError(EXIT.usage, '`--openapi` compares with one policy')
        }
        const { env, now, format, strict = false, explain, openapi } = flags
        if (explain !== undefined) {
          const { runExplainCode } = await import('./explain-code.ts')
          finish(await runExplainCode(explain))
          return
        }
        const { runCheck } = await import('./command.ts')
        finish(await runCheck(files, { env, now, format, strict, openapi }))
      },
    )
}
