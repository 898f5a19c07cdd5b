/**
 * `marque test`: what pages come to under a policy, compared with what its owner expects.
 *
 * @module
 */
import { resolve } from 'node:path'
import { ruleOf } from '@marque/policy'
import { CommandError, EXIT, type ExitCode } from '../errors/index.ts'
import { columnsFor, paletteFor, showable, writeError, writeOut } from '../terminal/index.ts'
import { type Found, findFiles, type Wish } from './find-files.ts'
import { FORMATS } from './formats.ts'
import {
  hasError,
  isRefused,
  passes,
  refusedPolicies,
  shareReached,
  type TestReport,
} from './report.ts'
import { type RunOptions, realPath, runFiles } from './run-files.ts'
import { watch } from './watch.ts'

export interface TestOptions extends RunOptions {
  readonly format: string
  /** List what was reached too. */
  readonly coverage: boolean
  /** Percent of grants and of origin sets; `undefined` for no bound. */
  readonly minCoverage: number | undefined
}

/** Runs what the arguments mean, once. */
export async function runTest(args: readonly string[], options: TestOptions): Promise<ExitCode> {
  const found = findFiles(args)
  const report = await runFiles(found.files, options)
  return show(report, untested(found, report), options)
}

/** Runs, and runs again after each change, until it is interrupted or nobody reads the results. */
export async function watchTest(args: readonly string[], options: TestOptions): Promise<ExitCode> {
  return watch(args, async () => {
    const found = findFiles(args)
    const report = await runFiles(found.files, options)
    if (process.stdout.isTTY && options.format === 'pretty') await writeOut('\u001b[2J\u001b[H')
    try {
      await show(report, untested(found, report), options)
    } catch (error) {
      // That there is no case yet, or none of the name that is asked for, may change with the next edit.
      if (!(error instanceof CommandError) || error.exit !== EXIT.usage) throw error
      complain(error)
    }
    const policies = report.files.flatMap(({ policy }) => (policy === null ? [] : [policy]))
    return { files: [...found.files.map(({ file }) => file), ...policies], folders: found.folders }
  })
}

/** The arguments for which no test file was run: a policy without tests must not pass beside one that has some. */
function untested({ wishes }: Found, { files }: TestReport): readonly string[] {
  const isMet = ({ files: own, policy: wanted }: Wish): boolean =>
    files.some(
      ({ file, policy }) =>
        own.has(resolve(file)) &&
        // A test file that does not say what it tests is refused, and that is said.
        (wanted === null || policy === null || realPath(policy) === wanted),
    )
  return wishes.filter((wish) => !isMet(wish)).map(({ arg }) => arg)
}

async function show(
  report: TestReport,
  without: readonly string[],
  options: TestOptions,
): Promise<ExitCode> {
  const format = await FORMATS[options.format]?.()
  if (!format) throw new CommandError(EXIT.usage, `there is no format \`${options.format}\``)
  const text = format(report, {
    palette: paletteFor(process.stdout, process.env),
    columns: columnsFor(process.stdout),
    ruleOf,
    wholeCoverage: options.coverage,
  })
  if (report.files.length > 0) await writeOut(text)
  if (without.length > 0) throw nothingFound(without)
  const { filter } = options
  if (
    filter !== undefined &&
    !report.files.some((file) => isRefused(file) || file.runs.length > 0)
  ) {
    throw new CommandError(EXIT.usage, `no case has \`${filter}\` in its name`)
  }
  const isCovered = reportMissing(report, options.minCoverage)
  return exitOf(report, isCovered)
}

/** Says on stderr where too little is covered, so that every format has it. */
function reportMissing({ policies }: TestReport, least: number | undefined): boolean {
  if (least === undefined) return true
  let isCovered = true
  for (const { policy, environment, coverage } of policies) {
    const share = coverage && shareReached(coverage)
    if (share === null || share >= least) continue
    isCovered = false
    const reached = Math.floor(share * 10) / 10
    writeError(
      `marque: cases reach ${reached} % of ${showable(policy)} for ${showable(environment)}, and ${least} % are wanted\n`,
    )
  }
  return isCovered
}

function exitOf(report: TestReport, isCovered: boolean): ExitCode {
  const { files } = report
  const refused =
    refusedPolicies(report).length > 0 || files.some(({ findings }) => hasError(findings))
  if (refused) return EXIT.findings
  const failed = files.some((file) => isRefused(file) || !file.runs.every(passes))
  return failed || !isCovered ? EXIT.failure : EXIT.fine
}

function nothingFound(args: readonly string[]): CommandError {
  const [first = '.'] = args
  const help =
    args.length === 1 && /\.(?:ya?ml|json)$/i.test(first)
      ? `\`marque test --init ${first}\` writes a first one`
      : 'a test file is named *.marque-test.yaml; `marque test --init POLICY` writes a first one'
  return new CommandError(EXIT.usage, `there is no test file for \`${args.join('` or `')}\``, help)
}

function complain({ message, help }: CommandError): void {
  const more = help === null ? '' : `  = help: ${showable(help)}\n`
  writeError(`marque: ${showable(message)}\n${more}`)
}
