/**
 * `marque test --accept`: writes the policy under test to the accepted bundles of its test files.
 *
 * @module
 */
import { bundleBytes } from '@marque/core'
import { loadDifferenceText } from '../diff/index.ts'
import { CommandError, EXIT, type ExitCode } from '../errors.ts'
import { replaceFile } from '../files/index.ts'
import { columnsFor, count, paletteFor, showable, writeError, writeOut } from '../terminal/index.ts'
import { noTestFile, showReport, untested } from './command.ts'
import type { ComparisonResult } from './compare-accepted.ts'
import { findFiles } from './find-files.ts'
import { isBlocked, passes, type TestReport } from './report.ts'
import { realPath, runFiles } from './run-files.ts'

/**
 * Shows the difference between each accepted bundle and its policy, then rewrites the bundles. Nothing is written where a test file or a
 * policy is invalid, or one of the bundles must not be replaced; each bundle is replaced as a whole.
 *
 * @throws {CommandError} Exit 1 if a file cannot be written or is not a bundle, 64 if no case has `sameAs`.
 */
export async function acceptPolicies(
  args: readonly string[],
  { now }: { readonly now: number | undefined },
): Promise<ExitCode> {
  const found = findFiles(args)
  const report = await runFiles(found.files, { env: undefined, now, filter: undefined })
  const without = untested(found, report)
  if (without.length > 0) throw noTestFile(without)
  if (report.files.some(isBlocked)) {
    await showReport(report, { format: 'pretty', coverage: false })
    writeError('marque: nothing was accepted\n')
    return EXIT.findings
  }
  const bundles = bundlesOf(report)
  for (const one of bundles) {
    const { accepted, problem, isCurrent } = one
    if (isCurrent) {
      writeError(`marque: ${showable(accepted)} is up to date\n`)
      continue
    }
    if (problem === null) await writeOut(await differenceText(one))
    replaceFile(accepted, bundleBytes(one.bundle))
    const what = problem === null ? '' : ': the whole policy, which was compared with nothing'
    writeError(`marque: wrote ${showable(accepted)}${what}\n`)
  }
  const failed = report.files.flatMap(({ runs }) => runs.filter((run) => !passes(run))).length
  if (failed > 0) {
    writeError(
      `marque: ${count(failed, 'other case')} of the test files ${failed === 1 ? 'fails' : 'fail'}; run \`marque test\`\n`,
    )
  }
  return EXIT.fine
}

/** The bundles to write, one for each file. */
function bundlesOf({ files }: TestReport): readonly ComparisonResult[] {
  const bundles = new Map<string, { readonly one: ComparisonResult; readonly file: string }>()
  for (const { file, comparisons } of files) {
    for (const one of comparisons) {
      const { accepted, bundle, problem } = one
      if (problem?.isWritable === false) {
        throw new CommandError(EXIT.failure, problem.message, problem.help)
      }
      const known = bundles.get(realPath(accepted))
      if (known !== undefined && known.one.bundle !== bundle) {
        throw new CommandError(
          EXIT.failure,
          `\`${known.file}\` and \`${file}\` compare different policies with \`${accepted}\``,
          'give each policy and each environment an accepted bundle of its own',
        )
      }
      bundles.set(realPath(accepted), { one, file })
    }
  }
  if (bundles.size === 0) {
    throw new CommandError(
      EXIT.usage,
      'no case of the test files has `sameAs`, so there is no bundle to write',
      'add a case: `{ name: the policy permits what is accepted, sameAs: ./policy.accepted.json }`',
    )
  }
  return [...bundles.values()].map(({ one }) => one)
}

async function differenceText({ difference }: ComparisonResult): Promise<string> {
  if (difference === null) return ''
  const { differenceBlocks } = await loadDifferenceText()
  const blocks = differenceBlocks(difference, {
    palette: paletteFor(process.stdout, process.env),
    columns: columnsFor(process.stdout),
    now: Date.now(),
  })
  return `${blocks.join('\n\n')}\n`
}
