/**
 * The arguments and options of `marque decision-service`.
 *
 * @module
 */
import type { Command } from 'commander'
import type { ExitCode } from '../program/exit.ts'
import type { DecisionServiceFlags } from './command.ts'

export function addDecisionService(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('decision-service')
    .description('decide for another proxy: nginx asks it about each request')
    .argument('<policy>', 'a policy, or a bundle; watched while the service runs')
    .option('--listen <address>', 'host and port; 127.0.0.1:9090 where it is left out')
    .option('--key-file <file>', 'holds the key that the proxy sends; required off this machine')
    .option('--env <name>', 'the environment; production where nothing is said')
    .addHelpText('after', HELP)
    .action(async (policy: string, flags: DecisionServiceFlags) => {
      const { runDecisionServiceCommand } = await import('./command.ts')
      finish(await runDecisionServiceCommand(policy, flags))
    })
}

const HELP = `
Signals: SIGHUP reads the policy again · SIGTERM and SIGINT stop it
Configurations of the proxy: examples/decision-service
`
