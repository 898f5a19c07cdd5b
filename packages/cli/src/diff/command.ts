/**
 * `marque diff OLD NEW`: what can be done now that could not before, what no longer can, each with a request that shows it.
 *
 * @module
 */
import { digestOf } from '@marque/core'
import { type Loaded, readPolicy } from '@marque/policy'
import { type Difference, diff } from '@marque/policy/diff'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import { type BundleOptions, readSourceOf } from '../policy-source/index.ts'
import { columnsFor, paletteFor, showable, writeError, writeOut } from '../terminal/index.ts'
import {
  type Allowance,
  applyAllowances,
  checkAllowances,
  failsAs,
  failsOn,
  readAllowance,
} from './allowance.ts'
import type { Failure } from './arguments.ts'
import { DIFF_FORMATS } from './formats.ts'
import type { SideFacts } from './report.ts'
import { checkSides, readSideArgument, type Side, type SideArgument } from './side.ts'

export interface DiffOptions extends BundleOptions {
  readonly format: string
  readonly detailedExitcode: boolean
  readonly failOn: ReadonlySet<Failure>
  /** As the user wrote them. */
  readonly allowWider: readonly string[]
  readonly verbose: boolean
}

/** Runs the command. Where a side is refused nothing is compared: the findings of both are on stderr. */
export async function runDiff(old: string, next: string, options: DiffOptions): Promise<ExitCode> {
  const format = await DIFF_FORMATS[options.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `there is no format \`${options.format}\``)
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
      `marque: \`--allow-wider ${showable(text)}\` allows nothing that opens here; take it out, or it lets the next change through unseen\n`,
    )
  }
  return exitFor(difference, allowed, options)
}

function exitFor(
  difference: Difference,
  allowed: Parameters<typeof failsOn>[2],
  { detailedExitcode, failOn }: DiffOptions,
): ExitCode {
  const differs = difference.changes.length > 0 || difference.undecided.length > 0
  const fails = (detailedExitcode && differs) || failsOn(difference, failOn, allowed)
  return fails ? EXIT.differences : EXIT.fine
}

function readAllowances({ allowWider, failOn }: DiffOptions): readonly Allowance[] {
  if (allowWider.length > 0 && !failOn.has('wider') && !failOn.has('any')) {
    throw new CommandError(
      EXIT.usage,
      '`--allow-wider` allows what `--fail-on` would fail on, and nothing says that',
      'add `--fail-on wider`',
    )
  }
  return allowWider.map(readAllowance)
}

/** Reads both, also where the first is refused, so that one run tells of the mistakes of both. */
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
  if (!before || !after) throw new TypeError('two sides were read')
  return [before, after]
}

function factsOf({ name, environment, bundle }: Side): SideFacts {
  return { name, environment, digest: digestOf(bundle) }
}

/** Finds the line of a resource by its name; never one in a bundle, which has no lines. */
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
