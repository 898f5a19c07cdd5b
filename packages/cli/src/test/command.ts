/**
 * `marque test`: runs the test cases of policies.
 *
 * @module
 */
import { resolve } from 'node:path'
import { ruleOf } from '@marque/policy'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { columnsFor, paletteFor, showable, writeError, writeOut } from '../terminal/index.ts'
import { failuresOf } from './failure.ts'
import { type Found, findFiles, type RequestedTests } from './find-files.ts'
import { FORMATS } from './formats.ts'
import {
  countRun,
  coveragePercent,
  hasError,
  invalidPolicies,
  isBlocked,
  type TestReport,
} from './report.ts'
import { type RunOptions, realPath, runFiles } from './run-files.ts'
import { watch } from './watch.ts'

export interface TestOptions extends RunOptions {
  readonly format: string
  /** List covered parts too. */
  readonly coverage: boolean
  /** Percent of grants and of origin sets; `undefined` for no minimum. */
  readonly minCoverage: number | undefined
}

/** Runs the tests once. */
export async function runTest(args: readonly string[], options: TestOptions): Promise<ExitCode> {
  const found = findFiles(args)
  const report = await runFiles(found.files, options)
  return show(report, untested(found, report), options)
}

/** Runs the tests, and again after each change, until interrupted or the output pipe is closed. */
export async function watchTest(args: readonly string[], options: TestOptions): Promise<ExitCode> {
  return watch(args, async () => {
    const found = findFiles(args)
    const report = await runFiles(found.files, options)
    if (process.stdout.isTTY && options.format === 'pretty') await writeOut('\u001b[2J\u001b[H')
    try {
      await show(report, untested(found, report), options)
    } catch (error) {
      // A missing test file, or a filter without matches, can be fixed by the next edit.
      if (!(error instanceof CommandError) || error.exit !== EXIT.usage) throw error
      reportError(error)
    }
    const read = report.files.flatMap(({ policy, comparisons }) => [
      ...(policy === null ? [] : [policy]),
      ...comparisons.map(({ accepted }) => accepted),
    ])
    return { files: [...found.files.map(({ file }) => file), ...read], folders: found.folders }
  })
}

/** The arguments for which no test file was run: a policy without tests must fail even if others have tests. */
export function untested({ requested }: Found, { files }: TestReport): readonly string[] {
  const isTested = ({ files: own, policy: expected }: RequestedTests): boolean =>
    files.some(
      ({ file, policy }) =>
        own.has(resolve(file)) &&
        // A test file without `policy` is invalid, and reported as such.
        (expected === null || policy === null || realPath(policy) === expected),
    )
  return requested.filter((one) => !isTested(one)).map(({ arg }) => arg)
}

async function show(
  report: TestReport,
  without: readonly string[],
  options: TestOptions,
): Promise<ExitCode> {
  await showReport(report, options)
  if (without.length > 0) throw noTestFile(without)
  const { filter } = options
  if (filter !== undefined && !report.files.some((file) => isBlocked(file) || countRun(file) > 0)) {
    throw new CommandError(EXIT.usage, `no case matches \`--filter ${filter}\``)
  }
  const isCovered = checkCoverage(report, options.minCoverage)
  return exitOf(report, isCovered)
}

/** Writes the report to stdout; nothing for a run without test files. */
export async function showReport(
  report: TestReport,
  { format: name, coverage }: Pick<TestOptions, 'format' | 'coverage'>,
): Promise<void> {
  const format = await FORMATS[name]?.()
  if (!format) throw new CommandError(EXIT.usage, `unknown format \`${name}\``)
  const text = format(report, {
    palette: paletteFor(process.stdout, process.env),
    columns: columnsFor(process.stdout),
    ruleOf,
    wholeCoverage: coverage,
  })
  if (report.files.length > 0) await writeOut(text)
}

/** Reports insufficient coverage on stderr, for every format. */
function checkCoverage({ policies }: TestReport, least: number | undefined): boolean {
  if (least === undefined) return true
  let isCovered = true
  for (const { policy, environment, coverage } of policies) {
    const share = coverage && coveragePercent(coverage)
    if (share === null || share >= least) continue
    isCovered = false
    const reached = Math.floor(share * 10) / 10
    writeError(
      `marque: coverage of ${showable(policy)} for ${showable(environment)} is ${reached} %, below the minimum of ${least} %\n`,
    )
  }
  return isCovered
}

function exitOf(report: TestReport, isCovered: boolean): ExitCode {
  const { files } = report
  const refused =
    invalidPolicies(report).length > 0 || files.some(({ findings }) => hasError(findings))
  if (refused) return EXIT.findings
  const failed = files.some((file) => isBlocked(file) || failuresOf(file).length > 0)
  return failed || !isCovered ? EXIT.failure : EXIT.fine
}

export function noTestFile(args: readonly string[]): CommandError {
  const [first = '.'] = args
  const help =
    args.length === 1 && /\.(?:ya?ml|json)$/i.test(first)
      ? `run \`marque test --init ${first}\` to create one`
      : 'test files are named *.marque-test.yaml; run `marque test --init POLICY` to create one'
  return new CommandError(EXIT.usage, `no test file found for \`${args.join('` or `')}\``, help)
}

function reportError({ message, help }: CommandError): void {
  const more = help === null ? '' : `  = help: ${showable(help)}\n`
  writeError(`marque: ${showable(message)}\n${more}`)
}
