/**
 * The arguments and options of `marque diff`.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { environmentOption, type JudgementFlags, nowOption } from '../command-line.ts'
import type { ExitCode } from '../errors.ts'
import type { Failure } from './allowance.ts'
import { DIFF_FORMATS } from './formats.ts'

const FAILURES: readonly Failure[] = ['wider', 'tighter', 'any', 'undecided']

interface Flags extends JudgementFlags {
  readonly format: string
  readonly detailedExitcode?: boolean
  readonly failOn: readonly Failure[]
  readonly allowWider: readonly string[]
  readonly verbose?: boolean
}

export function addDiff(program: Command, finish: (exit: ExitCode) => void): void {
  program
    .command('diff')
    .description('compare two policies: what a change allows and denies, with example requests')
    .argument(
      '<old>',
      'policy or bundle before the change; FILE@ENV selects an environment, `-` is stdin',
    )
    .argument('<new>', 'policy or bundle after the change')
    .addOption(environmentOption())
    .addOption(nowOption())
    .addOption(
      new Option('--format <format>', 'output format')
        .choices(Object.keys(DIFF_FORMATS))
        .default('pretty'),
    )
    .option('--verbose', 'show full lists, full example requests and unchanged resources')
    .option('--detailed-exitcode', 'exit with code 2 if anything differs')
    .addOption(
      new Option(
        '--fail-on <what>',
        `exit with code 2 on changes of this kind: ${FAILURES.join(', ')}; repeatable`,
      )
        .argParser(collectFailures)
        .default([], 'none'),
    )
    .addOption(
      new Option(
        '--allow-wider <resource[:origin]>',
        'accept a widening that is intended; repeatable',
      )
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], 'none'),
    )
    .addHelpText('after', DIFF_HELP)
    .action(async (old: string, next: string, flags: Flags) => {
      const { runDiff } = await import('./command.ts')
      const { env, now, format, detailedExitcode = false, verbose = false } = flags
      const { failOn, allowWider } = flags
      finish(
        await runDiff(old, next, {
          env,
          now,
          format,
          detailedExitcode,
          failOn: new Set(failOn),
          allowWider,
          verbose,
        }),
      )
    })
}

/** `wider`, or several as `wider,undecided`. */
function collectFailures(text: string, before: readonly Failure[]): readonly Failure[] {
  const words = text.split(',')
  for (const word of words) {
    if (!(FAILURES as readonly string[]).includes(word)) {
      throw new InvalidArgumentError(`Allowed choices are ${FAILURES.join(', ')}.`)
    }
  }
  return [...before, ...(words as Failure[])]
}

const DIFF_HELP = `
Two environments of one policy:    marque diff policy.yaml@staging policy.yaml@production
What a branch changes:             git show main:policy.yaml | marque diff - policy.yaml
In CI:                             marque diff old.yaml policy.yaml --fail-on wider --allow-wider account:https://app.example.com

Exit codes: 0 success, with or without differences · 2 --detailed-exitcode or --fail-on matched, undecided parts included · 3 invalid policy
`
