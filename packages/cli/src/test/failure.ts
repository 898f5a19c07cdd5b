/**
 * What failed in a test file, for all formats.
 *
 * @module
 */
import type { CaseRun, ExpectedValue } from '@marque/policy/tests'
import type { ComparisonResult } from './compare-accepted.ts'
import { type CaseResult, type FileReport, passes } from './report.ts'

/** One key of `expect` with another outcome: `expected [etag], got []: missing etag`. */
export function differenceText({
  expected,
  got,
}: Pick<CaseRun['differences'][number], 'expected' | 'got'>): string {
  const text = `expected ${valueText(expected)}, got ${valueText(got)}`
  if (!isList(expected) || !isList(got)) return text
  const parts = [
    ['missing', expected.filter((name) => !got.includes(name))],
    ['unexpected', got.filter((name) => !expected.includes(name))],
  ] as const
  const words = parts.flatMap(([word, names]) =>
    names.length === 0 ? [] : [`${word} ${names.join(', ')}`],
  )
  return `${text}: ${words.join('; ')}`
}

function valueText(value: ExpectedValue): string {
  if (value === null) return 'none'
  return isList(value) ? `[${value.join(', ')}]` : String(value)
}

function isList(value: ExpectedValue): value is readonly string[] {
  return typeof value === 'object' && value !== null
}

/** A failed case. */
export type Failure =
  | { readonly run: CaseResult; readonly comparison: null }
  | { readonly run: null; readonly comparison: ComparisonResult }

/** The failed cases in the order of the file. */
export function failuresOf({ runs, comparisons }: FileReport): readonly Failure[] {
  const failures: readonly Failure[] = [
    ...comparisons.filter(({ passed }) => !passed).map((comparison) => ({ run: null, comparison })),
    ...runs.filter((run) => !passes(run)).map((run) => ({ run, comparison: null })),
  ]
  return failures.toSorted((a, b) => {
    const [one, other] = [caseOf(a).at, caseOf(b).at]
    return one.line - other.line || one.column - other.column
  })
}

/** Name and position of a failed case. */
export function caseOf({ run, comparison }: Failure): Pick<CaseResult['case'], 'name' | 'at'> {
  return run === null ? comparison.case : run.case
}

/** Why a comparison fails in which no decision differs. */
export const MAY_MATTER =
  'the edits can still matter: during an incident, after the end of a lease, for unusual spellings of a path, or for headers that the application sets'

/** How to accept an intended difference. */
export function acceptHelp({ file }: FileReport): string {
  return `if this is intended, accept it: \`marque test --accept ${file}\``
}

/** The lines of a failed case, for annotations and test reports; the first says most. */
export function failureLines(
  { run, comparison }: Failure,
  file: FileReport,
  differenceLines: (difference: NonNullable<ComparisonResult['difference']>) => readonly string[],
): readonly string[] {
  if (run !== null) {
    const { differences, because, step } = run
    return [
      ...differences.map((one) => `${one.key}: ${differenceText(one)}`),
      `because: ${because}`,
      ...(step === null ? [] : [step]),
    ]
  }
  const { problem, difference } = comparison
  if (problem !== null) return [problem.message, `fix: ${problem.help}`]
  return [
    ...(difference === null ? [] : differenceLines(difference)),
    ...(difference?.verdict === 'equal' ? [MAY_MATTER] : []),
    `fix: ${acceptHelp(file)}`,
  ]
}
