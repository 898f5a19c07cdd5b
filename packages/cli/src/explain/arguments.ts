/**
 * The arguments and options of `marque explain`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line.ts'
import type { ExitCode } from '../errors.ts'
import { EXPLAIN_FORMATS } from './formats.ts'

interface Flags extends JudgementFlags {
  readonly origin?: string
  readonly method: string
  readonly header: readonly string[]
  readonly credentials?: boolean
  readonly context?: string
  readonly preflight?: boolean
  readonly format: string
}

export function addExplain(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('explain')
    .description('explain the decision for a request, rule by rule, and what browsers do')
    .argument('<policy>', 'policy or bundle; `-` for stdin')
    .argument('<url>', 'request URL; ws: and wss: for a WebSocket handshake')
    .option('--origin <origin>', 'origin of the page (default: a request without an Origin header)')
    .option('--method <method>', 'request method', 'GET')
    .addOption(
      new Option('--header <header>', "request header set by script, 'name: value'; repeatable")
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], 'none'),
    )
    .option('--credentials', "send cookies, as fetch does with `credentials: 'include'`")
    .option('--context <json>', 'facts about the sender, as in `marque decide`')
    .option('--preflight', 'force a preflight, as an upload progress listener does')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(Object.keys(EXPLAIN_FORMATS))
        .default('pretty'),
    )
    .addHelpText('after', EXPLAIN_HELP)
    .action(async (policy: string, url: string, flags: Flags) => {
      const { runExplainRequest } = await import('./command.ts')
      const { env, now, format, origin, method, header, context } = flags
      const { credentials = false, preflight = false } = flags
      finish(
        await runExplainRequest(policy, url, {
          env,
          now,
          format,
          input: { origin, method, header, context, credentials, preflight },
        }),
      )
    })
}

const EXPLAIN_HELP = `
A request with a body:     marque explain policy.yaml --origin https://app.example.com --method PATCH \\
                             --header 'content-type: application/json' --credentials https://api.example.com/v1/me
An authenticated sender:   --context '{"roles":["reader"],"authenticatedAt":"2098-11-21T11:00:00Z"}'
`
