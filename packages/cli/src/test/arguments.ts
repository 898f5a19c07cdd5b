/**
 * The arguments and options of `marque test`.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { FORMATS } from './formats.ts'

interface TestFlags extends JudgementFlags {
  readonly filter?: string
  readonly format: string
  readonly coverage?: boolean
  readonly minCoverage?: number
  readonly watch?: boolean
  readonly init?: boolean
  readonly accept?: boolean
}

export function addTest(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('test')
    .description('run the test cases of a policy')
    .argument('[file...]', 'policies, test files (*.marque-test.yaml) or folders (default: .)')
    .addOption(environmentOption())
    .addOption(nowOption())
    .option('--filter <text>', 'run only cases whose name contains this text')
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(Object.keys(FORMATS))
        .default('pretty'),
    )
    .option('--coverage', 'list every grant and origin set with its number of cases')
    .addOption(
      new Option(
        '--min-coverage <percent>',
        'fail if fewer of the grants or of the origin sets are covered',
      ).argParser(readPercent),
    )
    .option('--watch', 're-run when a test file or its policy changes')
    .option('--init', 'write a first test file, and the accepted bundle, next to the policy')
    .option('--accept', 'show what has changed since the accepted bundle, and rewrite it')
    .addHelpText('after', TEST_HELP)
    .action(async (files: readonly string[], flags: TestFlags) => {
      refuseMixed(files, flags)
      const { env, now, filter, format, coverage = false, minCoverage } = flags
      if (flags.init) {
        const { writeFirstTest } = await import('./write-first-test.ts')
        const [policy = ''] = files
        finish(await writeFirstTest(policy, { env, now }))
        return
      }
      const args = files.length === 0 ? ['.'] : files
      if (flags.accept) {
        const { acceptPolicies } = await import('./accept.ts')
        finish(await acceptPolicies(args, { now }))
        return
      }
      const { runTest, watchTest } = await import('./command.ts')
      const run = flags.watch ? watchTest : runTest
      finish(await run(args, { env, now, filter, format, coverage, minCoverage }))
    })
}

/** Rejects combinations of options that have no effect or two meanings. */
function refuseMixed(files: readonly string[], flags: TestFlags): void {
  if (flags.accept) {
    const others = ['init', 'env', 'filter', 'coverage', 'minCoverage', 'watch'] as const
    if (others.some((name) => flags[name] !== undefined) || flags.format !== 'pretty') {
      throw new CommandError(
        EXIT.usage,
        '`--accept` writes the whole policy, for the environment of each test file',
        'remove the other options',
      )
    }
  }
  if (flags.init) {
    const others = ['filter', 'coverage', 'minCoverage', 'watch'] as const
    const other = others.find((name) => flags[name] !== undefined)
    if (other !== undefined || flags.format !== 'pretty') {
      throw new CommandError(
        EXIT.usage,
        '`--init` only writes a file and runs no tests',
        'remove the other options',
      )
    }
    if (files.length !== 1) {
      throw new CommandError(
        EXIT.usage,
        '`--init` takes exactly one policy file',
        'marque test --init policy.yaml',
      )
    }
  }
  if (flags.filter !== undefined && (flags.minCoverage !== undefined || flags.coverage)) {
    throw new CommandError(
      EXIT.usage,
      '`--filter` skips cases, so coverage cannot be computed',
      'use either `--filter` or the coverage options',
    )
  }
}

function readPercent(text: string): number {
  const percent = /^\d{1,3}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (percent >= 0 && percent <= 100) return percent
  throw new InvalidArgumentError('Expected a number from 0 to 100')
}

const TEST_HELP = `
A test file (policy.marque-test.yaml):
  policy: ./policy.yaml
  cases:
    - name: the policy permits exactly what policy.accepted.json permits
      sameAs: ./policy.accepted.json # written by --init, rewritten by --accept
    - name: the app reads its account
      origin: https://app.example.com
      url: /v1/account/me
      credentials: include
      expect: { preflight: not-needed, read: true }
`
