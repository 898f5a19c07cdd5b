/**
 * The arguments and options of `marque explain`.
 *
 * @module
 */
import { type Command, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line/index.ts'
import type { ExitCode } from '../errors/index.ts'
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
    .description('why a request is answered as it is, and what browsers make of it')
    .argument('<policy>', 'a policy, or a bundle; `-` for stdin')
    .argument('<url>', 'what the page asks for; ws: and wss: open a WebSocket')
    .option('--origin <origin>', 'the origin of the page; without it, a request that no page sends')
    .option('--method <method>', 'the method', 'GET')
    .addOption(
      new Option('--header <header>', "a header that script sets, 'name: value'; repeatable")
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], 'none'),
    )
    .option('--credentials', "with cookies, as fetch's `credentials: 'include'`")
    .option('--context <json>', 'what the layer knows of the sender, as in `marque decide`')
    .option('--preflight', 'with a preflight in any case, as an upload listener asks for one')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addOption(
      new Option('--format <format>', 'how to write the explanation')
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
          question: { origin, method, header, context, credentials, preflight },
        }),
      )
    })
}

const EXPLAIN_HELP = `
A page that changes something:   marque explain policy.yaml --origin https://app.example.com --method PATCH \\
                                   --header 'content-type: application/json' --credentials https://api.example.com/v1/me
With what the login says:        --context '{"roles":["reader"],"authenticatedAt":"2098-11-21T11:00:00Z"}'
`
