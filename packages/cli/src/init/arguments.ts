/**
 * The arguments and options of `marque init`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import type { ExitCode } from '../errors/index.ts'
import type { InitFlags } from './flags.ts'

/** What is written where nobody names a file. */
export const DEFAULT_FILE = 'policy.yaml'

export function addInit(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('init')
    .description('write a first policy, from a few answers or from an OpenAPI document')
    .argument('[file]', 'the policy', DEFAULT_FILE)
    .addOption(listOption('--self <origin>', 'a public origin of the API; may be repeated'))
    .addOption(
      listOption(
        '--origin <origin>',
        'an origin of a web application that calls it; may be repeated',
      ),
    )
    .option('--credentials', 'those applications send cookies')
    .option('--owner <address>', 'who answers for trusting them: an e-mail address')
    .option('--contact <address>', 'whom a denied developer may ask')
    .addOption(
      listOption(
        '--path <pattern=sensitivity>',
        '`/status=public`: any website may read it; `/v1/account/**=confidential`; may be repeated',
      ),
    )
    .option('--yes', 'ask nothing')
    .option('--from <openapi>', 'make the policy from an OpenAPI document (3.0 to 3.2)')
    .option('--update', 'with `--from`: add what is new to a policy that is there')
    .addOption(
      new Option('--ci <system>', 'write the part for continuous integration instead').choices([
        'github',
        'gitlab',
      ]),
    )
    .action(async (file: string, flags: InitFlags) => {
      const { runInit } = await import('./command.ts')
      finish(await runInit(file, flags))
    })
}

function listOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before?: readonly string[]) => [
    ...(before ?? []),
    text,
  ])
}
