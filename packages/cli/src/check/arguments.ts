/**
 * The arguments and options of `marque check`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { FORMATS } from '../findings/index.ts'

export function addCheck(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('check')
    .description('find every error, with location, reason and fix')
    .argument(
      '[policy...]',
      'policies: files, YAML or JSON, or folders with a `policy.yaml`; `-` for stdin',
    )
    .addOption(environmentOption())
    .addOption(nowOption())
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(Object.keys(FORMATS))
        .default('pretty'),
    )
    .option('--strict', 'fail on warnings too')
    .option('--verbose', 'list acknowledged warnings, with their reasons')
    .addOption(
      new Option(
        '--openapi <file>',
        'compare the policy with an OpenAPI document (3.0 to 3.2, Swagger 2.0); repeatable',
      ).argParser((file: string, before?: readonly string[]) => [...(before ?? []), file]),
    )
    .option('--explain [code]', 'explain a finding code, such as MQ-201')
    .action(
      async (
        files: readonly string[],
        flags: JudgementFlags & {
          readonly format: string
          readonly strict?: boolean
          readonly verbose?: boolean
          readonly explain?: string | true
          readonly openapi?: readonly string[]
        },
      ) => {
        if (flags.explain === undefined && files.length === 0) {
          throw new CommandError(EXIT.usage, 'missing policy file', 'marque check policy.yaml')
        }
        if (flags.openapi !== undefined && files.length > 1) {
          throw new CommandError(EXIT.usage, '`--openapi` takes exactly one policy')
        }
        const { env, now, format, strict = false, verbose = false, explain, openapi = [] } = flags
        if (explain === true) {
          throw new CommandError(
            EXIT.usage,
            '`--explain` needs the code of a finding',
            'marque check --explain MQ-201; docs/reference/findings lists every code',
          )
        }
        if (explain !== undefined) {
          const { runExplainCode } = await import('./explain-code.ts')
          finish(await runExplainCode(explain))
          return
        }
        const { runCheck } = await import('./command.ts')
        finish(await runCheck(files, { env, now, format, strict, verbose, openapi }))
      },
    )
}
