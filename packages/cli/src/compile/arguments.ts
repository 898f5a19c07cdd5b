/**
 * The arguments and options of `marque compile`.
 *
 * @module
 */
import { Argument, type Command } from 'commander'
import { CommandError, EXIT, type ExitCode } from '../program/exit.ts'
import { environmentOption, type JudgementFlags, nowOption } from '../program/judgement-options.ts'

export function addCompile(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('compile')
    .description('write what layers read')
    .addArgument(new Argument('[target]', 'what to write; `--list` lists them'))
    .argument('[policy]', 'a policy, or a bundle; `-` for stdin')
    .addOption(environmentOption())
    .addOption(nowOption())
    .option('--out <file>', 'where to write, instead of stdout')
    .option('--list', 'list the targets')
    .action(
      async (
        target: string | undefined,
        policy: string | undefined,
        flags: JudgementFlags & { readonly out?: string; readonly list?: boolean },
      ) => {
        if (!flags.list && (target === undefined || policy === undefined)) {
          const message =
            target === undefined ? 'name a target and a policy file' : 'name a policy file'
          throw new CommandError(EXIT.usage, message, 'marque compile bundle policy.yaml')
        }
        const { runCompile, runList } = await import('./command.ts')
        if (flags.list || target === undefined || policy === undefined) finish(await runList())
        else
          finish(
            await runCompile(target, policy, { env: flags.env, now: flags.now, out: flags.out }),
          )
      },
    )
}
