/**
 * The arguments and options of `marque gateway`.
 *
 * @module
 */
import { type Command, InvalidArgumentError } from 'commander'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import type { GatewayFlags } from './command.ts'

export function addGateway(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('gateway')
    .description('run a reverse proxy that enforces the policy')
    .argument('[policy]', 'policy or bundle; reloaded when it changes')
    .option('--upstream <url>', 'origin of the application, such as http://localhost:3000')
    .option('--listen <address>', 'listen address (default: 127.0.0.1:8080)')
    .option(
      '--admin <address>',
      'admin address: health, metrics, explain (default: 127.0.0.1:9901)',
    )
    .option('--env <name>', `environment (default: ${DEFAULT_ENVIRONMENT})`)
    .option('--config <file>', 'settings file: several upstreams, TLS, authentication, limits')
    .option('--processes <n>', 'number of worker processes (default: 1)', readCount)
    .option('--access-log', 'log every request, not only failed ones')
    .option('--usage-file <file>', 'append hourly counts of decisions, for reviews of the policy')
    .addHelpText('after', HELP)
    .action(async (policy: string | undefined, flags: GatewayFlags) => {
      if (flags.config === undefined && (policy === undefined || flags.upstream === undefined)) {
        throw new CommandError(
          EXIT.usage,
          'expected a policy and `--upstream`, or `--config`',
          'marque gateway policy.yaml --upstream http://localhost:3000',
        )
      }
      const { runGatewayCommand } = await import('./command.ts')
      finish(await runGatewayCommand(policy, flags))
    })
}

const HELP = `
Required: a policy and --upstream, or --config.

Signals: SIGHUP reloads the policy · SIGTERM and SIGINT finish open requests, then shut down
`

function readCount(text: string): number {
  const count = Number(text)
  if (/^\d{1,3}$/.test(text) && count >= 1 && count <= 256) return count
  throw new InvalidArgumentError('Expected a number from 1 to 256.')
}
