/**
 * The arguments and options of `marque decision-service`.
 *
 * @module
 */
import type { Command } from 'commander'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import type { DecisionServiceFlags } from './command.ts'

export function addDecisionService(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('decision-service')
    .description('external authorization service for nginx, Envoy, Caddy or Traefik')
    .argument('[policy]', 'policy or bundle; reloaded when it changes')
    .option('--listen <address>', 'HTTP address (default: 127.0.0.1:9090)')
    .option('--grpc <address>', 'gRPC address for Envoy ext_authz (default: off)')
    .option('--admin <address>', 'address of health, readiness and metrics (default: off)')
    .option(
      '--key-file <file>',
      'file with the shared key that the proxy sends; required unless every address is loopback',
    )
    .option('--env <name>', `environment (default: ${DEFAULT_ENVIRONMENT})`)
    .option('--config <file>', 'settings file: authentication, TLS, signed bundles')
    .option('--usage-file <file>', 'append hourly counts of decisions, for reviews of the policy')
    .addHelpText('after', HELP)
    .action(async (policy: string | undefined, flags: DecisionServiceFlags) => {
      if ((policy === undefined) === (flags.config === undefined)) {
        throw new CommandError(
          EXIT.usage,
          'expected either a policy or `--config`',
          'marque decision-service policy.yaml',
        )
      }
      const { runDecisionServiceCommand } = await import('./command.ts')
      finish(await runDecisionServiceCommand(policy ?? null, flags))
    })
}

const HELP = `
Signals: SIGHUP reloads the policy · SIGTERM and SIGINT shut down
Standard output: the decision log, one JSON object per line
Proxy configurations: examples/decision-service
`
