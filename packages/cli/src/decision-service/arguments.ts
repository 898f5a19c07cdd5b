/**
 * The arguments and options of `marque decision-service`.
 *
 * @module
 */
import type { Command } from 'commander'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import type { DecisionServiceFlags } from './command.ts'

export function addDecisionService(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('decision-service')
    .description('decide for another proxy: nginx, Envoy, Caddy or Traefik asks about each request')
    .argument('[policy]', 'a policy, or a bundle; watched while the service runs')
    .option('--listen <address>', 'where it is asked over HTTP; 127.0.0.1:9090 if left out')
    .option('--grpc <address>', 'where Envoy asks over gRPC; nowhere if left out')
    .option('--admin <address>', 'health, readiness and metrics; nowhere if left out')
    .option(
      '--key-file <file>',
      'holds the key that the proxy sends; off this machine one is needed',
    )
    .option('--env <name>', 'the environment; production where nothing is said')
    .option('--config <file>', 'a service file: logins, TLS, signed bundles')
    .addHelpText('after', HELP)
    .action(async (policy: string | undefined, flags: DecisionServiceFlags) => {
      if ((policy === undefined) === (flags.config === undefined)) {
        throw new CommandError(
          EXIT.usage,
          'name a policy, or a service file with `--config` that says where it is',
          'marque decision-service policy.yaml',
        )
      }
      const { runDecisionServiceCommand } = await import('./command.ts')
      finish(await runDecisionServiceCommand(policy ?? null, flags))
    })
}

const HELP = `
Signals: SIGHUP reads the policy again · SIGTERM and SIGINT stop it
Standard output: the decision log, one line of JSON each
Configurations of the proxies: examples/decision-service
`
