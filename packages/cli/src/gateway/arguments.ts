/**
 * The arguments and options of `marque gateway`.
 *
 * @module
 */
import { type Command, InvalidArgumentError } from 'commander'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import type { GatewayFlags } from './command.ts'

export function addGateway(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('gateway')
    .description('protect an API: a reverse proxy that decides by the policy')
    .argument('[policy]', 'a policy, or a bundle; watched while the gateway runs')
    .option('--upstream <url>', 'where the application is: http://localhost:3000')
    .option('--listen <address>', 'host and port; 127.0.0.1:8080 where it is left out')
    .option('--admin <address>', 'health, metrics and explain; 127.0.0.1:9901 where it is left out')
    .option('--env <name>', 'the environment; production where nothing is said')
    .option('--config <file>', 'a gateway file: several upstreams, TLS, logins, limits')
    .option('--processes <n>', 'how many processes share the address', readCount)
    .option('--access-log', 'a line for each request, and not only for those that fail')
    .addHelpText('after', HELP)
    .action(async (policy: string | undefined, flags: GatewayFlags) => {
      if (flags.config === undefined && (policy === undefined || flags.upstream === undefined)) {
        throw new CommandError(
          EXIT.usage,
          'name a policy and `--upstream`, or a gateway file with `--config`',
          'marque gateway policy.yaml --upstream http://localhost:3000',
        )
      }
      const { runGatewayCommand } = await import('./command.ts')
      finish(await runGatewayCommand(policy, flags))
    })
}

const HELP = `
Signals: SIGHUP reads the policy again · SIGTERM and SIGINT let requests end, then stop
`

function readCount(text: string): number {
  const count = Number(text)
  if (/^\d{1,3}$/.test(text) && count >= 1 && count <= 256) return count
  throw new InvalidArgumentError('A number of processes is from 1 to 256.')
}
