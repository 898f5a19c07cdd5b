/**
 * Test results as one JSON document.
 *
 * @module
 */
import type { Cause } from '@marque/policy/diff'
import type { Coverage } from '@marque/policy/tests'
import type { ComparisonResult } from './compare-accepted.ts'
import {
  type CaseResult,
  type FileReport,
  isBlocked,
  type PolicyReport,
  passes,
  type TestReport,
} from './report.ts'

/** Formats the report as JSON. */
export function formatJson({ files, policies }: TestReport): string {
  const runs = files.flatMap((file) => file.runs)
  const comparisons = files.flatMap((file) => file.comparisons)
  const passed = runs.filter(passes).length + comparisons.filter(({ passed }) => passed).length
  const document = {
    files: files.map(fieldsOfFile),
    policies: policies.map(fieldsOfPolicy),
    passed,
    failed: runs.length + comparisons.length - passed,
    refused: files.filter(isBlocked).length,
  }
  return `${JSON.stringify(document)}\n`
}

function fieldsOfFile(report: FileReport): object {
  const { file, policy, environment, findings, problem, runs, comparisons } = report
  return {
    file,
    policy,
    environment,
    findings,
    problem,
    cases: runs.map(fieldsOfCase),
    comparisons: comparisons.map(fieldsOfComparison),
  }
}

function fieldsOfComparison(comparison: ComparisonResult): object {
  const { case: one, passed, accepted, difference, problem } = comparison
  return {
    name: one.name,
    line: one.at.line,
    column: one.at.column,
    passed,
    accepted,
    problem: problem?.message ?? null,
    verdict: problem === null ? (difference?.verdict ?? 'equal') : null,
    causes: difference?.causes.map(fieldsOfCause) ?? [],
    notes: difference?.notes.map(({ what }) => what) ?? [],
    undecided: difference?.undecided ?? [],
  }
}

function fieldsOfCause({ what, effect, follows, changes }: Cause): object {
  return {
    what,
    effect,
    follows,
    changes: changes.map((change) => ({
      direction: change.direction,
      aspect: change.aspect,
      resource: change.resource,
      what: change.what,
    })),
  }
}

function fieldsOfCase(run: CaseResult): object {
  const { case: one, now, got, differences, because, step, decidedBy } = run
  return {
    name: one.name,
    line: one.at.line,
    column: one.at.column,
    now: new Date(now).toISOString(),
    passed: differences.length === 0,
    got,
    differences,
    because,
    step,
    request: decidedBy,
  }
}

function fieldsOfPolicy({ policy, environment, findings, coverage }: PolicyReport): object {
  return { policy, environment, findings, coverage: coverage && fieldsOfCoverage(coverage) }
}

function fieldsOfCoverage({ grants, sets }: Coverage): object {
  return {
    grants: grants.map(({ resource, grant, exception, at, cases }) => ({
      resource,
      grant,
      exception,
      line: at.line,
      column: at.column,
      cases,
    })),
    sets: sets.map(({ name, at, cases }) => ({
      name,
      line: at?.line ?? null,
      column: at?.column ?? null,
      cases,
    })),
  }
}
