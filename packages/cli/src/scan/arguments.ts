/**
 * The arguments and options of `marque scan`.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ExitCode } from '../errors.ts'
import type { ScanFlags } from './flags.ts'
import { SCAN_FORMATS } from './formats.ts'

export function addScan(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('scan')
    .description('judge the CORS of an API from outside, without a policy')
    .argument('<url>', 'one URL of the API: https://api.example.com/v1/orders')
    .option('--origin <origin>', 'an origin that the API trusts: tells wrong comparisons with it')
    .addOption(
      new Option(
        "--header <'name: value'>",
        'header of every GET, such as a login; its value is never shown; repeatable',
      ).argParser((text: string, before?: readonly string[]) => [...(before ?? []), text]),
    )
    .option('--ca-file <file>', 'PEM certificates to trust')
    .addOption(
      new Option('--rate <n/s>', 'requests per second').argParser(readRate).default(5, '5/s'),
    )
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(Object.keys(SCAN_FORMATS))
        .default('pretty'),
    )
    .addHelpText('after', SCAN_HELP)
    .action(async (url: string, flags: ScanFlags) => {
      const { runScan } = await import('./command.ts')
      finish(await runScan(url, flags))
    })
}

function readRate(text: string): number {
  const rate = Number(/^(\d{1,6}(?:\.\d{1,3})?)\/s$/.exec(text)?.[1] ?? 0)
  if (rate > 0) return rate
  throw new InvalidArgumentError('Expected requests per second: 5/s')
}

const SCAN_HELP = `
From outside:              marque scan https://api.example.com/v1/orders
With an origin it trusts:  marque scan https://api.example.com/v1/orders --origin https://app.example.com
With a login:              marque scan https://api.example.com/v1/orders --header "Authorization: Bearer $TOKEN"
For CI:                    marque scan https://api.example.com/v1/orders --format sarif

At most 60 requests, GET and OPTIONS, to the URL and one path beside it that does not exist. No redirect is followed, and Retry-After is
waited for. Scan only what you may test.

Grades: A nothing found · B a warning · D an error · F an error where credentials are allowed

Exit codes: 0 no errors · 3 errors · 1 the API is unreachable · 64 incorrect usage · 130 interrupted
`
