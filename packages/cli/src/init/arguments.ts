/**
 * The arguments and options of `marque init`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import type { ExitCode } from '../errors.ts'
import type { InitFlags } from './flags.ts'

/** The default of the argument. */
export const DEFAULT_FILE = 'policy.yaml'

export function addInit(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('init')
    .description(
      'write a first policy, from questions, OpenAPI documents, the options of a CORS library, recorded traffic or logs',
    )
    .argument('[file]', 'policy file to write', DEFAULT_FILE)
    .addOption(listOption('--self <origin>', 'public origin of the API; repeatable'))
    .addOption(
      listOption(
        '--origin <origin>',
        'origin of a web application that calls the API, and what it may do (default: GET): `https://app.example.com GET POST /v1/orders/** authorization credentials`; repeatable',
      ),
    )
    .option('--credentials', 'allow cookies for every `--origin`')
    .option('--owner <address>', 'e-mail address of the owner of these origins')
    .option('--contact <address>', 'e-mail address shown to developers whose requests are denied')
    .addOption(
      listOption(
        '--path <pattern=public|confidential>',
        'sensitivity of a path: `/status=public` (any website may read it), `/v1/account/**=confidential`; repeatable',
      ),
    )
    .option('--yes', 'do not prompt')
    .addOption(
      listOption(
        '--from <openapi>',
        'generate the policy from an OpenAPI document (3.0 to 3.2, Swagger 2.0); repeatable',
      ),
    )
    .option(
      '--from-cors <file>',
      'generate the policy from the options of a CORS library, in JavaScript, TypeScript or JSON; the file is never run',
    )
    .addOption(
      new Option(
        '--library <name>',
        'with `--from-cors`: the library, where the file does not import it',
      ).choices(['cors', 'fastify', 'hono', 'koa']),
    )
    .addOption(
      listOption(
        '--from-har <file>',
        'generate the policy from recorded traffic (HAR); repeatable',
      ),
    )
    .addOption(
      listOption(
        '--from-log <file>',
        'generate the policy from an access log of nginx, Apache, Caddy, HAProxy or Traefik, or from the decision log of Marque; `-` for stdin, gzip too; repeatable',
      ),
    )
    .option(
      '--log-format <format>',
      'with `--from-log`: the `log_format` of nginx or the `LogFormat` of Apache, if lines are neither JSON nor in the combined format with `name="value"` after it',
    )
    .option('--update', 'with `--from`: add new endpoints to an existing policy')
    .addOption(
      new Option('--ci <system>', 'write a CI pipeline instead of a policy').choices([
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
