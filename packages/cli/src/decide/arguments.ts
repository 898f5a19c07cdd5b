/**
 * The arguments and options of `marque decide`.
 *
 * @module
 */
import type { Command } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line/index.ts'
import type { ExitCode } from '../errors/index.ts'

export function addDecide(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('decide')
    .description('answer requests, one a line on stdin')
    .argument('<policy>', 'a policy, or a bundle')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addHelpText('after', DECIDE_HELP)
    .action(async (policy: string, { env, now }: JudgementFlags) => {
      const { runDecide } = await import('./command.ts')
      finish(await runDecide(policy, { env, now }))
    })
}

const DECIDE_HELP = `
A line:
  {"id":1,"method":"GET","url":"https://api.example.com/v1/me","headers":[["Origin","https://app.example.com"]]}
  also, all optional: "context" (tenant, roles, scopes, claims, apiVersion, authenticatedAt, token), "now" (an instant),
  "moment" (leaseUntil, lockdowns, revokedTokens)
`
