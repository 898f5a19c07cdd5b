/**
 * The arguments and options of `marque verify`.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { environmentOption, nowOption } from '../command-line.ts'
import type { ExitCode } from '../errors.ts'
import type { VerifyFlags } from './flags.ts'
import { VERIFY_FORMATS } from './formats.ts'

export function addVerify(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('verify')
    .description(
      'ask every layer what the policy decides, and name the layer that answers otherwise',
    )
    .usage('<policy> --layer <name=url> [options]')
    .argument('<policy>', 'policy or bundle')
    .addOption(
      repeated(
        '--layer <name=url>',
        'a layer, the outermost first: `gateway=http://localhost:8080`, with `,http=2` for HTTP/2; repeatable',
      ),
    )
    .addOption(
      repeated('--only-as-seen <name...>', 'layers that cannot be asked by themselves; not asked'),
    )
    .addOption(environmentOption())
    .addOption(nowOption())
    .addOption(
      repeated(
        '--also-known <file...>',
        'older policies or bundles that a layer may still use, the newest first',
      ),
    )
    .addOption(repeated('--path <url...>', 'real URLs of the API, absolute or from `/`'))
    .option(
      '--context <file>',
      'JSON of what the layers know of the login (as `context` of decide)',
    )
    .option(
      '--seed <n>',
      'repeat the probes of an earlier run (default: random)',
      integer(0, MAX_SEED),
    )
    .option('--max-probes <n>', 'maximum number of probes', integer(1, 1_000_000), 10_000)
    .addOption(
      new Option('--rate <n/s>', 'requests per second to each layer (default: no limit)').argParser(
        readRate,
      ),
    )
    .option('--concurrency <n>', 'open requests per layer', integer(1, 256), 8)
    .option('--mutating', 'send POST, PUT, PATCH and DELETE too; DELETE only to a `--path`')
    .addOption(repeated('--header <line>', 'header of every request: `Name: value`; repeatable'))
    .option('--header-file <file>', 'credentials: lines `Name: value`; never shown')
    .option('--ca-file <file>', 'PEM certificates to trust')
    .option('--cert-file <file>', 'PEM client certificate')
    .option('--key-file <file>', 'PEM key of the client certificate')
    .option(
      '--replicas <n>',
      'replicas behind a layer: repeat the most telling probes',
      integer(1, 100),
      1,
    )
    .option('--through-cache', 'look for a cache that mixes up origins')
    .addOption(
      new Option(
        '--browser <names>',
        'compare what real browsers conclude too: chromium, firefox, or both as `chromium,firefox`',
      ).argParser(readBrowsers),
    )
    .option(
      '--baseline <file>',
      'JSON report of an earlier run: exit with code 3 for new findings only',
    )
    .addOption(
      new Option('--every <duration>', 'repeat until stopped: `30s`, `5m`, `1h`').argParser(
        readInterval,
      ),
    )
    .option('--metrics <address>', 'with `--every`: serve Prometheus metrics at this address')
    .option('--webhook <url>', 'with `--every`: report findings that begin and end')
    .option('--webhook-key-file <file>', 'key of the webhook signatures: `whsec_` and base64')
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(Object.keys(VERIFY_FORMATS))
        .default('pretty'),
    )
    .option('--out <file>', 'write the report to a file')
    .addHelpText('after', VERIFY_HELP)
    .action(async (policy: string, flags: VerifyFlags) => {
      const { runVerify } = await import('./command.ts')
      finish(await runVerify(policy, flags))
    })
}

/** An option whose values are collected, whether they follow one flag or repeat it. */
function repeated(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before?: readonly string[]) => [
    ...(before ?? []),
    text,
  ])
}

/** Seeds are 32-bit integers. */
const MAX_SEED = 4_294_967_295

function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (/^\d{1,10}$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`)
  }
}

/** Not imported from `@marque/verify`, which the help does not load. */
const BROWSERS: readonly string[] = ['chromium', 'firefox']

function readBrowsers(text: string): readonly string[] {
  const names = [...new Set(text.split(','))]
  if (names.every((name) => BROWSERS.includes(name))) return names
  throw new InvalidArgumentError(`Allowed are ${BROWSERS.join(', ')}, separated by commas.`)
}

function readRate(text: string): number {
  const rate = Number(/^(\d{1,6}(?:\.\d{1,3})?)\/s$/.exec(text)?.[1] ?? 0)
  if (rate > 0) return rate
  throw new InvalidArgumentError('Expected requests per second: 20/s')
}

const UNITS: { readonly [unit: string]: number } = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** A timer of Node waits at most 2,147,483,647 ms. */
const MAX_DAYS = 24

function readInterval(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const interval = Number(number) * (UNITS[unit] ?? 0)
  if (interval > 0 && interval <= MAX_DAYS * 86_400_000) return interval
  throw new InvalidArgumentError(`Expected a duration from 1s to ${MAX_DAYS}d: 5m`)
}

const VERIFY_HELP = `
After a deployment:      marque verify policy.yaml --layer gateway=https://10.0.0.5 --layer app=http://10.0.0.7:3000 --header-file token.txt
For CI:                  marque verify policy.yaml --layer app=http://localhost:3000 --format junit --out marque-verify.xml
Only new findings fail:  marque verify policy.yaml --layer app=http://localhost:3000 --baseline verify.json
As a watch:              marque verify policy.yaml --layer app=http://localhost:3000 --every 5m --metrics 127.0.0.1:9464

Requests name the host of the policy, whatever address a layer has. Only GET, HEAD and OPTIONS are sent without --mutating.

Exit codes: 0 every layer answers as the policy decides · 3 findings, or an invalid policy · 1 a layer is unreachable · 64 incorrect usage · 130 interrupted
`
