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
    .option('--strict', 'exit with code 1 after a line that is not a readable request')
    .addHelpText('after', DECIDE_HELP)
    .action(async (policy: string, flags: JudgementFlags & { readonly strict?: boolean }) => {
      const { runDecide } = await import('./command.ts')
      const { env, now, strict = false } = flags
      finish(await runDecide(policy, { env, now, strict }))
    })
}

const DECIDE_HELP = `
A request:
  {"id":1,"method":"GET","url":"https://api.example.com/v1/me","headers":[["Origin","https://app.example.com"]]}
  optional: "context" (tenant, roles, scopes, claims, apiVersion, authenticatedAt, token, certificate), "now" (RFC 3339),
  "moment" (leaseUntil, lockdowns, revokedTokens)
`
