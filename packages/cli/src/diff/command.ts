/**
 * `marque diff OLD NEW`: what the change allows and what it denies, each with an example request.
 *
 * @module
 */
import { digestOf } from '@marque/core'
import { type Loaded, readPolicy } from '@marque/policy'
import { type Difference, diff } from '@marque/policy/diff'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { type BundleOptions, readSourceOf } from '../policy-source/index.ts'
import { columnsFor, count, paletteFor, showable, writeError, writeOut } from '../terminal/index.ts'
import {
  type Allowance,
  applyAllowances,
  checkAllowances,
  type Failure,
  failsAs,
  failsOn,
  readAllowance,
} from './allowance.ts'
import { DIFF_FORMATS } from './formats.ts'
import type { SideFacts } from './report.ts'
import { checkSides, readSideArgument, type Side, type SideArgument } from './side.ts'

export interface DiffOptions extends BundleOptions {
  readonly format: string
  readonly detailedExitcode: boolean
  readonly failOn: ReadonlySet<Failure>
  /** As given on the command line. */
  readonly allowWider: readonly string[]
  readonly verbose: boolean
}

/** Runs the command. If a policy is invalid, nothing is compared; the findings of both go to stderr. */
export async function runDiff(old: string, next: string, options: DiffOptions): Promise<ExitCode> {
  const format = await DIFF_FORMATS[options.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `unknown format \`${options.format}\``)
  const allowances = readAllowances(options)
  const wanted = [readSideArgument(old, options.env), readSideArgument(next, options.env)] as const
  checkSides(...wanted)
  const [before, after] = await readSides(wanted, options)
  checkAllowances(allowances, [before.bundle, after.bundle])
  const difference = diff(before.bundle, after.bundle)
  const { changes: allowed, unused } = applyAllowances(difference.changes, allowances)
  const failing = new Set(
    difference.changes.filter((change) => failsAs(change, options.failOn) && !allowed.has(change)),
  )
  const report = {
    old: factsOf(before),
    new: factsOf(after),
    difference,
    now: options.now ?? Date.now(),
    allowed,
    failing,
    lineOf: resourceLines(after.policy),
  }
  await writeOut(
    format(report, {
      palette: paletteFor(process.stdout, process.env),
      columns: columnsFor(process.stdout),
      verbose: options.verbose,
    }),
  )
  for (const { text } of unused) {
    writeError(
      `marque: \`--allow-wider ${showable(text)}\` matches no widening; remove it, because it would also accept a future one\n`,
    )
  }
  const exit = exitFor(difference, allowed, options)
  if (failsOn(difference, options.failOn, allowed)) {
    writeError(`marque: ${reasonOf(difference, failing.size, options.failOn)}\n`)
  }
  return exit
}

/** Why `--fail-on` fails, in one line. */
function reasonOf(
  { notes, undecided }: Difference,
  failing: number,
  on: ReadonlySet<Failure>,
): string {
  const option = `\`--fail-on ${[...on].join(',')}\``
  const parts = [
    ...(failing > 0 ? [count(failing, 'change')] : []),
    ...(on.has('any') && notes.length > 0
      ? [`${count(notes.length, 'edit')} without a change`]
      : []),
    ...(undecided.length > 0
      ? [`${count(undecided.length, 'part')} that could not be compared`]
      : []),
  ]
  return `${option} fails because of ${parts.join(', ')}`
}

function exitFor(
  difference: Difference,
  allowed: Parameters<typeof failsOn>[2],
  { detailedExitcode, failOn }: DiffOptions,
): ExitCode {
  const { changes, notes, undecided } = difference
  const differs = [changes, notes, undecided].some(({ length }) => length > 0)
  const fails = (detailedExitcode && differs) || failsOn(difference, failOn, allowed)
  return fails ? EXIT.differences : EXIT.fine
}

function readAllowances({ allowWider, failOn }: DiffOptions): readonly Allowance[] {
  if (allowWider.length > 0 && !failOn.has('wider') && !failOn.has('any')) {
    throw new CommandError(
      EXIT.usage,
      '`--allow-wider` has no effect without `--fail-on wider` or `--fail-on any`',
      'add `--fail-on wider`',
    )
  }
  return allowWider.map(readAllowance)
}

/** Reads both policies even if the first is invalid, so that one run reports the findings of both. */
async function readSides(
  wanted: readonly [SideArgument, SideArgument],
  options: DiffOptions,
): Promise<readonly [Side, Side]> {
  const read: (Side | CommandError)[] = []
  for (const { file, env } of wanted) {
    try {
      const source = await readSourceOf(file, { env, now: options.now })
      read.push({ ...source, environment: source.bundle.environment })
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      read.push(error)
    }
  }
  const [before, after] = read
  if (before instanceof CommandError) {
    if (after instanceof CommandError) writeError(`marque: ${showable(after.message)}\n`)
    throw before
  }
  if (after instanceof CommandError) throw after
  if (!before || !after) throw new TypeError('expected two policies')
  return [before, after]
}

function factsOf({ name, environment, bundle }: Side): SideFacts {
  return { name, environment, digest: digestOf(bundle) }
}

/** Looks up the line of a resource by name; always `undefined` for a bundle, which has no lines. */
function resourceLines(policy: Loaded | null): (name: string) => number | undefined {
  let lines: Map<string, number> | undefined
  return (name) => {
    if (policy === null) return undefined
    lines ??= new Map(
      readPolicy(policy).model?.resources.map(({ name, path }) => [name, policy.locate(path).line]),
    )
    return lines.get(name)
  }
}
