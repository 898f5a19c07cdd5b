/**
 * The arguments and options of `marque decide`.
 *
 * @module
 */
import type { Command } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line.ts'
import type { ExitCode } from '../errors.ts'

export function addDecide(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('decide')
    .description('decide requests from stdin, one JSON object per line')
    .argument('<policy>', 'policy or bundle')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addHelpText('after', DECIDE_HELP)
    .action(async (policy: string, { env, now }: JudgementFlags) => {
      const { runDecide } = await import('./command.ts')
      finish(await runDecide(policy, { env, now }))
    })
}

const DECIDE_HELP = `
A request:
  {"id":1,"method":"GET","url":"https://api.example.com/v1/me","headers":[["Origin","https://app.example.com"]]}
  optional: "context" (tenant, roles, scopes, claims, apiVersion, authenticatedAt, token, certificate), "now" (RFC 3339),
  "moment" (leaseUntil, lockdowns, revokedTokens)
`
